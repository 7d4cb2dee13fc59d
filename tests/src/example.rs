//! The example programs, to be run and compared with the system's own tools.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// An example program, which cargo builds together with the tests of the workspace; where a test is
/// built alone, it is built here, with the features that it needs.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn example(package: &str, name: &str, features: &[&str]) -> PathBuf {
    let test = env::current_exe().expect("a path");
    let profile = test.parent().and_then(Path::parent).expect("the directory of the profile");
    let program = profile.join("examples").join(name);
    if !program.exists() {
        let status = Command::new(env!("CARGO"))
            .args(["build", "--package", package, "--example", name])
            .args(["--features", &features.join(",")])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .expect("cargo");
        assert!(status.success() && program.exists(), "{} is not there", program.display());
    }
    program
}

//! Watching a test from outside: one that fails, or is skipped.
//!
//! The watching test and the watched one are the same function, run twice.

use std::{
    env,
    process::{Command, Output},
};

use netlink_tests::test_path;

const SPECIMEN: &str = "NETLINK_TESTS_SPECIMEN";

/// What became of a specimen.
pub struct Run {
    pub succeeded: bool,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the calling test once more, alone, with `variables` in its environment; that run does `body`
/// and gets `None`.
pub fn watch<F: FnOnce()>(variables: &[(&str, &str)], body: F) -> Option<Run> {
    if env::var_os(SPECIMEN).is_some() {
        body();
        return None;
    }
    let mut command = Command::new(env::current_exe().unwrap());
    Some(Run::of(command.args([test_path::of_closure::<F>(), "--exact"]).envs(variables.to_vec())))
}

impl Run {
    /// Runs a test binary that is to behave as a specimen.
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.env(SPECIMEN, "1").output().unwrap();
        Self {
            succeeded: status.success(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }
}

//! Crates in a temporary directory, the generator, and specifications of a kernel.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use netlink_tests::skip::Skip;

/// Names the directory of the specifications that the committed declarations are generated from:
/// `Documentation/netlink/specs` of Linux 7.2.
const SPECS: &str = "NETLINK_SPECS";

/// Returns the directory of the specifications.
pub fn specs() -> Result<PathBuf, Skip> {
    match env::var_os(SPECS) {
        Some(path) if !path.is_empty() => Ok(path.into()),
        _ => Err(Skip::header(format!(
            "{SPECS} does not name Documentation/netlink/specs of a kernel tree (Linux 7.2)"
        ))),
    }
}

/// Returns the specifications of families.
pub fn families(specs: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(specs).expect("the directory of the specifications");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // The schemas describe no family.
        name.ends_with(".yaml") && !name.starts_with("genetlink") && name != "netlink-raw.yaml"
    });
    paths.sort();
    assert!(!paths.is_empty(), "no specifications in {}", specs.display());
    paths
}

fn generator(arguments: &[&str]) -> Output {
    #[expect(
        clippy::option_env_unwrap,
        reason = "a shell between Cargo and the compiler drops this variable, whose name has hyphens"
    )]
    let program = option_env!("CARGO_BIN_EXE_netlink-families-generator").expect("set by Cargo");
    let mut command = Command::new(program);
    command.args(arguments).output().expect("the generator runs")
}

/// Returns what the generator prints.
pub fn generated(arguments: &[&str]) -> String {
    let output = generator(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Returns the error with which the generator fails.
pub fn failure(arguments: &[&str]) -> String {
    let output = generator(arguments);
    assert!(!output.status.success(), "it does not fail");
    String::from_utf8(output.stderr).expect("text")
}

/// A crate of a user: its directory, which is removed at the end.
pub struct Crate {
    path: PathBuf,
}

impl Crate {
    pub fn new(name: &str) -> Self {
        let name = format!("netlink-user-{name}-{}", std::process::id());
        let path = env::temp_dir().join(&name);
        fs::create_dir_all(path.join("src")).expect("a directory");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let manifest = format!(
            "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n\
             netlink-core = {{ path = \"{root}/netlink-core\", features = [\"derive\"] }}\n\
             netlink-families = {{ path = \"{root}/netlink-families\", features = [\"ovs-flow\", \"rt-link\", \"rt-neigh\", \"rt-route\", \"tc\"] }}\n\n\
             [workspace]\n",
            root = root.display(),
        );
        fs::write(path.join("Cargo.toml"), manifest).expect("a manifest");
        fs::copy(root.join("Cargo.lock"), path.join("Cargo.lock")).expect("the lock file");
        Self { path }
    }

    pub fn module(&self, name: &str, text: &str) {
        fs::write(self.path.join(format!("src/{name}.rs")), text).expect("a module");
    }

    /// Runs a program with the crate's modules.
    pub fn run(&self, main: &str) {
        fs::write(self.path.join("src/main.rs"), main).expect("a program");
        self.cargo(&["run"]);
    }

    /// Compiles a library with the crate's modules.
    pub fn check(&self, lib: &str) {
        fs::write(self.path.join("src/lib.rs"), lib).expect("a library");
        self.cargo(&["check"]);
    }

    fn cargo(&self, arguments: &[&str]) {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.path)
            // Kept between runs: the dependencies are the same.
            .env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/users"))
            .env("RUSTFLAGS", "-D warnings")
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

impl Drop for Crate {
    fn drop(&mut self) {
        // Not a reason to fail: it is in the directory for temporary files.
        drop(fs::remove_dir_all(&self.path));
    }
}

//! Programs that show what the kernel holds, to compare with.

use std::{
    env,
    fmt::{self, Write as _},
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
};

use crate::skip::Skip;

/// An installed program.
#[derive(Clone, Debug)]
pub struct Tool {
    path: PathBuf,
}

/// A run of a [`Tool`] that did not succeed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The program and its arguments, as they would be typed.
    pub command: String,
    /// How it ended.
    pub status: ExitStatus,
    /// What it wrote to its standard error.
    pub stderr: String,
}

/// Finds a program by its name, on the `PATH` and where system programs live.
///
/// # Errors
///
/// If it is not installed.
pub fn tool(name: &str) -> Result<Tool, Skip> {
    // The PATH of an ordinary user often lacks the directories of `tc` and `nft`.
    const SYSTEM: [&str; 3] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(SYSTEM.map(PathBuf::from))
        .map(|directory| directory.join(name))
        .find(|path| is_program(path))
        .map(|path| Tool { path })
        .ok_or_else(|| Skip::tool(format!("`{name}` is not installed")))
}

fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

impl Tool {
    /// The program at `path`.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs it with arguments divided by whitespace, and gives its standard output.
    ///
    /// # Panics
    ///
    /// If it fails, with the command and its standard error.
    pub fn run(&self, arguments: &str) -> String {
        self.attempt(&words(arguments), "").unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// [`run`](Self::run), with `input` on its standard input: for `ip -batch -` and `nft -f -`.
    ///
    /// # Panics
    ///
    /// If it fails, with the command and its standard error.
    pub fn feed(&self, arguments: &str, input: &str) -> String {
        self.attempt(&words(arguments), input).unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// [`run`](Self::run), for a program that prints JSON with these arguments.
    ///
    /// # Panics
    ///
    /// If it fails, or prints something else.
    pub fn json(&self, arguments: &str) -> serde_json::Value {
        let output = self.run(arguments);
        serde_json::from_str(&output).unwrap_or_else(|e| {
            panic!("`{}` printed no JSON: {e}\n{output}", self.command(&words(arguments)))
        })
    }

    /// [`run`](Self::run), for what a kernel may have been built without: a kind of link, a qdisc.
    ///
    /// # Errors
    ///
    /// If the kernel says that it does not know such a thing.
    ///
    /// # Panics
    ///
    /// If it fails in another way.
    pub fn run_where_supported(&self, arguments: &str) -> Result<String, Skip> {
        self.attempt(&words(arguments), "").map_err(|failure| {
            assert!(failure.is_unsupported(), "{failure}");
            Skip::kernel(format!("`{}`: {}", failure.command, failure.stderr.trim()))
        })
    }

    /// Runs it with arguments that may hold spaces, and `input` on its standard input.
    ///
    /// # Errors
    ///
    /// If its exit status is not 0.
    ///
    /// # Panics
    ///
    /// If it cannot be started, or prints something that is not UTF-8.
    pub fn attempt(&self, arguments: &[&str], input: &str) -> Result<String, Failure> {
        let command = self.command(arguments);
        let mut child = Command::new(&self.path)
            .args(arguments)
            // Messages are compared with and shown to people: not translated.
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start `{command}`: {e}"));
        let stdin = child.stdin.take();
        let output = thread::scope(|scope| {
            // Beside the reading, or both sides could wait for each other with full pipes.
            scope.spawn(move || {
                // A program may end before it has read everything; its status tells.
                let _ = stdin.map(|mut stdin| stdin.write_all(input.as_bytes()));
            });
            child.wait_with_output()
        })
        .unwrap_or_else(|e| panic!("cannot wait for `{command}`: {e}"));
        if !output.status.success() {
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Failure { command, status: output.status, stderr });
        }
        let stdout = String::from_utf8(output.stdout)
            .unwrap_or_else(|e| panic!("`{command}` printed no UTF-8: {e}"));
        Ok(stdout)
    }

    /// The command as it would be typed.
    fn command(&self, arguments: &[&str]) -> String {
        let mut command = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for argument in arguments {
            let _ = write!(command, " {argument}");
        }
        command
    }
}

fn words(arguments: &str) -> Vec<&str> {
    arguments.split_whitespace().collect()
}

impl Failure {
    /// Whether the kernel said that it does not support the request.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        // A link kind; what EOPNOTSUPP is printed as; a qdisc, filter or action.
        const UNSUPPORTED: [&str; 3] =
            ["Unknown device type", "Operation not supported", "Specified qdisc kind is unknown"];
        UNSUPPORTED.iter().any(|words| self.stderr.contains(words))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` failed, {}: {}", self.command, self.status, self.stderr.trim())
    }
}

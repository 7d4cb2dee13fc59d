//! A network namespace for each test that talks to the kernel.
//!
//! A test runs in a thread, and a thread of a process with several cannot enter a user namespace. So
//! the test binary is run once more, under `unshare`, for that one test; there the body runs. Root
//! needs only a network namespace, anyone else makes a user namespace first and is root in it.
//!
//! What could go wrong silently is checked: the child compares its namespace with the one it came
//! from before it does anything, and the parent believes only a child that says by name which test it
//! has finished.

use std::{
    env, fs,
    io::{self, Write},
    os::unix::fs::MetadataExt,
    panic::{self, AssertUnwindSafe},
    process::{self, Command, Stdio},
    sync::OnceLock,
};

use crate::{
    skip::{self, Skip},
    test_path,
    tool::tool,
};

/// Set in the child; its value is the parent's network namespace.
const PARENTS_NAMESPACE: &str = "NETLINK_TESTS_PARENTS_NAMESPACE";

/// What the child says, with the test's name after it.
const FINISHED: &str = "finished in a namespace of its own: ";

/// Runs `body` in a new network namespace where `lo` is up and nothing else exists.
///
/// This is to be the test's whole body, called in the test function itself: everything before it is
/// done twice, once in either process. `body` may use [`skip!`](crate::skip!) and
/// [`or_skip!`](crate::or_skip!), which end it. Where the machine refuses to make a namespace, or `ip`
/// is not installed, the test is skipped.
///
/// # Panics
///
/// If `body` panics, with everything the child printed.
pub fn in_namespace<F: FnOnce()>(body: F) {
    let test = test_path::of_closure::<F>();
    if let Ok(parents) = env::var(PARENTS_NAMESPACE) {
        run_and_exit(test, &parents, body);
    }
    match way_in() {
        Ok(unshare) => run_in_child(test, unshare),
        Err(skip) => skip::report(test, &skip),
    }
}

/// Whether [`in_namespace`] can do its work here.
///
/// # Errors
///
/// If the machine refuses, or a program is missing.
pub fn check() -> Result<(), Skip> {
    way_in()?;
    tool("ip")?;
    Ok(())
}

/// The start of a command that runs a program in a new network namespace, for callers that are not tests: the
/// program and its arguments follow. There `lo` is down, and the caller may do everything.
///
/// # Errors
///
/// If the machine refuses, or a program is missing.
pub fn command() -> Result<Command, Skip> {
    check()?;
    way_in().map(command_of)
}

/// The name of the network namespace that this thread is in.
///
/// # Panics
///
/// If `/proc` is not there.
#[must_use]
pub fn own() -> String {
    // The namespace of the thread: that of the process is the main thread's.
    fs::read_link("/proc/thread-self/ns/net")
        .expect("the name of this thread's network namespace")
        .to_string_lossy()
        .into_owned()
}

/// Whether this process is the superuser of the namespace it is in.
#[must_use]
pub fn is_root() -> bool {
    // The owner of a process's directory is its effective user.
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// The child's part: the body, then the end of the process.
///
/// The process ends here, and not in the harness, so that what a test declares about itself (that it
/// should panic) is judged once, by the parent.
fn run_and_exit<F: FnOnce()>(test: &str, parents: &str, body: F) -> ! {
    let ran = panic::catch_unwind(AssertUnwindSafe(|| {
        assert_ne!(own(), parents, "{test} is still in its parent's namespace");
        match tool("ip") {
            Ok(ip) => {
                ip.run("link set lo up");
                body();
            }
            Err(skip) => skip::report(test, &skip),
        }
    }));
    // The harness may have left a line unfinished.
    let said = writeln!(io::stdout(), "\n{FINISHED}{test}").and_then(|()| io::stdout().flush());
    process::exit(if ran.is_ok() && said.is_ok() { 0 } else { 101 });
}

/// The parent's part: one child, and its verdict.
fn run_in_child(test: &str, unshare: &[String]) {
    let this_binary = env::current_exe().expect("the path of the test binary");
    let output = command_of(unshare)
        .arg(this_binary)
        // The parent runs, so a test marked `#[ignore]` was requested.
        .args([test, "--exact", "--include-ignored", "--nocapture"])
        .env(PARENTS_NAMESPACE, own())
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|e| panic!("cannot start {}: {e}", unshare[0]));
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);

    let finished = format!("{FINISHED}{test}");
    let times = stdout.lines().filter(|line| *line == finished).count();
    assert!(
        output.status.success() && times == 1,
        "{test} failed in its namespace ({status}, finished {times} times)\n\
         --- standard output\n{stdout}--- standard error\n{stderr}---",
        status = output.status,
    );
    for line in stderr.lines() {
        if line.starts_with(skip::LINE_START) {
            skip::say(line);
        } else {
            eprintln!("{line}");
        }
    }
}

fn command_of(unshare: &[String]) -> Command {
    let (program, options) = unshare.split_first().expect("the name of the program");
    let mut command = Command::new(program);
    command.args(options).arg("--");
    command
}

/// The command that makes a namespace here, tried once per process.
fn way_in() -> Result<&'static [String], Skip> {
    static WAY_IN: OnceLock<Result<Vec<String>, Skip>> = OnceLock::new();
    WAY_IN.get_or_init(find_way_in).as_deref().map_err(Clone::clone)
}

fn find_way_in() -> Result<Vec<String>, Skip> {
    let unshare = tool("unshare")?;
    // Root of a container often may not make network namespaces, but user namespaces.
    let ways: &[&[&str]] = if is_root() {
        &[&["--net"], &["--user", "--map-root-user", "--net"]]
    } else {
        &[&["--user", "--map-root-user", "--net"]]
    };
    let mut refusals = Vec::new();
    for way in ways {
        match unshare.attempt(&[*way, &["true"]].concat(), "") {
            Ok(_) => {
                let program = unshare.path().to_string_lossy().into_owned();
                return Ok([program]
                    .into_iter()
                    .chain(way.iter().map(ToString::to_string))
                    .collect());
            }
            Err(failure) => {
                refusals.push(format!("`{}`: {}", failure.command, failure.stderr.trim()))
            }
        }
    }
    Err(Skip::privilege(format!("no network namespace to be had: {}", refusals.join("; "))))
}

//! Saying that a test was not done, where people can see it.
//!
//! The harness keeps what a passing test prints with `println!` and `eprintln!` to itself, and a
//! skipped test passes. So the line `skipped: <test>: <why>` is written to the standard error handle
//! itself, which the harness does not catch.
//!
//! Where the environment variable [`NO_SKIP`] is set, a skip is a failure, unless the machine could
//! not have done the test whatever was installed on it: see [`Lack::can_be_supplied`].

use std::{env, fmt, io, io::Write};

/// Name of the environment variable that turns skips into failures. An empty value counts as unset.
pub const NO_SKIP: &str = "NETLINK_TESTS_NO_SKIP";

/// Why a test cannot be done on this machine.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skip {
    lack: Lack,
    why: String,
}

/// What kind of thing a machine lacks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lack {
    /// A program, or a package of headers, is not installed.
    Tool,
    /// The caller may not do it: user namespaces are switched off, or a container forbids it.
    Privilege,
    /// The running kernel was built without it, or is too old.
    Kernel,
    /// The installed C headers are older than the kernel interface being checked.
    Header,
}

impl Lack {
    /// Whether it could have been installed on the machine, without another kernel or
    /// another release of the system.
    #[must_use]
    pub fn can_be_supplied(self) -> bool {
        match self {
            Self::Tool | Self::Privilege => true,
            Self::Kernel | Self::Header => false,
        }
    }
}

impl Skip {
    /// A program, or a package of headers, is not installed.
    pub fn tool(why: impl Into<String>) -> Self {
        Self { lack: Lack::Tool, why: why.into() }
    }

    /// The caller may not do it.
    pub fn privilege(why: impl Into<String>) -> Self {
        Self { lack: Lack::Privilege, why: why.into() }
    }

    /// The running kernel cannot do it.
    pub fn kernel(why: impl Into<String>) -> Self {
        Self { lack: Lack::Kernel, why: why.into() }
    }

    /// The installed C headers do not know it yet.
    pub fn header(why: impl Into<String>) -> Self {
        Self { lack: Lack::Header, why: why.into() }
    }

    /// What kind of thing is lacking.
    #[must_use]
    pub fn lack(&self) -> Lack {
        self.lack
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

/// Says on the terminal that `test` was skipped. [`skip!`](crate::skip!) knows the test's name and
/// returns from it too.
///
/// # Panics
///
/// If [`NO_SKIP`] is set and the machine could have been given what it lacks.
pub fn report(test: &str, skip: &Skip) {
    let skips_forbidden = env::var_os(NO_SKIP).is_some_and(|value| !value.is_empty());
    assert!(
        !(skips_forbidden && skip.lack.can_be_supplied()),
        "{test} would be skipped, which {NO_SKIP} forbids: {skip}"
    );
    say(&format!("{LINE_START}{test}: {}", skip.why.trim_end().replace('\n', " / ")));
}

/// What a line about a skipped test starts with.
pub(crate) const LINE_START: &str = "skipped: ";

/// Writes one line to the standard error handle, past the harness's capture.
pub(crate) fn say(line: &str) {
    // One write for the whole line, so that the lines of parallel tests do not mix. Where standard
    // error is closed, the message cannot be shown.
    let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// Says that the test is skipped, and returns from it (or from the closure around it).
///
/// ```
/// use netlink_tests::skip::Skip;
///
/// fn compares_with_tipc() {
///     netlink_tests::skip!(Skip::kernel("built without TIPC"));
/// }
/// # compares_with_tipc();
/// ```
#[macro_export]
macro_rules! skip {
    ($skip:expr) => {{
        $crate::partly_skip!($skip);
        return;
    }};
}

/// Says that a part of the test is skipped, and continues with the rest.
#[macro_export]
macro_rules! partly_skip {
    ($skip:expr) => {{
        fn here() {}
        $crate::skip::report($crate::test_path::of_item(&here), &$skip);
    }};
}

/// Unwraps a `Result<_, Skip>`, or skips the test.
#[macro_export]
macro_rules! or_skip {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(skip) => $crate::skip!(skip),
        }
    };
}

//! The release of the running kernel, for tests of behaviour that it does not report.
//!
//! Most tests try what they need and skip themselves if the kernel refuses, because distributions backport
//! features.

use std::fs;

use crate::skip::Skip;

/// The release of the running kernel, such as 6.18.
///
/// # Panics
///
/// If `/proc` is not there.
#[must_use]
pub fn release() -> (u32, u32) {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").expect("the kernel's release");
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor),
        _ => panic!("the kernel's release is {release}"),
    }
}

/// Requires a release of the kernel.
///
/// # Errors
///
/// If the running kernel is older.
pub fn since(major: u32, minor: u32) -> Result<(), Skip> {
    let (running_major, running_minor) = release();
    if (running_major, running_minor) >= (major, minor) {
        return Ok(());
    }
    Err(Skip::kernel(format!(
        "Linux {running_major}.{running_minor} is older than {major}.{minor}"
    )))
}

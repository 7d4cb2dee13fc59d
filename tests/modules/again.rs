//! Objects that a tool made are read, deleted, made again from what was read, and are the same to the tool as before.
//!
//! Each row is one such object, as arguments of the tool. A row whose kind the kernel or the tool does not have is
//! skipped; the others are all tried before the test fails.

mod filters;
mod links;
mod qdiscs;
mod routes;
mod xfrm;

use core::fmt;

use netlink_sys::connection::Error;
use netlink_tests::partly_skip;
use netlink_tests::skip::Skip;
use netlink_tests::tool::{Failure, Tool};

/// Why a row did not succeed.
enum Fault {
    /// The kernel or the tool does not have it.
    Lacking(String),
    /// It was refused, or is another afterwards.
    Wrong(String),
}

impl From<Failure> for Fault {
    /// What a tool does not know is printed with its usage, or as what it is.
    fn from(failure: Failure) -> Self {
        const UNKNOWN: [&str; 14] = [
            "Usage:",
            "What is",
            "Unknown qdisc",
            "Unknown filter",
            "is unknown",
            "is wrong: unknown",
            "type not found",
            "algorithm not found",
            "encapsulation type not supported",
            "TC classifier not found",
            "Failed to load TC action module",
            "Protocol not supported",
            "No such file or directory",
            "Function not implemented",
        ];
        let lacking =
            failure.is_unsupported() || UNKNOWN.iter().any(|words| failure.stderr.contains(words));
        if lacking {
            let reason = failure.stderr.lines().next().unwrap_or_default();
            Self::Lacking(format!("`{}`: {reason}", failure.command))
        } else {
            Self::Wrong(failure.to_string())
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Wrong(error.explain().to_string())
    }
}

/// Tries each row.
fn each<R: AsRef<str>>(rows: &[R], mut make: impl FnMut(&str) -> Result<(), Fault>) {
    let (mut same, mut wrong) = (0, Vec::new());
    for row in rows {
        let row = row.as_ref();
        match make(row) {
            Ok(()) => same += 1,
            Err(Fault::Lacking(why)) => partly_skip!(Skip::kernel(why)),
            Err(Fault::Wrong(why)) => wrong.push(format!("--- {row}\n{why}")),
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    println!("{same} of {} rows are the same again", rows.len());
}

/// Adds the Ethernet devices `d0`, with four queues, and `d1`.
fn add_devices(ip: &Tool) -> Result<(), Skip> {
    for name in ["d0", "d1"] {
        ip.run_where_supported(&format!(
            "link add {name} numtxqueues 4 type veth peer name p{name}"
        ))?;
        ip.run(&format!("link set p{name} up"));
        ip.run(&format!("link set {name} up"));
    }
    Ok(())
}

/// Runs a tool with arguments from two strings.
fn run(tool: &Tool, command: &str, row: &str) -> Result<String, Fault> {
    let words: Vec<_> = command.split_whitespace().chain(row.split_whitespace()).collect();
    Ok(tool.attempt(&words, "")?)
}

fn same<T: PartialEq + fmt::Display>(before: T, after: T) -> Result<(), Fault> {
    if before == after {
        return Ok(());
    }
    Err(Fault::Wrong(format!("before: {before}\nafter:  {after}")))
}

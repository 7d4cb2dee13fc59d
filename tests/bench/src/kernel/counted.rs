//! What is exact of a piece of work: its system calls, by `strace`, and its instructions outside of
//! the kernel, by callgrind. Each side does one pass more, in a process of its own.

use std::{collections::BTreeMap, env, fmt, fs, process::Command};

use netlink_tests::{temp_dir::TempDir, tool::tool};

use super::piece::Piece;
use crate::instructions;

/// How often each system call was made.
#[derive(Debug, Default)]
pub(super) struct Calls(BTreeMap<String, u64>);

impl Calls {
    pub(super) fn sum(&self) -> u64 {
        self.0.values().sum()
    }
}

impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for (name, count) in &self.0 {
            write!(f, "{between}{count} {name}")?;
            between = ", ";
        }
        Ok(())
    }
}

/// The sides of a piece.
pub(super) const SIDES: [&str; 2] = ["ours", "floor"];

/// The marks in the trace before and after the pass: names of files that do not exist.
const BEGIN: &str = "/netlink-bench/begin";
const END: &str = "/netlink-bench/end";

/// One pass of one side, between the marks, after one that is not counted.
pub(super) fn run_one(piece: Piece, side: &str) {
    let Piece { mut ours, mut floor, mut before, .. } = piece;
    before();
    ours();
    floor();
    before();
    let pass = if side == SIDES[0] { &mut ours } else { &mut floor };
    let _ = fs::read_link(BEGIN);
    instructions::counted(pass);
    let _ = fs::read_link(END);
}

/// The system calls of one pass, if `strace` is there.
pub(super) fn calls(arguments: &[&str]) -> Option<Calls> {
    let strace = tool("strace").ok()?;
    let directory = TempDir::new();
    let trace = directory.path().join("trace");
    let output = Command::new(strace.path())
        .arg("-o")
        .arg(&trace)
        .arg(env::current_exe().expect("the program has a path"))
        .args(arguments)
        .output()
        .expect("strace runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let trace = fs::read_to_string(trace).expect("strace wrote it");
    let mut calls = Calls::default();
    let counted = trace
        .lines()
        .skip_while(|line| !line.contains(BEGIN))
        .skip(1)
        .take_while(|line| !line.contains(END));
    for line in counted {
        let (name, _) = line.split_once('(').unwrap_or_else(|| panic!("no call: {line}"));
        *calls.0.entry(name.to_owned()).or_default() += 1;
    }
    assert!(calls.sum() > 0, "no work without a system call");
    Some(calls)
}

/// The instructions of one pass outside of the kernel, if `valgrind` is there.
pub(super) fn instructions(arguments: &[&str]) -> Option<f64> {
    tool("valgrind").ok()?;
    Some(instructions::collected(arguments))
}

//! Prints what a generic netlink family accepts, as the running kernel says it:
//! `cargo run --release --example policy ethtool`.
//!
//! Kernels report numbers and rules, not names. Sets that are used several times are printed once, at
//! their first use.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::process::ExitCode;

use netlink_core::policy::{AttrPolicy, PolicyTable};
use netlink_sys::connection::{Error, FamilyPolicies};
use netlink_sys::{Connection, Protocol};

fn main() -> ExitCode {
    let Some(family) = std::env::args().nth(1) else {
        eprintln!("usage: policy FAMILY, for instance `policy ethtool`");
        return ExitCode::from(2);
    };
    match ask(&family) {
        Ok(policies) => {
            // A closed pipe is not an error: the reader has seen enough.
            let _ = print(&mut io::stdout().lock(), &family, &policies);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{family}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn ask(family: &str) -> Result<FamilyPolicies, Error> {
    Connection::open(Protocol::GENERIC)?.policies(family)
}

fn print(out: &mut impl Write, family: &str, policies: &FamilyPolicies) -> io::Result<()> {
    writeln!(out, "{family}")?;
    let mut tree = Tree { out, sets: policies.sets(), printed: BTreeSet::new() };
    for operation in policies.operations() {
        for (way, set) in [("request", operation.request), ("dump", operation.dump)] {
            if let Some(set) = set {
                match operation.command {
                    // Kernels up to 6.18 do not say which command that is.
                    0 => write!(tree.out, "  a command that can only be dumped: {way}")?,
                    command => write!(tree.out, "  command {command} {way}")?,
                }
                tree.set(set, 2)?;
            }
        }
    }
    Ok(())
}

struct Tree<'p, W> {
    out: W,
    sets: &'p PolicyTable,
    printed: BTreeSet<u16>,
}

impl<W: Write> Tree<'_, W> {
    /// Ends the line with a set's number, and prints its attributes below, the first time.
    fn set(&mut self, set: u16, depth: usize) -> io::Result<()> {
        if !self.printed.insert(set) {
            return writeln!(self.out, " takes set {set}, see above");
        }
        writeln!(self.out, " takes set {set}")?;
        for attr in self.sets.attrs(set) {
            self.attr(attr, depth)?;
        }
        Ok(())
    }

    fn attr(&mut self, attr: &AttrPolicy, depth: usize) -> io::Result<()> {
        write!(self.out, "{}{}: {attr}", "  ".repeat(depth), attr.ty())?;
        match attr.set_number() {
            Some(set) => self.set(set, depth.saturating_add(1)),
            None => writeln!(self.out),
        }
    }
}

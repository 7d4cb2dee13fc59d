//! The requests of generic netlink families against what the running kernel accepts: `policies.txt` lists and explains
//! the differences.
//!
//! The list is that of one release. On another one, attributes that are unknown to the kernel are not compared.
//! `BLESS=1` writes the differences of today; what is new is in a section that has to be explained.

use core::fmt::Debug;
use std::collections::BTreeSet;

use netlink_core::{EmitMessage, ParseMessage, View};
use netlink_families::{Family, Visitor};
use netlink_sys::{Connection, Protocol, connection::Error};
use netlink_tests::{kernel, skip, skip::Skip};

/// The release that the list is of.
const RELEASE: (u32, u32) = (6, 18);
const GENERIC: i32 = 16;
const UNEXPLAINED: &str = "# To be explained";

struct Differences {
    netlink: Connection,
    compared: usize,
    found: BTreeSet<String>,
}

impl Visitor for Differences {
    fn request<T: View>(&mut self, family: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        if family.protocol != GENERIC {
            return;
        }
        match self.netlink.differences::<T::Of<'static>>() {
            Ok(differences) => {
                self.compared += 1;
                let lines = differences.iter().map(|line| format!("{} {line}", family.name));
                self.found.extend(lines);
            }
            // The family is not in this kernel, or the command has no policy.
            Err(Error::NotCompared { .. } | Error::NoFamily(_)) => {}
            Err(error) => panic!("{}: {error}", family.name),
        }
    }

    fn received<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        // Kernels list what they accept only.
    }
}

/// What was found, in the sections of the list; what is new is in a section of its own.
fn blessed(list: &str, found: &BTreeSet<String>) -> String {
    let is_kept = |line: &&str| line.is_empty() || line.starts_with('#') || found.contains(*line);
    let mut out: String = list.lines().filter(is_kept).map(|line| format!("{line}\n")).collect();
    let new: Vec<_> =
        found.iter().filter(|line| !list.lines().any(|known| known == *line)).collect();
    if !new.is_empty() {
        out += &format!("\n{UNEXPLAINED}\n");
        out.extend(new.iter().map(|line| format!("{line}\n")));
    }
    out
}

#[test]
fn requests_differ_from_the_kernels_policies_only_as_explained() {
    let mut differences = Differences {
        netlink: Connection::open(Protocol::GENERIC).expect("a connection"),
        compared: 0,
        found: BTreeSet::new(),
    };
    netlink_families::visit(&mut differences);
    let Differences { compared, mut found, .. } = differences;
    if compared == 0 {
        skip!(Skip::kernel("lists no policy of any family"));
    }
    let list = include_str!("policies.txt");
    if std::env::var_os("BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/policies.txt");
        std::fs::write(path, blessed(list, &found)).expect("written");
        return;
    }
    assert!(!list.contains(UNEXPLAINED), "policies.txt has differences without an explanation");
    let known: BTreeSet<String> = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(ToOwned::to_owned)
        .collect();
    let is_release = kernel::release() == RELEASE;
    if !is_release {
        found.retain(|line| !line.contains(": unknown to the kernel: "));
    }
    let new: Vec<_> = found.difference(&known).map(String::as_str).collect();
    assert!(new.is_empty(), "not explained:\n{}", new.join("\n"));
    if is_release {
        let gone: Vec<_> = known.difference(&found).map(String::as_str).collect();
        assert!(gone.is_empty(), "not different any more:\n{}", gone.join("\n"));
    }
}

//! Numbers and layouts against the installed C headers.

use std::collections::BTreeMap;

use netlink_tests::{partly_skip, skip::Skip, uapi};

use crate::facts::FAMILIES;

/// All families share this many values with the headers of Linux 6.1, at least.
const COMPARED: usize = 4_480;

/// Names that are shown of those that the headers of a family do not have.
const SHOWN: usize = 3;

#[test]
fn numbers_and_layouts_are_those_of_the_headers() {
    let mut installed = Installed::default();
    let (mut differ, mut compared, mut absent) = (Vec::new(), 0, Vec::new());
    for family in FAMILIES {
        let (headers, lacking): (Vec<&str>, Vec<&str>) =
            family.headers.iter().copied().partition(|header| installed.has(header));
        let headers = [&["sys/socket.h", "netinet/in.h"][..], &headers].concat();
        let expressions: Vec<&str> =
            family.values.iter().map(|(expression, _)| *expression).collect();
        let values = match uapi::values(&headers, &expressions) {
            Ok(values) => values,
            Err(skip) => {
                absent.push(format!("all of {}: {skip}", family.name));
                continue;
            }
        };
        // A structure is longer if it has members that these headers do not have yet.
        let has_grown = |expression: &str, theirs: i128, ours: i128| {
            let Some(name) = expression.strip_prefix("sizeof(") else { return false };
            let member = format!("offsetof({},", name.trim_end_matches(')'));
            let newer = |(expression, theirs): (&str, Option<i128>)| {
                theirs.is_none() && expression.starts_with(&member)
            };
            theirs < ours && values.iter().any(newer)
        };
        let mut missing = Vec::new();
        for ((expression, theirs), (_, ours)) in values.iter().zip(family.values) {
            match theirs {
                Some(theirs) if theirs == *ours || is_on_wire(theirs, *ours) => compared += 1,
                Some(theirs) if has_grown(expression, theirs, *ours) => missing.push(expression),
                Some(theirs) => {
                    differ.push(format!("{}: {expression} is {theirs}, not {ours}", family.name))
                }
                None => missing.push(expression),
            }
        }
        if !missing.is_empty() {
            // All of them with `--nocapture`.
            println!("{}: {}", family.name, missing.join(", "));
            absent.push(summary(family.name, family.values.len(), &missing, &lacking));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(compared >= COMPARED, "only {compared} values were compared");
    if !absent.is_empty() {
        partly_skip!(Skip::header(format!(
            "{compared} values compared; the installed headers do not have\n{}",
            absent.join("\n")
        )));
    }
}

/// Whether a negative number of C is this one as an unsigned number: `NFT_RETURN`.
fn is_on_wire(theirs: i128, ours: i128) -> bool {
    theirs < 0 && theirs + (1 << 32) == ours
}

/// How many values of a family are missing, and which: `devlink 30 of 260 (DEVLINK_ATTR_INDEX, …)`.
fn summary(family: &str, all: usize, missing: &[&str], lacking: &[&str]) -> String {
    if missing.len() == all {
        return format!("{family} (no {})", lacking.join(", "));
    }
    let dots = if missing.len() > SHOWN { ", …" } else { "" };
    let some: Vec<&str> = missing.iter().copied().take(SHOWN).collect();
    format!("{family} {} of {all} ({}{dots})", missing.len(), some.join(", "))
}

/// Which headers are installed.
#[derive(Default)]
struct Installed(BTreeMap<&'static str, bool>);

impl Installed {
    fn has(&mut self, header: &'static str) -> bool {
        let include = ["sys/socket.h", "netinet/in.h", header];
        *self.0.entry(header).or_insert_with(|| uapi::values(&include, &["1"]).is_ok())
    }
}

//! Numbers and layouts against the installed C headers.

use netlink_tests::{partly_skip, skip::Skip, uapi};

use crate::facts::FAMILIES;

/// All families share this many values with the headers of Linux 6.1, at least.
const COMPARED: usize = 2_650;

#[test]
fn numbers_and_layouts_are_those_of_the_headers() {
    let (mut differ, mut compared, mut absent) = (Vec::new(), 0, Vec::new());
    for family in FAMILIES {
        let headers: Vec<&str> =
            ["sys/socket.h", "netinet/in.h"].iter().chain(family.headers).copied().collect();
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
                Some(theirs) if theirs == *ours => compared += 1,
                Some(theirs) if has_grown(expression, theirs, *ours) => missing.push(expression),
                Some(theirs) => {
                    differ.push(format!("{}: {expression} is {theirs}, not {ours}", family.name))
                }
                None => missing.push(expression),
            }
        }
        if !missing.is_empty() {
            absent.push(format!("{}: {}", family.name, missing.join(", ")));
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

//! How the project's prose is written: documents, comments, messages and names of tests.

mod find;
mod markdown;
mod rules;
mod rust;
mod text;

use self::find::{Finding, findings};
use self::rules::EXCEPTIONS;
use self::text::{Prose, Use};
use crate::{files, read, root};

/// The prose of a file.
fn prose(name: &str, text: &str) -> Vec<Prose> {
    if name.ends_with(".md") {
        markdown::read(text, 1, Use::Text)
    } else {
        // Strings in tests are what others say.
        rust::read(text, 1, name.starts_with("netlink-") && name.contains("/src/"))
    }
}

#[test]
fn prose_is_plain_technical_english() {
    let mut wrong = Vec::new();
    let mut excused = vec![false; EXCEPTIONS.len()];
    for path in files(root(), &["md", "rs"], &[]) {
        let name = path.strip_prefix(root()).expect("a file of ours").display().to_string();
        let is_rules = name.starts_with("tests/documents/prose");
        for finding in prose(&name, &read(&path)).iter().flat_map(findings) {
            let exception = EXCEPTIONS
                .iter()
                .position(|(file, text, _)| name == *file && finding.found.contains(text));
            match exception {
                Some(index) => excused[index] = true,
                None if is_rules => {}
                None => wrong.push(format!("{name}:{finding}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
    for ((file, text, why), excused) in EXCEPTIONS.iter().zip(excused) {
        assert!(excused, "this exception is not needed any more: {file}: {text:?} ({why})");
    }
}

/// The findings in a sample, as they are printed.
fn found(name: &str, text: &str) -> Vec<String> {
    prose(name, text).iter().flat_map(findings).map(|it: Finding| it.to_string()).collect()
}

#[test]
fn bad_samples_are_found_in_documents() {
    let page = "# What it is\n\nA reply is\nno *message*, and `is no` code.\n\n| a | comes late |\n\n```rust\nlet a = 1; // made anew\n```\n";
    let found = found("a.md", page);
    let begins = ["1: ", "3: \"is no\"", "6: \"comes\"", "9: \"anew\""];
    assert_eq!(found.len(), begins.len(), "{found:?}");
    for (found, begin) in found.iter().zip(begins) {
        assert!(found.starts_with(begin), "{found}");
    }
}

#[test]
fn bad_samples_are_found_in_sources() {
    let source = "//! Waits for\n//! ever.\n/// Whoever asks.\nfn a() {\n    let text = \"this is no message\"; // it goes on\n}\n#[test]\nfn a_scrap_is_found() {}\n";
    let found = found("netlink-core/src/a.rs", source);
    let begins =
        ["1: \"for ever\"", "3: \"whoever\"", "5: \"is no\"", "5: \"goes\"", "8: \"scrap\""];
    assert_eq!(found.len(), begins.len(), "{found:?}");
    for begin in begins {
        assert!(found.iter().any(|found| found.starts_with(begin)), "{begin}: {found:?}");
    }
}

#[test]
fn good_samples_pass() {
    let page = "# Timeouts and retries\n\nThere is no reply. It is no longer sent, and comes from `the place`.\nFilled in place. See [a](comes.md).\n";
    assert_eq!(found("a.md", page), [""; 0]);
    let source =
        "let a = \"this is no comment\"; let b = '\"'; // fine\nlet c = r#\"it \"goes\" on\"#;\n";
    assert_eq!(found("tests/a.rs", source), [""; 0]);
}

//! What the pages show as the output of a program is what a test asserts, line by line.

use crate::{files, pages, read, root};

/// The blocks of output on a page: what is marked as text, but for diagrams.
fn outputs(page: &str) -> Vec<&str> {
    let blocks = page.split("```text\n").skip(1);
    let blocks = blocks.filter_map(|block| Some(block.split_once("```")?.0));
    blocks.filter(|block| !block.contains("+--")).collect()
}

/// The sources of the tests, as the strings in them read.
fn sources() -> String {
    let sources = files(&root().join("tests"), &["rs"], &["documents", "ui", "bench"]);
    let as_read = sources.iter().map(|path| {
        let source = read(path);
        let lines: Vec<&str> = source.split("\\\n").map(str::trim_start).collect();
        lines.concat().replace('\\', "")
    });
    as_read.collect()
}

#[test]
fn what_is_shown_as_output_is_asserted() {
    let asserted = sources();
    let mut missing = Vec::new();
    let mut checked = 0;
    for path in pages() {
        let page = read(&path);
        for line in outputs(&page).into_iter().flat_map(str::lines) {
            checked += 1;
            if !asserted.contains(line.trim()) {
                missing.push(format!("{}: {line}", path.display()));
            }
        }
    }
    assert!(checked > 20, "{checked}");
    assert!(missing.is_empty(), "no test asserts this:\n{}", missing.join("\n"));
}

/// Examples that are compiled only, with the reason.
const NOT_RUN: &[(&str, &str)] = &[
    ("netlink-sys/docs/guide/namespaces.md", "needs a named network namespace"),
    ("netlink-sys/src/connection/batch.rs", "deletes links"),
    ("netlink-sys/src/connection/blocking.rs", "needs a named network namespace"),
    ("netlink-sys/src/socket/namespace.rs", "needs a named network namespace"),
];

#[test]
fn every_example_is_run() {
    let mut examples = 0;
    for name in ["netlink-core", "netlink-derive", "netlink-sys"] {
        for path in files(&root().join(name), &["rs", "md"], &[]) {
            let name = path.strip_prefix(root()).expect("a file of ours").display().to_string();
            for line in read(&path).lines() {
                let line = line.trim_start().trim_start_matches(['/', '!']).trim_start();
                let Some(words) = line.strip_prefix("```") else { continue };
                examples += usize::from(["", "rust"].contains(&words));
                assert!(!words.contains("ignore"), "{name}: {line}");
                let is_excused = NOT_RUN.iter().any(|(file, _)| *file == name);
                assert!(is_excused || !words.contains("no_run"), "{name}: {line}");
            }
        }
    }
    assert!(examples > 100, "{examples}");
}

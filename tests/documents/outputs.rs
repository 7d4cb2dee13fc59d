//! What the pages show as the output of a program is what a test asserts, line by line.

use std::fs;
use std::path::Path;

use crate::{pages, read, root};

/// The blocks of output on a page: what is marked as text, but for diagrams.
fn outputs(page: &str) -> Vec<&str> {
    let blocks = page.split("```text\n").skip(1);
    let blocks = blocks.filter_map(|block| Some(block.split_once("```")?.0));
    blocks.filter(|block| !block.contains("+--")).collect()
}

/// The sources of tests and examples in a directory, as the strings in them read.
fn sources(directory: &Path, all: &mut String) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !["documents", "ui", "bench", "target"].contains(&&*name) {
            sources(&path, all);
        } else if name.ends_with(".rs") {
            let source = read(&path);
            let lines: Vec<&str> = source.split("\\\n").map(str::trim_start).collect();
            *all += &lines.concat().replace('\\', "");
        }
    }
}

#[test]
fn what_is_shown_as_output_is_asserted() {
    let mut asserted = String::new();
    sources(&root().join("tests"), &mut asserted);
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
    ("netlink-sys/src/connection/batch.rs", "deletes links"),
    ("netlink-sys/src/netns.rs", "needs a namespace that somebody made"),
];

#[test]
fn every_example_is_run() {
    let mut examples = 0;
    for name in ["netlink-core", "netlink-derive", "netlink-sys"] {
        let mut directories = vec![root().join(name)];
        while let Some(directory) = directories.pop() {
            for entry in fs::read_dir(directory).expect("a directory") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    directories.push(path);
                    continue;
                }
                if !path.extension().is_some_and(|it| it == "rs" || it == "md") {
                    continue;
                }
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
    }
    assert!(examples > 100, "{examples}");
}

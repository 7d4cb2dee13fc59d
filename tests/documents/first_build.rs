//! How many crates the README's first program builds.

use std::collections::BTreeSet;
use std::process::Command;

use crate::{read, root};

#[test]
fn the_readme_counts_the_crates_of_a_first_build() {
    let features =
        ["--no-default-features", "--features", "netlink-sys/connection,netlink-families/rt-link"];
    let tree = ["tree", "--offline", "--locked", "--edges", "normal,build", "--prefix", "none"];
    let output = Command::new(env!("CARGO"))
        .args(tree)
        .args(["--format", "{p}", "--package", "netlink-sys", "--package", "netlink-families"])
        .args(features)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let crates: BTreeSet<Vec<&str>> = text
        .lines()
        .map(|line| line.split(' ').take(2).collect())
        .filter(|krate: &Vec<&str>| !krate.join("").is_empty())
        .collect();
    let expected = format!("compiles {} crates", crates.len());
    assert!(read(&root().join("README.md")).contains(&expected), "{expected}: {crates:?}");
}

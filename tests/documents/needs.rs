//! Pages say which features their examples need, and list what there is.

use std::collections::BTreeSet;

use crate::{pages, read, root};

#[test]
fn a_page_of_the_guide_that_uses_the_stand_in_names_its_feature() {
    let mut users = 0;
    for path in
        pages().iter().filter(|path| path.starts_with(root().join("netlink-sys/docs/guide")))
    {
        let page = read(path);
        let examples = page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next());
        if examples.into_iter().any(|example| example.contains("stand_in")) {
            users += 1;
            assert!(page.contains("features = [\"stand-in\"]"), "{}", path.display());
        }
    }
    assert!(users > 4, "{users}");
}

#[test]
fn the_table_of_families_has_every_feature() {
    let manifest = read(&root().join("netlink-families/Cargo.toml"));
    let lists = ["all-generated = [", "all-written = ["].map(|list| {
        let (_, behind) = manifest.split_once(list).expect("a list of features");
        behind.split_once(']').expect("its end").0
    });
    let features: BTreeSet<&str> =
        lists.iter().flat_map(|list| list.split('"').skip(1).step_by(2)).collect();
    let readme = read(&root().join("netlink-families/README.md"));
    let (_, table) = readme.split_once("| feature | what it is for | tool |\n").expect("the table");
    let rows = table.lines().skip(1).take_while(|line| line.starts_with("| `"));
    let listed: BTreeSet<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
    assert!(features.len() > 50, "{features:?}");
    assert_eq!(listed, features);
}

#[test]
fn no_page_depends_on_a_published_version_of_these_crates() {
    for path in pages() {
        for line in read(&path).lines().filter(|line| line.starts_with("netlink-")) {
            let is_published = line.contains("version = ") || line.contains("= \"");
            assert!(!is_published || line.contains("path = "), "{}: {line}", path.display());
        }
    }
}

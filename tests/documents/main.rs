//! What the project's pages say of its files: links lead somewhere, named tests exist, and a crate's
//! README is its documentation.

mod items;
mod outputs;
mod prose;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The workspace's directory.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace")
}

/// All Markdown files, but for what is built.
fn pages() -> Vec<PathBuf> {
    files(root(), &["md"], &[])
}

/// The files below a directory that end like this, but for what is built, hidden, or in directories of
/// these names.
fn files(directory: &Path, endings: &[&str], but: &[&str]) -> Vec<PathBuf> {
    let (mut files, mut directories) = (Vec::new(), vec![directory.to_owned()]);
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).expect("a directory") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_left_out = name == "target" || name.starts_with('.') || but.contains(&&*name);
            if path.is_dir() && !is_left_out {
                directories.push(path);
            } else if path.extension().is_some_and(|it| endings.iter().any(|ending| it == *ending))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A page without its blocks of code.
fn without_code(page: &str) -> String {
    let mut in_code = false;
    let prose = page.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    });
    prose.collect::<Vec<_>>().join("\n")
}

/// The targets of a page's links.
fn links(page: &str) -> Vec<String> {
    let prose = without_code(page);
    let ends = prose.match_indices("](").map(|(place, _)| &prose[place + 2..]);
    ends.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()).collect()
}

/// The anchors of a page: its headings, as they are made into ids.
fn anchors(page: &str) -> BTreeSet<String> {
    let prose = without_code(page);
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|heading| {
            let words = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn links_between_files_lead_somewhere() {
    let mut checked = 0;
    for path in pages() {
        let page = read(&path);
        for link in links(&page) {
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = match file {
                // Of the documentation of Rust's items: rustdoc checks those, but for the headings.
                "crate::docs::attribute" => root().join("netlink-core/docs/attribute.md"),
                _ if file.contains("::") || file.contains("://") || file.contains('@') => continue,
                "" => path.clone(),
                _ => path.parent().expect("a directory").join(file),
            };
            let is_item = !file.contains(['/', '.']) && !file.is_empty() && !target.exists();
            if is_item && file != "crate::docs::attribute" {
                continue; // the name of an item in scope, which rustdoc checks too
            }
            assert!(target.exists(), "{}: {link}", path.display());
            if !anchor.is_empty() {
                let known = anchors(&read(&target));
                assert!(known.contains(anchor), "{}: {link}: {known:?}", path.display());
            }
            checked += 1;
        }
    }
    assert!(checked > 50, "{checked}");
}

#[test]
fn a_link_that_leads_nowhere_is_noticed() {
    assert_eq!(links("a [b](c.md#d)\n```\n[e](f)\n```"), ["c.md#d"]);
    assert!(anchors("# `parse(…)` and `emit(…)`\n## A b").contains("parse-and-emit"));
}

#[test]
fn tests_that_stand_for_bugs_exist() {
    let path = root().join("tests/bugs.md");
    let mut named = 0;
    for row in read(&path).lines().filter(|line| line.starts_with("| ")) {
        let mut rest = row;
        while let Some((_, behind)) = rest.split_once("[`") {
            let (test, behind) = behind.split_once("`](").expect("a link");
            let (file, behind) = behind.split_once(')').expect("a link");
            let source = read(&root().join("tests").join(file));
            let declared = format!("fn {test}() {{");
            let place = source.find(&declared).unwrap_or_else(|| panic!("{file}: {test}"));
            let (before, _) = source.split_at(place);
            let attribute = before.trim_end().lines().next_back().expect("a line").trim();
            assert_eq!(attribute, "#[test]", "{file}: {test}");
            named += 1;
            rest = behind;
        }
    }
    assert!(named > 30, "{named}");
}

#[test]
fn the_readme_of_each_crate_is_its_documentation() {
    for name in ["netlink-core", "netlink-derive", "netlink-sys"] {
        let directory = root().join(name);
        assert!(
            read(&directory.join("src/lib.rs"))
                .starts_with("#![doc = include_str!(\"../README.md\")]\n"),
            "{name}"
        );
        assert!(read(&directory.join("Cargo.toml")).contains("readme = \"README.md\""), "{name}");
    }
}

/// Every page in a crate's `docs` is a module of it.
#[test]
fn every_page_of_the_documentation_is_built_with_it() {
    for name in ["netlink-core", "netlink-sys"] {
        let directory = root().join(name);
        let modules = read(&directory.join("src/docs.rs"));
        let pages: Vec<PathBuf> =
            pages().into_iter().filter(|page| page.starts_with(directory.join("docs"))).collect();
        assert!(!pages.is_empty());
        for page in pages {
            let page = page.strip_prefix(&directory).expect("a page of the crate");
            let included = format!("include_str!(\"../{}\")", page.display());
            assert!(modules.contains(&included), "{}", page.display());
        }
    }
}

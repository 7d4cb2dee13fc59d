//! Tests of the documents: links work, listed tests exist, shown outputs are asserted, prose is plain English.

mod first_build;
mod items;
mod links;
mod needs;
mod outputs;
mod prose;

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

/// The crates that are published, which have documentation.
const CRATES: [&str; 4] = ["netlink-core", "netlink-derive", "netlink-sys", "netlink-families"];

#[test]
fn the_readme_of_each_crate_is_its_documentation() {
    for name in CRATES {
        let directory = root().join(name);
        let source = read(&directory.join("src/lib.rs"));
        let first = source.lines().find(|line| !line.contains("/links.txt"));
        assert_eq!(first, Some("#![doc = include_str!(\"../README.md\")]"), "{name}");
        assert!(read(&directory.join("Cargo.toml")).contains("readme = \"README.md\""), "{name}");
    }
}

#[test]
fn each_crate_is_built_with_all_features_on_docs_rs() {
    for name in CRATES {
        let manifest = read(&root().join(name).join("Cargo.toml"));
        let (_, metadata) = manifest.split_once("[package.metadata.docs.rs]").expect(name);
        assert!(metadata.contains("all-features = true"), "{name}");
    }
}

/// Every page in a crate's `docs` is a module of it.
#[test]
fn every_page_is_a_module_of_its_crate() {
    let mut modules = 0;
    for name in CRATES {
        let directory = root().join(name);
        for page in pages().iter().filter(|page| page.starts_with(directory.join("docs"))) {
            let source = read(&directory.join("src/docs.rs"));
            let file = page.strip_prefix(&directory).expect("a page of the crate");
            let module = page.file_stem().expect("a name").to_string_lossy();
            let is_included = source.contains(&format!("include_str!(\"../{}\")", file.display()));
            let is_listed = source.split_whitespace().any(|word| word == module);
            assert!(is_included || is_listed, "{}", file.display());
            modules += 1;
        }
    }
    assert!(modules > 20, "{modules}");
}

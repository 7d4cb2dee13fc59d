//! Links of the documents. They are relative paths, which work on a code host and in an editor. In rustdoc, the
//! definitions of `docs/links.txt` come first and take precedence; rustdoc itself checks those.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::{CRATES, pages, read, root};

/// A document without its code blocks and code spans, and the definitions of its reference links.
struct Page {
    text: String,
    definitions: BTreeMap<String, String>,
}

fn page(document: &str) -> Page {
    let mut definitions = BTreeMap::new();
    let mut text = String::new();
    let mut in_code = false;
    for line in document.lines() {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        if in_code || is_fence {
            continue;
        }
        match line.strip_prefix('[').and_then(|line| line.split_once("]: ")) {
            Some((label, target)) => {
                let target = target.trim_matches(['<', '>']).to_owned();
                definitions.insert(label.to_owned(), target);
            }
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    Page { text, definitions }
}

/// A link in a document.
#[derive(Debug, PartialEq)]
enum Link {
    Inline(String),
    Reference(String),
}

/// The links of a text, outside of code spans.
fn links(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['`', '[']) {
        let (mark, behind) = rest[start..].split_at(1);
        if mark == "`" {
            rest = behind.split_once('`').map_or("", |(_, rest)| rest);
            continue;
        }
        let Some(end) = closing(behind) else { break };
        let (label, behind) = (&behind[..end], &behind[end + 1..]);
        if let Some((target, rest_)) = behind.strip_prefix('(').and_then(|it| it.split_once(')')) {
            found.push(Link::Inline(target.to_owned()));
            rest = rest_;
        } else if let Some(explicit) = behind.strip_prefix('[') {
            let Some(end) = closing(explicit) else { break };
            found.push(Link::Reference(explicit[..end].replace('\n', " ")));
            rest = &explicit[end + 1..];
        } else {
            found.push(Link::Reference(label.replace('\n', " ")));
            rest = behind;
        }
    }
    found
}

/// Where the bracket ends that is open, outside of code spans.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut in_code) = (0_usize, false);
    for (index, c) in text.char_indices() {
        match c {
            '`' => in_code = !in_code,
            '[' if !in_code => depth += 1,
            ']' if !in_code && depth == 0 => return Some(index),
            ']' if !in_code => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The anchors of a document: its headings, as code hosts and rustdoc make them into IDs.
fn anchors(document: &str) -> BTreeSet<String> {
    let page = page(document);
    let headings = page.text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|heading| {
            let words = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// Says what is wrong with a target, if anything is.
fn wrong(document: &Path, target: &str) -> Option<String> {
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    if file.contains("://") {
        return None;
    }
    let path = match file {
        "" => document.to_owned(),
        _ => document.parent().expect("a directory").join(file),
    };
    if !path.exists() {
        return Some("no such file".to_owned());
    }
    let known = if anchor.is_empty() { return None } else { anchors(&read(&path)) };
    (!known.contains(anchor)).then(|| format!("no such heading among {known:?}"))
}

/// The crate whose documentation includes a document.
fn crate_of(document: &Path) -> Option<PathBuf> {
    CRATES.iter().map(|name| root().join(name)).find(|directory| {
        let inside = document.strip_prefix(directory);
        inside.is_ok_and(|inside| inside.starts_with("docs") || inside == Path::new("README.md"))
    })
}

#[test]
fn links_work_on_a_code_host() {
    let (mut checked, mut broken) = (0, Vec::new());
    for path in pages() {
        let page = page(&read(&path));
        for link in links(&page.text) {
            let (shown, target) = match &link {
                Link::Inline(target) => (target, Some(target)),
                Link::Reference(label) => (label, page.definitions.get(label)),
            };
            // A checkbox or an index in prose is not a link.
            let problem = match target {
                Some(target) => wrong(&path, target),
                None => Some("no definition at the end of the document".to_owned()),
            };
            if let Some(problem) = problem {
                broken.push(format!("{}: [{shown}]: {problem}", path.display()));
            }
            checked += 1;
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(checked > 200, "{checked}");
}

#[test]
fn links_of_a_crates_documents_are_defined_for_rustdoc() {
    let (mut checked, mut broken) = (0, Vec::new());
    for path in pages() {
        let Some(directory) = crate_of(&path) else { continue };
        let defined = directory.join("docs/links.txt");
        let defined = if defined.exists() { page(&read(&defined)).definitions } else { continue };
        for link in links(&page(&read(&path)).text) {
            let problem = match &link {
                Link::Reference(label) if defined.contains_key(label) => None,
                Link::Inline(target) if target.starts_with('#') || target.contains("://") => None,
                Link::Reference(_) => Some("is not in docs/links.txt"),
                Link::Inline(_) => Some("does not work in rustdoc: write [text][label]"),
            };
            checked += 1;
            broken.extend(problem.map(|problem| format!("{}: {link:?} {problem}", path.display())));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(checked > 200, "{checked}");
}

#[test]
fn documents_have_no_hidden_lines() {
    for path in pages() {
        let document = read(&path);
        let blocks = document.split("```rust").skip(1).filter_map(|block| block.split_once("```"));
        for line in blocks.flat_map(|(block, _)| block.lines()) {
            let is_hidden = line.trim() == "#" || line.trim_start().starts_with("# ");
            assert!(!is_hidden, "{}: shown by a code host: {line}", path.display());
        }
    }
}

#[test]
fn broken_links_are_found() {
    let sample = "a [b](c.md#d), [`e`], [f][g] `[h]`\n```\n[i](j)\n```\n[`e`]: k.md\n";
    let page = page(sample);
    let reference = |label: &str| Link::Reference(label.to_owned());
    let inline = Link::Inline("c.md#d".to_owned());
    assert_eq!(links(&page.text), [inline, reference("`e`"), reference("g")]);
    assert_eq!(page.definitions["`e`"], "k.md");
    assert!(wrong(&root().join("README.md"), "no-such-file.md").is_some());
    assert!(wrong(&root().join("README.md"), "DESIGN.md#no-such-heading").is_some());
    assert!(anchors("# `parse(…)` and `emit(…)`\n## A b").contains("parse-and-emit"));
}

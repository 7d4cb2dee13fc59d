//! The prose of a markdown document: paragraphs, list items, table rows, headings, and the comments in its code.

use super::rust;
use super::text::{Prose, Use};

/// Reads a document, or the documentation of an item; `first` is the number of its first line.
pub(super) fn read(page: &str, first: usize, used_as: Use) -> Vec<Prose> {
    let mut found = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut code: Option<(usize, String)> = None;
    let lines = page.lines().chain([""]);
    for (number, line) in (first..).zip(lines) {
        let bare = line.trim_start();
        let is_fence = bare.starts_with("```");
        if let Some((_, text)) = &mut code {
            if !is_fence {
                text.push_str(line);
                text.push('\n');
            } else if let Some((start, text)) = code.take() {
                found.extend(rust::read(&text, start, false));
            }
            continue;
        }
        let is_heading = bare.starts_with("# ") || bare.starts_with("##");
        let is_item = ["- ", "* ", "| ", "1. "].iter().any(|mark| bare.starts_with(mark));
        let is_definition = bare.starts_with('[') && bare.contains("]: ");
        if bare.is_empty() || is_fence || is_heading || is_item || is_definition {
            let lines = core::mem::take(&mut paragraph);
            if !lines.is_empty() {
                found.push(Prose::new(used_as, number - lines.len(), lines));
            }
        }
        if is_fence {
            code = Some((number + 1, String::new()));
        } else if is_heading {
            let text = bare.trim_start_matches('#').trim();
            found.push(Prose::new(Use::Heading, number, [text]));
        } else if !bare.is_empty() && !is_definition {
            paragraph.push(line);
        }
    }
    found
}

//! Prose as a list of words: what the rules of this test are matched against.

/// A word, in lower case, or the end of a clause.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    /// The line of its file, from 1.
    pub(super) line: usize,
}

/// Between clauses: `.`, `:`, `;`, brackets, the end of a table's cell.
pub(super) const END: &str = ".";

/// In place of code, which is not prose.
pub(super) const CODE: &str = "`";

/// What a piece of prose is used for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Use {
    Text,
    /// A heading of a document.
    Heading,
    /// The name of a test.
    Name,
}

/// A paragraph, a heading, a comment, a message or a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Prose {
    pub(super) used_as: Use,
    pub(super) words: Vec<Word>,
    /// As it is written; for headings.
    pub(super) raw: String,
}

impl Prose {
    /// Reads lines that belong together, with the number of the first.
    pub(super) fn new<'a>(
        used_as: Use,
        first: usize,
        lines: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let (mut words, mut raw) = (Vec::new(), String::new());
        let mut in_code = false;
        for (line, text) in (first..).zip(lines) {
            raw.push_str(text.trim());
            split(&without_targets(text), line, &mut in_code, &mut words);
        }
        Self { used_as, words, raw }
    }
}

/// A line without the targets of its links and without addresses.
fn without_targets(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once("](") {
        kept.push_str(before);
        kept.push(']');
        rest = behind.split_once(')').map_or("", |(_, rest)| rest);
    }
    kept.push_str(rest);
    let words = kept.split(' ').filter(|word| !word.contains("://"));
    words.collect::<Vec<_>>().join(" ")
}

fn split(text: &str, line: usize, in_code: &mut bool, words: &mut Vec<Word>) {
    let mut push = |text: &str| words.push(Word { text: text.to_owned(), line });
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '`' {
            *in_code = !*in_code;
            if *in_code {
                push(CODE);
            }
            continue;
        }
        if *in_code {
            continue;
        }
        let is_inside = c == '\'' && chars.peek().is_some_and(|c| c.is_alphabetic());
        if c.is_alphanumeric() || c == '-' || is_inside && !word.is_empty() {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            push(&core::mem::take(&mut word));
        }
        let ends = ".:;!?()|—–".contains(c);
        if ends && (c != '.' || chars.peek().is_none_or(|c| c.is_whitespace())) {
            push(END);
        }
    }
    if !word.is_empty() {
        push(&word);
    }
}

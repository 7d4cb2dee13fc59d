//! The prose of a Rust source: comments, documentation, the messages in strings, and the names of tests.

use super::markdown;
use super::text::{Prose, Use};

/// Reads a source; `first` is the number of its first line. Strings are those of three words or more.
pub(super) fn read(source: &str, first: usize, with_strings: bool) -> Vec<Prose> {
    let mut found = Vec::new();
    let mut comment = Comment::default();
    for token in tokens(source, first) {
        match token {
            Token::Comment { mark, text, line } if comment.goes_on(mark, line) => {
                comment.lines.push(text);
            }
            Token::Comment { mark, text, line } => {
                comment.end(&mut found);
                comment = Comment { mark, first: line, lines: vec![text] };
            }
            Token::Text { text, line } if with_strings && text.split(' ').count() > 2 => {
                let text = without_arguments(text).replace("\\n", " ").replace('\\', " ");
                found.push(Prose::new(Use::Text, line, text.lines()));
            }
            Token::Text { .. } => {}
            Token::Function { name, line } => {
                let name = name.replace('_', " ");
                found.push(Prose::new(Use::Name, line, [name.as_str()]));
            }
        }
    }
    comment.end(&mut found);
    found
}

/// A format string without the names of its arguments.
fn without_arguments(text: &str) -> String {
    let parts = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    parts.collect::<Vec<_>>().join(" ")
}

/// Lines of comments below each other.
#[derive(Default)]
struct Comment<'s> {
    mark: &'static str,
    first: usize,
    lines: Vec<&'s str>,
}

impl Comment<'_> {
    fn goes_on(&self, mark: &str, line: usize) -> bool {
        self.mark == mark && line == self.first + self.lines.len() && !self.lines.is_empty()
    }

    fn end(&mut self, found: &mut Vec<Prose>) {
        let text = core::mem::take(&mut self.lines).join("\n");
        found.extend(markdown::read(&text, self.first, Use::Text));
    }
}

enum Token<'s> {
    Comment { mark: &'static str, text: &'s str, line: usize },
    Text { text: &'s str, line: usize },
    Function { name: &'s str, line: usize },
}

fn tokens(source: &str, first: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut place = 0;
    let mut line = first;
    while let Some(rest) = source.get(place..).filter(|rest| !rest.is_empty()) {
        let mut length = rest.chars().next().map_or(1, char::len_utf8);
        if rest.starts_with("//") {
            length = rest.find('\n').unwrap_or(rest.len());
            let mark = ["///", "//!", "//"].into_iter().find(|mark| rest.starts_with(mark));
            let mark = mark.unwrap_or("//");
            let text = rest.get(mark.len()..length).unwrap_or("");
            tokens.push(Token::Comment { mark, text, line });
        } else if let Some(hashes) = raw_string(rest) {
            let open = 2 + hashes;
            let close = format!("\"{}", "#".repeat(hashes));
            let inner = rest.get(open..).unwrap_or("");
            let end = inner.find(&close).unwrap_or(inner.len());
            tokens.push(Token::Text { text: inner.get(..end).unwrap_or(""), line });
            length = (open + end + close.len()).min(rest.len());
        } else if rest.starts_with('"') {
            let inner = rest.get(1..).unwrap_or("");
            let end = end_of_string(inner);
            tokens.push(Token::Text { text: inner.get(..end).unwrap_or(""), line });
            length = (end + 2).min(rest.len());
        } else if rest.starts_with("'\"'") {
            length = 3;
        } else if rest.starts_with("'\\\"'") {
            length = 4;
        } else if let Some(name) = test_name(rest) {
            tokens.push(Token::Function { name, line });
            length = 3;
        }
        line += rest.get(..length).unwrap_or("").matches('\n').count();
        place += length;
    }
    tokens
}

/// How many `#` a raw string begins with, if there is one here.
fn raw_string(rest: &str) -> Option<usize> {
    let behind = rest.strip_prefix('r')?;
    let text = behind.trim_start_matches('#');
    text.starts_with('"').then(|| behind.len() - text.len())
}

fn end_of_string(inner: &str) -> usize {
    let mut is_escaped = false;
    for (place, c) in inner.char_indices() {
        match c {
            '"' if !is_escaped => return place,
            _ => is_escaped = c == '\\' && !is_escaped,
        }
    }
    inner.len()
}

/// The name of a function without arguments, if it is long enough to be a sentence.
fn test_name(rest: &str) -> Option<&str> {
    let (name, _) = rest.strip_prefix("fn ")?.split_once("()")?;
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && name.matches('_').count() > 1).then_some(name)
}

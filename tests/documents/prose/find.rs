//! Matches prose against the rules.

use core::fmt;

use super::rules::{HEADINGS, RULES};
use super::text::{END, Prose, Use, Word};

/// Something that is written otherwise.
pub(super) struct Finding {
    line: usize,
    pub(super) found: String,
    instead: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: \"{}\": write {}", self.line, self.found, self.instead)
    }
}

/// All that breaks a rule in a piece of prose.
pub(super) fn findings(prose: &Prose) -> Vec<Finding> {
    let mut words = vec![Word { text: END.to_owned(), line: 0 }];
    words.extend(prose.words.iter().cloned());
    let mut found = Vec::new();
    for rule in RULES {
        for start in 0..words.len() {
            let Some(end) = matched(rule.phrase, &words, start) else { continue };
            let is_used = rule.but.iter().any(|phrase| {
                (start.saturating_sub(4)..=start)
                    .any(|from| matched(phrase, &words, from).is_some_and(|to| to >= end))
            });
            if !is_used {
                let matched = words.get(start..end).unwrap_or_default();
                let texts = matched.iter().map(|word| word.text.as_str());
                let texts: Vec<&str> = texts.filter(|text| *text != END).collect();
                let line = matched.last().map_or(0, |word| word.line);
                let first = matched.iter().map(|word| word.line).find(|line| *line > 0);
                let line = first.unwrap_or(line);
                found.push(Finding { line, found: texts.join(" "), instead: rule.instead });
            }
        }
    }
    if prose.used_as == Use::Heading {
        found.extend(heading(prose));
    }
    found
}

/// Where a phrase ends that begins at a word.
fn matched(phrase: &str, words: &[Word], start: usize) -> Option<usize> {
    let mut place = start;
    for wanted in phrase.split(' ') {
        let word = &words.get(place)?.text;
        let holds = wanted == "*" || wanted.split('|').any(|wanted| wanted == word);
        if !holds {
            return None;
        }
        place += 1;
    }
    Some(place)
}

/// What is wrong with a heading.
fn heading(prose: &Prose) -> Option<Finding> {
    let words: Vec<&str> = prose.words.iter().map(|word| word.text.as_str()).collect();
    let line = prose.words.first().map_or(0, |word| word.line);
    let first = words.first().copied().unwrap_or_default();
    let instead = if HEADINGS.contains(&first) {
        "a noun, or what the reader wants to do"
    } else if prose.raw.ends_with(['.', ',', ';', ':']) {
        "a heading without punctuation at its end"
    } else if prose.raw.chars().next().is_some_and(char::is_lowercase) && words.len() > 1 {
        "a heading that begins with a capital letter"
    } else if words.iter().filter(|word| **word != END).count() > 12 {
        "a heading of at most twelve words"
    } else {
        return None;
    };
    Some(Finding { line, found: prose.raw.clone(), instead })
}

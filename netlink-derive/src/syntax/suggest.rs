//! Suggestions for directives that are unknown where they are written.

use super::symbols::{ATTRIBUTE, CONTAINER, FIELD, VARIANT};

/// Returns where a directive belongs, if it exists.
pub(crate) fn home(directive: &str) -> Option<&'static str> {
    const HOMES: &[(&[&str], &str)] = &[
        (ATTRIBUTE, "in `#[nla(TYPE, …)]` on a field or variant"),
        (CONTAINER, "in `#[netlink(…)]` on the struct or enum"),
        (FIELD, "in `#[netlink(…)]` on a field"),
        (VARIANT, "in `#[netlink(…)]` on a variant of an enum"),
    ];
    HOMES.iter().find(|(directives, _)| directives.contains(&directive)).map(|(_, home)| *home)
}

/// Returns the accepted name that is spelled most similarly, if one is similar enough.
pub(crate) fn nearest(name: &str, accepted: &[&'static str]) -> Option<&'static str> {
    let (distance, nearest) =
        accepted.iter().map(|candidate| (distance(name, candidate), *candidate)).min()?;
    // A short name with half of its letters changed is a different name.
    (distance <= 2 && distance < nearest.len().div_ceil(2)).then_some(nearest)
}

/// Counts the letters to change, add, remove or swap with the next one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    let at = |rows: &[Vec<usize>], row: usize, column: usize| -> usize {
        rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(usize::MAX)
    };
    for (i, &left) in a.iter().enumerate() {
        let mut row = vec![i.saturating_add(1)];
        for (j, &right) in b.iter().enumerate() {
            let changed = at(&rows, i, j).saturating_add(usize::from(left != right));
            let removed = at(&rows, i, j.saturating_add(1)).saturating_add(1);
            let added = row.last().copied().unwrap_or(0).saturating_add(1);
            let swapped = match (i.checked_sub(1), j.checked_sub(1)) {
                (Some(h), Some(k)) if a.get(h) == Some(&right) && b.get(k) == Some(&left) => {
                    at(&rows, h, k).saturating_add(1)
                }
                _ => usize::MAX,
            };
            row.push(changed.min(removed).min(added).min(swapped));
        }
        rows.push(row);
    }
    at(&rows, a.len(), b.len())
}

/// Formats a list of names for an error message: `a`, `b` or `c`.
pub(crate) fn one_of(names: &[impl AsRef<str>]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{}`", one.as_ref()),
        [most @ .., last] => {
            let most: Vec<String> =
                most.iter().map(|name| format!("`{}`", name.as_ref())).collect();
            format!("{} or `{}`", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{nearest, one_of};
    use crate::syntax::symbols::{ATTRIBUTE, FIELD};

    #[test]
    fn a_misspelled_directive_has_a_suggestion() {
        assert_eq!(nearest("rnage", ATTRIBUTE), Some("range"));
        assert_eq!(nearest("flaten", FIELD), Some("flatten"));
        assert_eq!(nearest("net_byte_order", ATTRIBUTE), Some("net_byteorder"));
    }

    #[test]
    fn a_different_directive_has_none() {
        assert_eq!(nearest("max", ATTRIBUTE), None);
        assert_eq!(nearest("skip", FIELD), None);
    }

    #[test]
    fn names_are_listed_as_alternatives() {
        assert_eq!(one_of(&["a"]), "`a`");
        assert_eq!(one_of(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}

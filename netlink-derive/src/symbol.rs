//! Every word of the attribute language, once.

/// Attribute of containers, variants and special fields.
pub(crate) const NETLINK: &str = "netlink";
/// Attribute of fields that are netlink attributes.
pub(crate) const NLA: &str = "nla";

/// Container: the path under which the crate of the traits is found.
pub(crate) const CRATE: &str = "crate";
/// Container: the message type.
pub(crate) const MESSAGE: &str = "message";
/// Container: the generic netlink family's name.
pub(crate) const FAMILY: &str = "family";
/// Container: the generic netlink command.
pub(crate) const COMMAND: &str = "command";
/// Container: the version of the generic netlink family.
pub(crate) const VERSION: &str = "version";
/// Container: the type of the answer.
pub(crate) const REPLY: &str = "reply";
/// Container: a C structure.
pub(crate) const LAYOUT: &str = "layout";
/// Container: a C structure that is shorter is filled up with zeros.
pub(crate) const ZERO_FILL: &str = "zero_fill";
/// Container: what happens to attributes that no field names. Field: what keeps them.
pub(crate) const UNKNOWN: &str = "unknown";
/// Value of `unknown` on a container.
pub(crate) const REFUSE: &str = "refuse";
/// Container: the integer that a value enum is on the wire.
pub(crate) const WIRE: &str = "wire";
/// Container: which lifetime is that of the bytes.
pub(crate) const LIFETIME: &str = "lifetime";
/// Field: all attributes, as a typed stream.
pub(crate) const STREAM: &str = "stream";
/// Field: the fixed header.
pub(crate) const HEADER: &str = "header";
/// Variant: the key that chooses it.
pub(crate) const KEY: &str = "key";
/// Variant: what is chosen by any other key.
pub(crate) const OTHER: &str = "other";

/// Container: the names of a newtype's bits.
pub(crate) const FLAGS: &str = "flags";

/// Rule: a length in bytes.
pub(crate) const LEN: &str = "len";
/// Rule: a range of integers.
pub(crate) const RANGE: &str = "range";
/// Rule: the bits that may be set.
pub(crate) const MASK: &str = "mask";
/// Where the key of a sub-message stands.
pub(crate) const SELECT: &str = "select";
/// What never comes, or is never sent.
pub(crate) const REJECT: &str = "reject";
/// The codec of a value.
pub(crate) const WITH: &str = "with";
/// What stands for an attribute that does not come.
pub(crate) const DEFAULT: &str = "default";
/// Rules for reading only.
pub(crate) const PARSE: &str = "parse";
/// Rules for writing only.
pub(crate) const EMIT: &str = "emit";

/// Which of the two traits is derived.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Side {
    Parse,
    Emit,
}

/// Words of a container.
pub(crate) const CONTAINER: &[&str] = &[
    MESSAGE, FAMILY, COMMAND, VERSION, REPLY, LAYOUT, ZERO_FILL, UNKNOWN, WIRE, LIFETIME, LEN,
    RANGE, MASK, FLAGS, CRATE,
];
/// Words of a field that is no attribute.
pub(crate) const FIELD: &[&str] = &[HEADER, UNKNOWN, STREAM];
/// Words of a variant that is no attribute.
pub(crate) const VARIANT: &[&str] = &[KEY, OTHER, UNKNOWN, MESSAGE, COMMAND];
/// Words of an attribute.
pub(crate) const ATTRIBUTE: &[&str] =
    &[LEN, RANGE, MASK, SELECT, WITH, DEFAULT, REJECT, PARSE, EMIT];
/// Words in `parse(…)` and `emit(…)`.
pub(crate) const ONE_SIDE: &[&str] = &[LEN, RANGE, MASK, REJECT];

/// Where a word belongs.
pub(crate) fn home(word: &str) -> Option<&'static str> {
    const HOMES: &[(&[&str], &str)] = &[
        (ATTRIBUTE, "in `#[nla(TYPE, …)]` on a field or variant"),
        (CONTAINER, "in `#[netlink(…)]` on the struct or enum"),
        (FIELD, "in `#[netlink(…)]` on a field"),
        (VARIANT, "in `#[netlink(…)]` on a variant of an enum"),
    ];
    HOMES.iter().find(|(words, _)| words.contains(&word)).map(|(_, home)| *home)
}

/// The accepted word that was meant, if one is written nearly the same.
pub(crate) fn nearest(word: &str, accepted: &[&'static str]) -> Option<&'static str> {
    let (distance, nearest) =
        accepted.iter().map(|candidate| (distance(word, candidate), *candidate)).min()?;
    // Half of a short word is another word.
    (distance <= 2 && distance < nearest.len().div_ceil(2)).then_some(nearest)
}

/// How many letters must be changed, added, left out or swapped with the next one.
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
            let left_out = at(&rows, i, j.saturating_add(1)).saturating_add(1);
            let added = row.last().copied().unwrap_or(0).saturating_add(1);
            let swapped = match (i.checked_sub(1), j.checked_sub(1)) {
                (Some(h), Some(k)) if a.get(h) == Some(&right) && b.get(k) == Some(&left) => {
                    at(&rows, h, k).saturating_add(1)
                }
                _ => usize::MAX,
            };
            row.push(changed.min(left_out).min(added).min(swapped));
        }
        rows.push(row);
    }
    at(&rows, a.len(), b.len())
}

/// A list of words for an error message: `a`, `b` or `c`.
pub(crate) fn any_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", most.join(", "))
        }
    }
}

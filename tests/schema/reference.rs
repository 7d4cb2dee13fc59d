//! The reference of the language against the language.

use std::collections::HashSet;

const REFERENCE: &str = include_str!("../../netlink-core/docs/attribute.md");
const WORDS: &str = include_str!("../../netlink-derive/src/syntax/symbols.rs");

#[test]
fn every_directive_is_in_the_reference() {
    let (table, _) = REFERENCE.split_once("\n# ").unwrap();
    let code = table.split('`').skip(1).step_by(2);
    let named: HashSet<_> =
        code.flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    let words: Vec<_> = WORDS
        .lines()
        .filter_map(|line| line.strip_prefix("pub(crate) const ")?.split('"').nth(1))
        .collect();
    assert!(words.len() > 20, "{words:?}");
    for word in words {
        assert!(named.contains(word), "`{word}` is not in the table of the reference");
    }
}

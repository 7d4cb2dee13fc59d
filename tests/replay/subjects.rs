//! The list of types that inputs of fuzz targets refer to.

use std::{collections::HashSet, fs};

use netlink_tests::oracle::{self, NAMES, chosen};

#[test]
fn every_message_type_is_in_the_list_once() {
    let subjects = oracle::subjects();
    let missing: Vec<_> = subjects
        .iter()
        .map(|subject| subject.name)
        .filter(|name| !NAMES.lines().any(|known| known == *name))
        .collect();
    if std::env::var_os("BLESS").is_some() {
        // At the end: inputs name a type by its line.
        let list: Vec<_> = NAMES.lines().chain(missing).collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/oracle/subjects.txt");
        fs::write(path, list.join("\n") + "\n").expect("written");
        return;
    }
    assert!(missing.is_empty(), "run this with BLESS=1: {missing:#?}");
    let mut seen = HashSet::new();
    for (line, name) in NAMES.lines().enumerate() {
        assert!(seen.insert(name), "twice: {name}");
        let input = u16::try_from(line).expect("a line").to_le_bytes();
        // A type that is gone leaves its line to another one: give that its name there.
        assert_eq!(chosen(&input).map(|(subject, _)| subject.name), Some(name));
    }
}

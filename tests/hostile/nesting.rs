//! Nests without end.

use std::time::{Duration, Instant};

use netlink_core::{Input, Level, Parse, Repeated, Unknown};
use netlink_families::nftables::Rule;
use netlink_tests::{
    bytes::{attr_u32, nest},
    oracle,
};

/// As deep as 64 KiB can be nested.
fn deepest() -> Vec<u8> {
    let mut bytes = attr_u32(1, 7);
    while bytes.len() < 0xfff0 {
        bytes = nest(1, &[bytes]);
    }
    bytes
}

#[derive(Clone, Debug, Parse)]
struct Tree<'a> {
    #[nla(1)]
    trees: Repeated<'a, Tree<'a>>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[test]
fn nests_sixteen_thousand_deep_do_not_overflow_the_stack() {
    let bytes = deepest();
    for level in [Level::LIBERAL, Level::STRICT] {
        assert!(Tree::parse(Input::new(&bytes).with_level(level)).is_err());
    }
    oracle::any(&bytes);
    for place in [0, 5, 30, 34] {
        oracle::family(&[&[place][..], &[0; 32], &bytes].concat());
    }
}

/// Nests within nests, each with as many as there is room for.
#[test]
fn trees_of_nests_take_time_in_proportion() {
    let mut bytes = attr_u32(2, 7);
    for _ in 0..12 {
        bytes = nest(1, &[bytes.clone(), bytes]);
        if bytes.len() > 30_000 {
            break;
        }
    }
    let begin = Instant::now();
    let tree = Tree::parse(Input::new(&bytes)).unwrap();
    assert!(tree.rest.is_empty());
    let leaves = count(&tree);
    assert!(leaves > 500, "{leaves}");
    // Milliseconds, even when nothing is optimised; if each level doubled the work it would be hours.
    assert!(begin.elapsed() < Duration::from_secs(20));
}

fn count(tree: &Tree<'_>) -> usize {
    tree.trees.iter().flatten().map(|tree| count(&tree)).sum::<usize>().max(1)
}

#[test]
fn ten_thousand_attributes_of_one_set_take_time_in_proportion() {
    // Of known types, unknown ones, sub-messages without a key, and all at once.
    let begin = Instant::now();
    for types in [&[1_u16][..], &[900], &[7], &[1, 7, 900, 2, 3], &[0x3fff, 0]] {
        let bytes: Vec<u8> =
            types.iter().cycle().take(8000).flat_map(|&ty| attr_u32(ty, 7)).collect();
        for level in [Level::LIBERAL, Level::STRICT] {
            let input = Input::new(&bytes).with_level(level);
            let rule = [&[0; 4][..], &bytes].concat();
            drop(Rule::parse(Input::new(&rule).with_level(level)));
            if let Ok(tree) = Tree::parse(input) {
                assert!(tree.rest.iter().count() <= 8000);
            }
        }
    }
    assert!(begin.elapsed() < Duration::from_secs(20));
}

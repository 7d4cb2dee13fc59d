//! Malformed and hostile messages.

use std::collections::BTreeMap;

use netlink_core::{Indexed, Parse, RawMessage};
use netlink_families::rt_link::Link;
use netlink_tests::{
    bytes::{attr, message, nest},
    oracle,
};

use crate::support::Source;

/// Of each capture the shortest messages of different lengths.
fn samples(each: usize) -> Vec<Vec<u8>> {
    let mut samples = Vec::new();
    for source in Source::load_all() {
        let by_len: BTreeMap<_, _> = source
            .messages()
            .map(|message| (message.bytes().len(), message.bytes().to_vec()))
            .collect();
        samples.extend(by_len.into_values().take(each));
    }
    samples
}

#[test]
fn every_cut_of_a_message_is_displayed() {
    for sample in samples(2) {
        for len in 16..sample.len() {
            let mut cut = sample[..len].to_vec();
            cut[..4].copy_from_slice(&u32::try_from(len).unwrap().to_ne_bytes());
            oracle::pretty(&cut);
        }
    }
}

#[test]
fn every_change_of_a_byte_is_displayed() {
    for sample in samples(1) {
        // What is in front is the length: another one makes another message, which is a cut.
        for at in 4..sample.len().min(120) {
            for change in [0x01, 0xff] {
                let mut changed = sample.clone();
                changed[at] ^= change;
                oracle::pretty(&changed);
            }
        }
    }
}

#[test]
fn endless_nests_are_cut_and_not_followed_forever() {
    const NOBODYS: u16 = 5000;
    let mut bytes = attr(NOBODYS, &[7; 8]);
    while bytes.len() < 60_000 {
        bytes = nest(NOBODYS, &[bytes]);
    }
    let link = message(16, 0, &[&[0; 16], &bytes[..]].concat());
    oracle::pretty(&link);
    oracle::pretty(&message(0x0a06, 0, &bytes));
    let (link, _) = RawMessage::split(&link).unwrap();
    let tree = format!("{:#}", link.display::<Link<'_>>());
    assert_eq!(tree.lines().count(), 2 + 65, "{tree}");
    assert!(tree.ends_with("bytes ! allowed policy recursion depth exceeded"), "{tree}");
}

/// A set with an array of such sets.
#[derive(Parse)]
#[netlink(message = 64)]
struct Branch<'a> {
    #[nla(1)]
    _twigs: Option<Indexed<'a, Branch<'a>>>,
}

impl Clone for Branch<'_> {
    fn clone(&self) -> Self {
        Branch { _twigs: self._twigs }
    }
}

#[test]
fn arrays_without_end_are_cut_as_well() {
    let mut bytes = Vec::new();
    while bytes.len() < 60_000 {
        bytes = nest(1, &[bytes]);
    }
    let bytes = message(64, 0, &bytes);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let tree = format!("{:#}", message.display::<Branch<'_>>());
    // The message, and what would be read: a line for each level, and one for what is too deep.
    assert_eq!(tree.lines().count(), 1 + 65, "{tree}");
    assert!(tree.ends_with("bytes ! allowed policy recursion depth exceeded"), "{tree}");
}

#[test]
fn many_attributes_take_no_more_than_their_share() {
    let body = attr(18, &attr(2, &[])).repeat(5000);
    oracle::pretty(&message(16, 0, &[&[0; 16], &body[..]].concat()));
}

#[test]
fn text_cannot_steer_a_terminal() {
    let name = attr(3, "\x1b[2J\r\n\u{202e}\u{9b}2K\"\\\0".as_bytes());
    let bytes = message(16, 0, &[&[0; 16], &name[..]].concat());
    oracle::pretty(&bytes);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let tree = format!("{:#}", message.display::<Link<'_>>());
    assert!(tree.ends_with(r#"  ifname: "\u{1b}[2J\r\n\u{202e}\u{9b}2K\"\\""#), "{tree}");
}

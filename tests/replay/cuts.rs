//! What was captured, cut at every byte, and with every inner length made shorter.
//!
//! The result is an error or a shorter view, never a panic: the oracles check the rest.

use std::collections::BTreeMap;

use netlink_core::{Input, Level, Messages, Parse, ParseSet};
use netlink_families::rt_link::Link;
use netlink_tests::{capture::Capture, oracle};

use crate::links::{links, message};

/// Every message of every capture. Links are long and similar: of them, those that differ in structure;
/// as links, all are cut below.
fn messages() -> Vec<Vec<u8>> {
    let mut messages = distinct_links();
    for capture in Capture::load_all() {
        if capture.name() != "link" {
            let all = capture.datagrams().flat_map(Messages::new).map(Result::unwrap);
            messages.extend(all.map(|message| message.bytes().to_vec()));
        }
    }
    messages
}

/// A message cut at a byte, with its length field unchanged, and adjusted.
fn cut(bytes: &[u8], at: usize) -> [Vec<u8>; 2] {
    let as_it_was = bytes[..at].to_vec();
    let mut mended = as_it_was.clone();
    if let Some(field) = mended.first_chunk_mut() {
        *field = u32::try_from(at).unwrap().to_ne_bytes();
    }
    [as_it_was, mended]
}

/// Where the length fields of attributes are, at every depth at which bytes look like attributes.
fn lengths(input: Input<'_>, fields: &mut Vec<usize>) {
    for attr in input.attrs() {
        fields.push(attr.offset());
        lengths(attr.input(), fields);
    }
}

#[test]
fn every_message_cut_at_any_byte_is_an_error_or_a_shorter_view() {
    for bytes in &messages() {
        for at in 0..bytes.len() {
            cut(bytes, at).iter().for_each(|cut| oracle::raw(cut));
        }
    }
}

#[test]
fn every_link_cut_at_any_byte_is_an_error_or_a_shorter_view() {
    for bytes in &links() {
        for at in 16..bytes.len() {
            let [_, cut] = cut(bytes, at);
            let cut = message(&cut);
            match cut.parse::<Link<'_>>() {
                Ok(link) => assert_eq!(link.header.family, 0),
                Err(error) => assert!(error.offset() <= at, "{error}"),
            }
        }
    }
}

#[test]
fn every_shorter_length_within_a_message_is_an_error_or_a_shorter_view() {
    // All of them would take a minute: of those whose attributes have the same offsets, four.
    let mut shapes = BTreeMap::<_, usize>::new();
    for bytes in &messages() {
        let fields = any_lengths(bytes);
        let seen = shapes.entry((message(bytes).header().ty, fields.clone())).or_default();
        *seen += 1;
        if *seen > 4 {
            continue;
        }
        for field in fields {
            shorten(bytes, field, oracle::raw);
        }
        shorten_message(bytes, oracle::raw);
    }
    assert!(shapes.len() > 50, "{}", shapes.len());
}

/// Where length fields may be: fixed headers are of 16 bytes in most families, in some of 4 or 12.
fn any_lengths(bytes: &[u8]) -> Vec<usize> {
    let mut fields = Vec::new();
    for header in [4, 12, 16] {
        if let Ok((_, set)) = message(bytes).payload().split_header(header) {
            lengths(set, &mut fields);
        }
    }
    fields.sort_unstable();
    fields.dedup();
    fields
}

#[test]
fn every_shorter_length_within_a_link_is_an_error_or_a_shorter_view() {
    for bytes in &distinct_links() {
        let mut fields = Vec::new();
        nested_lengths(bytes, &mut fields);
        for field in fields {
            shorten(bytes, field, |shortened| oracle::payload::<Link<'_>>(&shortened[16..]));
        }
        shorten_message(bytes, |shortened| {
            let (shortened, _) = netlink_core::RawMessage::split(shortened).unwrap();
            oracle::payload::<Link<'_>>(shortened.payload().bytes());
        });
    }
}

/// Links of one length and order of attributes are cut alike: one of each.
fn distinct_links() -> Vec<Vec<u8>> {
    let mut distinct = BTreeMap::new();
    for bytes in links() {
        let mut fields = Vec::new();
        nested_lengths(&bytes, &mut fields);
        distinct.entry((fields, bytes.len())).or_insert(bytes);
    }
    distinct.into_values().collect()
}

/// Where the length fields of a link's attributes are, at every depth.
fn nested_lengths(bytes: &[u8], fields: &mut Vec<usize>) {
    let (_, set) = message(bytes).payload().split_header(16).unwrap();
    lengths(set, fields);
}

/// Does `check` with every smaller value of the length field of an attribute.
fn shorten(bytes: &[u8], field: usize, check: impl Fn(&[u8])) {
    let len = u16::from_ne_bytes([bytes[field], bytes[field + 1]]);
    let mut shortened = bytes.to_vec();
    for len in 0..len {
        shortened[field..field + 2].copy_from_slice(&len.to_ne_bytes());
        check(&shortened);
    }
}

/// Does `check` with every smaller value of the length field of the message that still is one.
fn shorten_message(bytes: &[u8], check: impl Fn(&[u8])) {
    let mut shortened = bytes.to_vec();
    for len in 16..bytes.len() {
        shortened[..4].copy_from_slice(&u32::try_from(len).unwrap().to_ne_bytes());
        check(&shortened);
    }
}

#[test]
fn link_cut_between_attributes_has_the_attributes_before_the_cut() {
    let links = links();
    let whole = message(&links[1]);
    let full: Link<'_> = whole.parse().unwrap();
    let (_, set) = whole.payload().split_header(16).unwrap();
    for attr in set.attrs().skip(1) {
        let [_, cut] = cut(&links[1], attr.offset());
        let link: Link<'_> = message(&cut).parse().unwrap();
        assert_eq!(link.ifname, full.ifname);
        assert_eq!(link.rest.is_empty(), full.rest.is_empty());
        let last_gone = Link::PARSE_POLICY.attr(attr.ty()).unwrap().name();
        assert!(format!("{link:#?}").contains(&format!("\n    {last_gone}: None")), "{last_gone}");
    }
}

#[test]
fn stricter_reading_of_a_cut_link_says_where_the_cut_is() {
    let bytes = crate::links::emitted(&links()[1]);
    for at in (33..bytes.len()).filter(|at| at % 4 != 0) {
        let [_, cut] = cut(&bytes, at);
        let payload = message(&cut).payload().with_level(Level::STRICT);
        if let Err(error) = Link::parse(payload) {
            assert!(error.offset() >= 32 && error.offset() < at, "{error}");
        }
    }
}

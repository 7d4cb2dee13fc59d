//! The generated parsers agree with their policies about messages of a kernel, and about these messages
//! with changed bytes.

use fastrand::Rng;
use netlink_core::header::HEADER_LEN;
use netlink_core::policy::{AttrPolicy, Kind};
use netlink_core::{ErrorKind, Input, Parse, ParseError, ParseSet, RawMessage};
use netlink_families::rt_link::Link;
use netlink_tests::bytes::{attr, attr_u32, nest};
use netlink_tests::capture::Capture;
use netlink_tests::oracle::agree;

/// How many variations of each message are tried.
const CHANGES: usize = 200;

/// One message of each structure would do, but there are few enough to use all of them.
fn messages(capture: &str) -> Vec<Vec<u8>> {
    let capture = Capture::load(capture);
    let mut bodies = Vec::new();
    for datagram in capture.datagrams() {
        let mut rest = datagram;
        while let Ok((message, behind)) = RawMessage::split(rest) {
            if message.header().ty >= 16 {
                bodies.push(message.bytes()[HEADER_LEN..].to_vec());
            }
            rest = behind;
        }
    }
    bodies
}

/// Changes some bytes, mostly lengths and types at the heads of attributes.
fn change(rng: &mut Rng, body: &mut Vec<u8>) {
    for _ in 0..rng.usize(1..4) {
        if body.is_empty() {
            return;
        }
        let place = if rng.bool() { rng.usize(..body.len()) & !3 } else { rng.usize(..body.len()) };
        match rng.u8(0..6) {
            0 => body[place] = rng.u8(..),
            1 => body[place] ^= 1 << rng.u8(0..8),
            2 => body[place] = body[place].wrapping_add(rng.u8(0..9)).wrapping_sub(4),
            3 => body.truncate(place),
            4 => drop(body.drain(place..(place + 4).min(body.len()))),
            _ => {
                let copy = body[place..(place + 8).min(body.len())].to_vec();
                body.splice(place..place, copy);
            }
        }
    }
}

#[test]
fn link_parser_and_link_policy_agree_on_captured_and_changed_messages() {
    let mut rng = Rng::with_seed(4);
    for body in messages("link").iter().step_by(8) {
        agree::<Link<'_>>(body);
        for _ in 0..CHANGES {
            let mut changed = body.clone();
            change(&mut rng, &mut changed);
            agree::<Link<'_>>(&changed);
        }
    }
}

#[derive(Debug, PartialEq, Parse)]
struct Outer {
    #[nla(1)]
    kind: Option<u8>,
    #[nla(2, select = kind)]
    stats: Option<Stats>,
}

/// A set that hands its key on.
#[derive(Debug, PartialEq, Parse)]
struct Stats {
    #[nla(1)]
    count: Option<u32>,
    #[nla(2, select = super)]
    own: Option<Own>,
}

#[derive(Debug, PartialEq, Parse)]
enum Own {
    #[netlink(key = 1)]
    One(u32),
}

#[test]
fn every_occurrence_of_a_set_that_waits_for_a_key_is_validated() {
    let (short, good) =
        (nest(2, &[attr(1, &[7, 0, 0])]), nest(2, &[attr_u32(1, 7), attr_u32(2, 8)]));
    let bytes = [attr(1, &[1]), good.clone(), good.clone()].concat();
    agree::<Outer>(&bytes);
    let stats = Stats { count: Some(7), own: Some(Own::One(8)) };
    let expected = Outer { kind: Some(1), stats: Some(stats) };
    assert_eq!(Outer::parse(Input::new(&bytes)), Ok(expected));

    let bytes = [attr(1, &[1]), good.clone(), short.clone()].concat();
    agree::<Outer>(&bytes);
    assert!(Outer::parse(Input::new(&bytes)).is_err());

    let bytes = [attr(1, &[1]), short, good].concat();
    let error = Outer::PARSE_POLICY.validate(Input::new(&bytes)).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Length, 12));
}

/// Numbers behind their count, in a payload that is bytes to the policy.
#[derive(Debug, PartialEq)]
struct Counted<'a>(&'a [u8]);

impl<'a> Parse<'a> for Counted<'a> {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(1, usize::MAX);

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let (&count, numbers) =
            input.bytes().split_first().ok_or_else(|| input.error(ErrorKind::LengthRule))?;
        let numbers = numbers.get(..count.into()).ok_or_else(|| input.error(ErrorKind::Size))?;
        Ok(Self(numbers))
    }
}

#[derive(Debug, Parse)]
struct Filter<'a> {
    #[nla(5)]
    selector: Option<Counted<'a>>,
}

#[derive(Debug, Parse)]
struct Filters<'a> {
    #[nla(2)]
    options: Option<Filter<'a>>,
}

#[test]
fn numbers_that_are_not_there_are_missed_by_the_parser_alone() {
    let filters = |payload| nest(2, &[attr(5, payload)]);
    for payload in [&[3, 0, 0][..], &[], &[1], &[0], &[2, 8, 9]] {
        agree::<Filters<'_>>(&filters(payload));
    }
    let bytes = filters(&[3, 0, 0]);
    let error = Filters::parse(Input::new(&bytes)).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Size, 4));
    assert!(Filters::PARSE_POLICY.validate(Input::new(&bytes)).is_ok());
    let bytes = filters(&[2, 8, 9]);
    let options = Filters::parse(Input::new(&bytes)).unwrap().options.unwrap();
    assert_eq!(options.selector, Some(Counted(&[8, 9])));
}

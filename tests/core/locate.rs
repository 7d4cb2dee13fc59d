//! From an offset in a request to the path of the field at that offset.

use fastrand::Rng;
use libc::{IFLA_IFNAME, IFLA_INFO_DATA, IFLA_INFO_KIND, IFLA_LINKINFO};
use netlink_core::{
    Ack, AttrPolicy, EmitSet, Input, MAX_DEPTH, Policy, RawMessage, header::ERROR, policy::Kind,
};
use netlink_families::rt_link::Link;
use netlink_tests::{
    bytes::{attr, attr_u32, message, nest},
    oracle,
};

const LINK: &Policy = <Link<'_> as EmitSet>::EMIT_POLICY;

const ELEMENT: AttrPolicy = AttrPolicy::nested(|| SET);
const SET: &Policy = &Policy::new(
    "Set",
    &[
        AttrPolicy::new(Kind::U32).named(1, "number"),
        AttrPolicy::array(|| &ELEMENT).named(2, "array"),
        AttrPolicy::nested(|| SET).named(3, "nest"),
    ],
);

fn path(policy: &'static Policy, bytes: &[u8], offset: usize) -> Option<String> {
    let path = policy.locate(Input::new(bytes).at(16), offset)?;
    Some(path.with_names(Some(policy)).to_string())
}

#[test]
fn attributes_are_found_at_every_depth() {
    let inner = [attr_u32(1, 7), nest(3, &[attr_u32(1, 8)])].concat();
    let array = nest(2, &[nest(1, &[attr_u32(1, 1)]), nest(9, core::slice::from_ref(&inner))]);
    let bytes = [attr_u32(1, 0), array, nest(3, &[inner])].concat();
    for (offset, expected) in [
        (16, "Set.number"),
        (24, "Set.array"),
        (28, "Set.array[0]"),
        (32, "Set.array[0].number"),
        (40, "Set.array[1]"),
        (44, "Set.array[1].number"),
        (52, "Set.array[1].nest"),
        (56, "Set.array[1].nest.number"),
        (64, "Set.nest"),
        (68, "Set.nest.number"),
        (76, "Set.nest.nest"),
        (80, "Set.nest.nest.number"),
    ] {
        assert_eq!(path(SET, &bytes, offset).as_deref(), Some(expected), "at {offset}");
    }
}

#[test]
fn nothing_is_found_where_no_attribute_begins() {
    let bytes = [attr_u32(1, 0), nest(3, &[attr_u32(1, 8)])].concat();
    let starts = [16, 24, 28];
    for offset in 0..60 {
        assert_eq!(path(SET, &bytes, offset).is_some(), starts.contains(&offset), "at {offset}");
    }
}

#[test]
fn the_variant_of_a_sub_message_is_part_of_the_path() {
    let data = nest(IFLA_INFO_DATA, &[attr(1, &[7, 0])]);
    let info = nest(IFLA_LINKINFO, &[attr(IFLA_INFO_KIND, b"vlan\0"), data]);
    let bytes = [vec![0; 16], attr(IFLA_IFNAME, b"v0\0"), info].concat();
    // Header, name, and the nest's own header, kind and data in front of it.
    let at = 16 + 16 + 8 + 4 + 12 + 4;
    assert_eq!(path(LINK, &bytes, at).unwrap(), "Link.linkinfo.data<vlan>.id");
    assert_eq!(path(LINK, &bytes, at - 4).unwrap(), "Link.linkinfo.data");
}

#[test]
fn nests_are_followed_as_deep_as_any_type_may_be() {
    let depth = usize::from(MAX_DEPTH);
    let mut bytes = attr_u32(1, 7);
    for _ in 0..depth {
        bytes = nest(3, &[bytes]);
    }
    // Each nest begins four bytes further in.
    assert!(SET.locate(Input::new(&bytes), 4 * depth).is_some());
    let deeper = nest(3, &[bytes]);
    assert!(SET.locate(Input::new(&deeper), 4 * depth).is_some());
    assert!(SET.locate(Input::new(&deeper), 4 * (depth + 1)).is_none());
}

fn fault(tlvs: &[Vec<u8>], set: &[u8]) -> Option<String> {
    let body = [&(-22_i32).to_ne_bytes(), &message(16, 5, &[])[..], &tlvs.concat()].concat();
    let bytes = message(ERROR, 0x200, &body);
    let ack = Ack::parse(&RawMessage::split(&bytes).unwrap().0).unwrap();
    let path = SET.locate_fault(Input::new(set).at(16), &ack.extended())?;
    Some(path.with_names(Some(SET)).to_string())
}

#[test]
fn what_an_acknowledgement_says_is_wrong_or_missing_is_found() {
    let set = [attr_u32(1, 0), nest(3, &[attr_u32(1, 8)])].concat();
    for (tlvs, expected) in [
        (vec![attr_u32(2, 28)], Some("Set.nest.number")),
        (vec![attr_u32(2, 29)], None),
        (vec![attr_u32(5, 1)], Some("Set.number")),
        (vec![attr_u32(5, 2), attr_u32(6, 24)], Some("Set.nest.array")),
        (vec![attr_u32(5, 2), attr_u32(6, 25)], None),
        (vec![attr_u32(5, 0x1_0000)], None),
        (vec![attr_u32(2, u32::MAX)], None),
        (vec![attr_u32(6, 24)], None),
        (vec![], None),
    ] {
        assert_eq!(fault(&tlvs, &set).as_deref(), expected);
    }
}

#[test]
fn acknowledgements_of_all_sorts_are_read_as_a_plain_reading_says() {
    let mut rng = Rng::with_seed(6);
    let request =
        [vec![0; 16], attr_u32(4, 7), attr(3, b"x\0"), nest(18, &[attr_u32(1, 7)])].concat();
    let request = message(16, 5, &request);
    for _ in 0..20_000 {
        let tlvs: Vec<_> =
            (0..rng.usize(..4)).map(|_| attr_u32(rng.u16(1..8), rng.u32(..80))).collect();
        let number = if rng.u8(..4) == 0 { 0 } else { -22_i32 };
        let mut body = [&number.to_ne_bytes(), &request[..], &tlvs.concat()].concat();
        for _ in 0..rng.usize(..4) {
            let place = rng.usize(..body.len());
            body[place] = rng.u8(..);
        }
        body.truncate(rng.usize(..=body.len()));
        oracle::acknowledgement(&[&[rng.u8(..8)], &body[..]].concat());
    }
}

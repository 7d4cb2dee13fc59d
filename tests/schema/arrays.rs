//! Attributes that hold numbered values: `indexed-array` and `nest-type-value`.

use core::net::{Ipv4Addr, Ipv6Addr};

use netlink_core::{
    Be, Emit, Errno, ErrorKind, Indexed, Level, Parse, Repeated, Writer, attr::NESTED, policy::Kind,
};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::wire::{refusal, refused, refused_always, refused_to_emit, round_trip, written};

#[derive(Parse, Emit)]
struct Set<'a, T> {
    #[nla(1)]
    before: u8,
    #[nla(2)]
    items: Indexed<'a, T>,
}

fn set(items: &[Vec<u8>]) -> Vec<u8> {
    [attr(1, &[7]), nest(2, items)].concat()
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Operation {
    #[nla(1)]
    id: u32,
    #[nla(2, range = ..=9)]
    limit: Option<u8>,
}

#[test]
pub fn indexed_array_of_nests_keeps_numbers_and_order() {
    let bytes = set(&[
        nest(1, &[attr_u32(1, 30)]),
        nest(2, &[attr_u32(1, 10), attr(2, &[9])]),
        nest(9, &[attr_u32(1, 20)]),
    ]);
    let items = round_trip::<Set<'_, Operation>>(&bytes).items;
    let items: Vec<_> = items.entries().map(Result::unwrap).collect();
    assert_eq!(items[0], (1, Operation { id: 30, limit: None }));
    assert_eq!(items[1], (2, Operation { id: 10, limit: Some(9) }));
    assert_eq!(items[2], (9, Operation { id: 20, limit: None }));
    assert_eq!(written(&Set { before: 7, items: Indexed::numbered(&items) }), bytes);
    assert!(round_trip::<Set<'_, Operation>>(&set(&[])).items.iter().next().is_none());
}

#[test]
pub fn indexed_array_numbers_what_is_written_from_one() {
    let values = [3, 8].map(|id| Operation { id, limit: None });
    let bytes = set(&[nest(1, &[attr_u32(1, 3)]), nest(2, &[attr_u32(1, 8)])]);
    assert_eq!(written(&Set { before: 7, items: Indexed::of(&values) }), bytes);
}

#[test]
pub fn violation_in_an_indexed_array_is_reported_with_its_index() {
    let bad = set(&[nest(1, &[attr_u32(1, 30)]), nest(2, &[attr_u32(1, 10), attr(2, &[10])])]);
    let out_of_range = refusal(ErrorKind::Range, Errno::ERANGE, 36, "Set.items[1].limit");
    assert_eq!(refused_always::<Set<'_, Operation>>(&bad), out_of_range);
    let values = [Operation { id: 30, limit: None }, Operation { id: 10, limit: Some(10) }];
    assert_eq!(refused_to_emit(&Set { before: 7, items: Indexed::of(&values) }), out_of_range);

    let missing = set(&[nest(1, &[attr_u32(1, 30)]), nest(2, &[])]);
    assert_eq!(
        refused_always::<Set<'_, Operation>>(&missing),
        refusal(ErrorKind::Missing, Errno::EINVAL, 28, "Set.items[1].id"),
    );
}

#[test]
pub fn indexed_array_of_scalars_has_them_as_payloads() {
    let bytes = set(&[attr_u32(1, 5), attr_u32(2, 6)]);
    assert!(round_trip::<Set<'_, u32>>(&bytes).items.iter().eq([Ok(5), Ok(6)]));
    assert_eq!(
        refused_always::<Set<'_, Number>>(&set(&[attr_u32(1, 5), attr_u32(2, 10)])),
        refusal(ErrorKind::Range, Errno::ERANGE, 20, "Set.items[1]"),
    );
    let values = [Number(5), Number(10)];
    assert_eq!(
        refused_to_emit(&Set { before: 7, items: Indexed::of(&values) }),
        refusal(ErrorKind::Range, Errno::ERANGE, 20, "Set.items[1]"),
    );
}

/// A rule on the elements is declared on their type.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(range = ..=9)]
struct Number(u32);

#[test]
pub fn sub_type_u32_in_network_byte_order_is_an_address() {
    let bytes = set(&[attr(0, &[192, 0, 2, 1]), attr(1, &[192, 0, 2, 2])]);
    let addresses = round_trip::<Set<'_, Ipv4Addr>>(&bytes).items;
    assert!(addresses.iter().eq([1, 2].map(|last| Ok(Ipv4Addr::new(192, 0, 2, last)))));
    let integers = round_trip::<Set<'_, Be<u32>>>(&bytes).items;
    assert!(integers.entries().eq([Ok((0, Be(0xc000_0201))), Ok((1, Be(0xc000_0202)))]));
    assert_eq!(
        refused_always::<Set<'_, Ipv4Addr>>(&set(&[attr(0, &[1; 4]), attr(1, &[1; 5])])),
        refusal(ErrorKind::LengthRule, Errno::ERANGE, 20, "Set.items[1]"),
    );
}

#[test]
pub fn sub_type_binary_with_an_exact_length_is_an_address() {
    let bytes = set(&[attr(0, &[1; 16])]);
    let addresses = round_trip::<Set<'_, Ipv6Addr>>(&bytes).items;
    assert!(addresses.iter().eq([Ok(Ipv6Addr::from([1; 16]))]));
    assert_eq!(
        refused_always::<Set<'_, Ipv6Addr>>(&set(&[attr(0, &[1; 4])])),
        refusal(ErrorKind::LengthRule, Errno::ERANGE, 12, "Set.items[0]"),
    );
}

#[test]
pub fn array_and_its_nests_have_room_for_a_header_or_are_empty() {
    for len in 1..4 {
        assert_eq!(
            refused_always::<Set<'_, Operation>>(&set(&[vec![0; len]])),
            refusal(ErrorKind::Length, Errno::ERANGE, 8, "Set.items"),
        );
        assert_eq!(
            refused_always::<Set<'_, Operation>>(&set(&[nest(1, &[vec![0; len]])])),
            refusal(ErrorKind::ElementLength, Errno::ERANGE, 12, "Set.items[0]"),
        );
    }
}

#[test]
pub fn array_is_flagged_as_nested_and_its_scalars_are_not() {
    assert_eq!(<Indexed<'_, u32> as Parse<'_>>::PARSE_ATTR.kind(), Kind::NestedArray);
    let bytes = written(&Set { before: 7, items: Indexed::of(&[5_u32]) });
    assert_eq!(bytes, [attr(1, &[7]), attr(2 | NESTED, &attr_u32(1, 5))].concat());
}

/// A policy as the controller of generic netlink tells it: numbered by policy and by attribute.
#[derive(Debug, Parse, Emit)]
struct Told<'a> {
    #[nla(6)]
    before: u8,
    #[nla(8)]
    policy: Indexed<'a, Indexed<'a, Rule>>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Rule {
    #[nla(1, range = 1..)]
    kind: u32,
}

#[test]
pub fn nest_type_value_is_an_array_whose_numbers_mean_something() {
    let bytes = set(&[nest(17, &[attr_u32(1, 30)])]);
    let operations = round_trip::<Set<'_, Operation>>(&bytes).items;
    assert!(operations.entries().eq([Ok((17, Operation { id: 30, limit: None }))]));
}

#[test]
pub fn nest_type_value_of_two_levels_is_an_array_of_arrays() {
    let rule = |kind| nest(3, &[attr_u32(1, kind)]);
    let policy = nest(8, &[nest(0, &[rule(2), rule(3)]), nest(5, &[rule(4)])]);
    let bytes = [attr(6, &[7]), policy].concat();
    let told = round_trip::<Told<'_>>(&bytes);
    let all: Vec<_> = told
        .policy
        .entries()
        .map(Result::unwrap)
        .flat_map(|(policy, attrs)| attrs.entries().map(move |rule| (policy, rule.unwrap())))
        .collect();
    let rule_of = |kind| (3, Rule { kind });
    assert_eq!(all, [(0, rule_of(2)), (0, rule_of(3)), (5, rule_of(4))]);

    let inner = [(3, Rule { kind: 4 })];
    let outer = [(5, Indexed::numbered(&inner))];
    let value = Told { before: 7, policy: Indexed::numbered(&outer) };
    let bytes = [attr(6, &[7]), nest(8, &[nest(5, &[rule(4)])])].concat();
    assert_eq!(written(&value), bytes);
}

#[test]
pub fn violation_two_levels_deep_is_reported_with_both_indexes() {
    let good = nest(3, &[attr_u32(1, 1)]);
    let bad = nest(4, &[attr_u32(1, 0)]);
    let bytes = [attr(6, &[7]), nest(8, &[nest(0, &[]), nest(5, &[good, bad])])].concat();
    let expected = refusal(ErrorKind::Range, Errno::ERANGE, 36, "Told.policy[1][1].kind");
    assert_eq!(refused_always::<Told<'_>>(&bytes), expected);

    let inner = [(3, Rule { kind: 1 }), (4, Rule { kind: 0 })];
    let outer = [(0, Indexed::numbered(&[])), (5, Indexed::numbered(&inner))];
    let value = Told { before: 7, policy: Indexed::numbered(&outer) };
    assert_eq!(refused_to_emit(&value), expected);
}

/// Statistics as ethtool has them: each in a nest of its own, whose attribute's type is its number.
#[derive(Debug, Parse, Emit)]
struct Statistics<'a> {
    #[nla(2)]
    group: u32,
    #[nla(4)]
    stats: Repeated<'a, Indexed<'a, u64>>,
}

#[test]
pub fn type_value_of_an_integer_is_a_number_and_a_value() {
    let stat = |number, value: u64| nest(4, &[attr(number, &value.to_ne_bytes())]);
    let bytes = [attr_u32(2, 1), stat(0, 10), stat(3, 20)].concat();
    let stats = round_trip::<Statistics<'_>>(&bytes).stats;
    let all: Vec<_> = stats.iter().flat_map(|stat| stat.unwrap().entries()).collect();
    assert_eq!(all, [Ok((0, 10)), Ok((3, 20))]);
    let short = [&bytes[..], &nest(4, &[attr(5, &[1; 5])])].concat();
    assert_eq!(
        refused::<Statistics<'_>>(Level::LIBERAL, &short),
        refusal(ErrorKind::Length, Errno::ERANGE, 44, "Statistics.stats[2][0]"),
    );
    assert_eq!(
        refused::<Statistics<'_>>(Level::STRICT, &short),
        refusal(ErrorKind::ExactLength, Errno::EINVAL, 44, "Statistics.stats[2][0]"),
    );
}

#[test]
pub fn error_in_an_array_says_what_its_elements_may_be() {
    let values = [Number(5), Number(10)];
    let set = Set { before: 7, items: Indexed::of(&values) };
    let mut bytes = Vec::new();
    let error = Writer::growing(&mut bytes).emit(&set).unwrap_err();
    let expected =
        "Set.items[1] at offset 20: expected u32 up to 9, found 10 (integer out of range)";
    assert_eq!(error.to_string(), expected);
}

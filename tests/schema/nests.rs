//! Sets within attributes: one, several, parts of a larger space, and themselves again.

use netlink_core::{
    Attr, Emit, Errno, ErrorKind, Input, Lazy, Level, Malformed, Parse, Repeated, Stream, Unknown,
};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::wire::{read, refusal, refused, refused_always, refused_to_emit, round_trip, written};

/// The attributes of one space, by the numbers that the kernel's header gives them.
const A_BEFORE: u16 = 1;
const A_PEER: u16 = 2;
const A_INDEX: u16 = 1;
const A_NAME: u16 = 4;
const A_LIMIT: u16 = 7;

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Port {
    #[nla(A_BEFORE)]
    before: u32,
    #[nla(A_PEER)]
    peer: Peer,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Peer {
    #[nla(A_INDEX)]
    index: u32,
    #[nla(A_LIMIT, range = ..=9)]
    limit: Option<u32>,
}

fn port(peer: &[Vec<u8>]) -> Vec<u8> {
    [attr_u32(A_BEFORE, 7), nest(A_PEER, peer)].concat()
}

#[test]
pub fn nest_is_a_struct_within_a_struct() {
    let bytes = port(&[attr_u32(A_INDEX, 3), attr_u32(A_LIMIT, 9)]);
    let expected = Port { before: 7, peer: Peer { index: 3, limit: Some(9) } };
    assert_eq!(round_trip::<Port>(&bytes), expected);

    let over = port(&[attr_u32(A_INDEX, 3), attr_u32(A_LIMIT, 10)]);
    let out_of_range = refusal(ErrorKind::Range, Errno::ERANGE, 20, "Port.peer.limit");
    assert_eq!(refused_always::<Port>(&over), out_of_range);
    let value = Port { before: 7, peer: Peer { index: 3, limit: Some(10) } };
    assert_eq!(refused_to_emit(&value), out_of_range);
}

#[test]
pub fn nest_misses_what_it_requires_where_its_payload_begins() {
    assert_eq!(
        refused_always::<Port>(&port(&[])),
        refusal(ErrorKind::Missing, Errno::EINVAL, 12, "Port.peer.index"),
    );
    assert_eq!(
        refused_always::<Port>(&attr_u32(A_BEFORE, 7)),
        refusal(ErrorKind::Missing, Errno::EINVAL, 0, "Port.peer"),
    );
}

#[test]
pub fn nest_is_flagged_which_only_strict_readers_ask_for() {
    let unflagged = [attr_u32(A_BEFORE, 7), attr(A_PEER, &attr_u32(A_INDEX, 3))].concat();
    let value: Port = read(Level::LIBERAL, &unflagged);
    assert_eq!(written(&value), port(&[attr_u32(A_INDEX, 3)]));
    assert_eq!(
        refused::<Port>(Level::STRICT, &unflagged),
        refusal(ErrorKind::NestedFlagMissing, Errno::EINVAL, 8, "Port.peer"),
    );
    for len in 1..4 {
        assert_eq!(
            refused_always::<Port>(&port(&[vec![0; len]])),
            refusal(ErrorKind::Length, Errno::ERANGE, 8, "Port.peer"),
        );
    }
}

/// All attributes of a space, and in [`Subset`] those that one nest has: the numbers are the same.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Space<'a> {
    #[nla(A_INDEX)]
    index: u32,
    #[nla(A_NAME)]
    name: &'a str,
    #[nla(A_LIMIT)]
    limit: u32,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Subset<'a> {
    #[nla(A_NAME)]
    name: &'a str,
}

#[test]
pub fn subset_is_a_struct_with_fewer_fields_and_the_same_numbers() {
    let all = [attr_u32(A_INDEX, 1), attr(A_NAME, b"p\0"), attr_u32(A_LIMIT, 2)].concat();
    assert_eq!(round_trip::<Space<'_>>(&all), Space { index: 1, name: "p", limit: 2 });
    let name = attr(A_NAME, b"p\0");
    assert_eq!(round_trip::<Subset<'_>>(&name), Subset { name: "p" });
    assert_eq!(read::<Subset<'_>>(Level::LIBERAL, &all), Subset { name: "p" });
    assert_eq!(
        refused::<Subset<'_>>(Level::STRICT, &all),
        refusal(ErrorKind::Unsupported, Errno::EINVAL, 0, "Subset.1"),
    );
}

#[derive(Debug, Parse, Emit)]
struct Ports<'a> {
    #[nla(1)]
    before: u32,
    #[nla(2)]
    peers: Repeated<'a, Peer>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[test]
pub fn multi_attr_of_nests_keeps_all_in_their_order() {
    let peers = [3, 1, 2].map(|index| nest(2, &[attr_u32(A_INDEX, index)]));
    let bytes = [attr_u32(1, 7), peers.concat()].concat();
    let ports = round_trip::<Ports<'_>>(&bytes);
    assert!(ports.peers.iter().map(|peer| peer.unwrap().index).eq([3, 1, 2]));
    assert!(ports.rest.is_empty());

    let bad = [bytes, nest(2, &[attr_u32(A_INDEX, 4), attr_u32(A_LIMIT, 10)])].concat();
    assert_eq!(
        refused_always::<Ports<'_>>(&bad),
        refusal(ErrorKind::Range, Errno::ERANGE, 56, "Ports.peers[3].limit"),
    );
    let values = [Peer { index: 3, limit: None }, Peer { index: 4, limit: Some(10) }];
    let ports = Ports { before: 7, peers: Repeated::of(&values), rest: Unknown::NONE };
    assert_eq!(
        refused_to_emit(&ports),
        refusal(ErrorKind::Range, Errno::ERANGE, 32, "Ports.peers[1].limit"),
    );
}

#[derive(Debug, Parse, Emit)]
struct Names<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = 1..=3)]
    names: Vec<&'a str>,
    #[nla(3, range = 1..)]
    numbers: Repeated<'a, u32>,
}

#[test]
pub fn multi_attr_of_values_holds_each_to_the_rules() {
    let bytes =
        [attr(1, &[7]), attr(2, b"a\0"), attr(2, b"bc\0"), attr_u32(3, 5), attr_u32(3, 5)].concat();
    let names = round_trip::<Names<'_>>(&bytes);
    assert_eq!(names.names, ["a", "bc"]);
    assert!(names.numbers.iter().eq([Ok(5), Ok(5)]));
    assert_eq!(
        refused_always::<Names<'_>>(&[&bytes[..], &attr(2, b"long\0")].concat()),
        refusal(ErrorKind::Length, Errno::ERANGE, 40, "Names.names[2]"),
    );
    let zero = Names { numbers: Repeated::of(&[5, 0]), ..names };
    let out_of_range = refusal(ErrorKind::Range, Errno::ERANGE, 32, "Names.numbers[1]");
    assert_eq!(refused_to_emit(&zero), out_of_range);
}

#[test]
pub fn multi_attr_may_not_come_at_all() {
    let bytes = attr(1, &[7]);
    let names = round_trip::<Names<'_>>(&bytes);
    assert!(names.names.is_empty() && names.numbers.iter().next().is_none());
}

/// A set that has itself in it.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Tree {
    #[nla(1)]
    value: u32,
    #[nla(2)]
    below: Vec<Tree>,
}

#[test]
pub fn nest_may_have_itself_in_it() {
    let leaf = |value| nest(2, &[attr_u32(1, value)]);
    let bytes = [attr_u32(1, 1), nest(2, &[attr_u32(1, 2), leaf(3), leaf(4)])].concat();
    let tree = round_trip::<Tree>(&bytes);
    assert_eq!(tree.below[0].below[1].value, 4);

    let bad = [attr_u32(1, 1), nest(2, &[attr_u32(1, 2), nest(2, &[attr(1, &[])])])].concat();
    assert_eq!(
        refused::<Tree>(Level::LIBERAL, &bad),
        refusal(ErrorKind::Length, Errno::ERANGE, 24, "Tree.below[0].below[0].value"),
    );
    let mut deep = attr_u32(1, 0);
    for value in 1..100 {
        deep = [attr_u32(1, value), nest(2, &[deep])].concat();
    }
    let too_deep = |level| {
        let error = Tree::parse(Input::new(&deep).with_level(level)).unwrap_err();
        (error.kind(), error.errno())
    };
    assert_eq!(too_deep(Level::LIBERAL), (ErrorKind::Depth, Errno::EINVAL));
    assert_eq!(too_deep(Level::STRICT), (ErrorKind::Depth, Errno::EINVAL));
}

#[derive(Debug, Parse, Emit)]
struct Late<'a> {
    #[nla(A_BEFORE)]
    before: u32,
    #[nla(A_PEER)]
    peer: Lazy<'a, Peer>,
}

#[test]
pub fn nest_can_be_parsed_on_request() {
    let bytes = port(&[attr_u32(A_INDEX, 3)]);
    assert_eq!(round_trip::<Late<'_>>(&bytes).peer.get().unwrap().index, 3);
    let bad = port(&[attr_u32(A_INDEX, 3), attr_u32(A_LIMIT, 10)]);
    let late: Late<'_> = read(Level::STRICT, &bad);
    let error = late.peer.get().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Range, 40));
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<'a> {
    #[nla(1)]
    Index(u32),
    #[nla(4, len = ..=3)]
    Name(&'a str),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

#[derive(Debug, Parse, Emit)]
struct Streamed<'a> {
    #[nla(1)]
    before: u32,
    #[nla(2)]
    items: Stream<'a, Item<'a>>,
}

#[test]
pub fn set_may_be_a_stream() {
    let items = |name: &[u8]| nest(2, &[attr(4, name), attr_u32(9, 0), attr_u32(1, 3)]);
    let bytes = [attr_u32(1, 7), items(b"abc\0")].concat();
    let streamed = round_trip::<Streamed<'_>>(&bytes);
    let seen: Vec<_> = streamed.items.iter().map(Result::unwrap).collect();
    assert_eq!(seen[0], Item::Name("abc"));
    assert!(matches!(seen[1], Item::Other(attr) if attr.ty() == 9));
    assert_eq!(seen[2], Item::Index(3));

    let long = [attr_u32(1, 7), items(b"abcd\0")].concat();
    let streamed: Streamed<'_> = read(Level::LIBERAL, &long);
    let error = streamed.items.iter().next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.errno()), (ErrorKind::Length, Errno::ERANGE));
    assert_eq!(
        error.offset(),
        32,
        "20 bytes of headers, the attribute before, and that of the nest"
    );
    assert_eq!(
        refused::<Streamed<'_>>(Level::STRICT, &long),
        refusal(ErrorKind::Length, Errno::ERANGE, 12, "Streamed.items.Name[0]"),
    );
    let items = [Item::Index(3), Item::Name("abcd")];
    assert_eq!(
        refused_to_emit(&Streamed { before: 7, items: Stream::of(&items) }),
        refusal(ErrorKind::Length, Errno::ERANGE, 20, "Streamed.items.Name[0]"),
    );
}

/// The rule is the number's, so that a number that breaks it does not fail the set.
#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[netlink(range = ..=9)]
struct Limit(u32);

#[derive(Debug, PartialEq, Parse, Emit)]
struct Isolated<'a> {
    #[nla(1)]
    before: u32,
    #[nla(2)]
    limit: Result<Limit, Malformed<'a>>,
}

#[test]
pub fn level_may_fail_an_attribute_and_not_its_set() {
    let longer = [attr_u32(1, 7), attr(2, &9_u64.to_ne_bytes())].concat();
    let limit = |level| Isolated::parse(Input::new(&longer).with_level(level)).unwrap().limit;
    if cfg!(target_endian = "little") {
        assert_eq!(limit(Level::LIBERAL), Ok(Limit(9)));
    }
    let malformed = limit(Level::STRICT).unwrap_err();
    assert_eq!(malformed.error.kind(), ErrorKind::ExactLength);
    assert_eq!(malformed.bytes, 9_u64.to_ne_bytes());
}

#[test]
pub fn check_may_fail_an_attribute_and_not_its_set() {
    let set = |limit| [attr_u32(1, 7), attr_u32(2, limit)].concat();
    assert_eq!(round_trip::<Isolated<'_>>(&set(9)).limit, Ok(Limit(9)));
    let bytes = set(10);
    let malformed = round_trip::<Isolated<'_>>(&bytes).limit.unwrap_err();
    assert_eq!((malformed.error.kind(), malformed.error.found()), (ErrorKind::Range, 10));
    let value = Isolated { before: 7, limit: Ok(Limit(10)) };
    assert_eq!(
        refused_to_emit(&value),
        refusal(ErrorKind::Range, Errno::ERANGE, 8, "Isolated.limit"),
    );
}

//! What was read and is written again: as it came, but with the nested flag on all nests.

use core::{ffi::CStr, slice::from_ref};

use netlink_core::{Attr, Emit, Indexed, Input, Lazy, Level, Parse, Repeated, Stream};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::emit;

#[derive(Clone, Debug, Parse, Emit)]
enum Item<'a> {
    #[nla(1)]
    Number(u32),
    #[nla(2)]
    Inner(Inner<'a>),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

#[derive(Clone, Debug, Parse, Emit)]
struct Inner<'a> {
    #[netlink(header)]
    header: [u8; 4],
    #[nla(1)]
    numbers: Option<Indexed<'a, Leaf>>,
    #[nla(2)]
    kind: Option<&'a CStr>,
    #[nla(3, select = kind)]
    data: Option<Data>,
}

#[derive(Clone, Debug, Parse, Emit)]
enum Data {
    #[netlink(key = "leaf")]
    Leaf(Leaf),
}

#[derive(Clone, Debug, Parse, Emit)]
struct Leaf {
    #[nla(1)]
    value: u32,
}

#[derive(Debug, Parse, Emit)]
struct Set<'a> {
    #[nla(1)]
    stream: Stream<'a, Item<'a>>,
    #[nla(2)]
    repeated: Repeated<'a, Inner<'a>>,
    #[nla(3)]
    lazy: Lazy<'a, Inner<'a>>,
    #[nla(4)]
    array: Indexed<'a, Inner<'a>>,
}

/// A whole [`Inner`], whose nests are made by `nest`; the key is after the sub-message that it selects.
fn inner(nest: fn(u16, &[Vec<u8>]) -> Vec<u8>) -> Vec<u8> {
    let leaf = attr_u32(1, 7);
    let attrs = [
        nest(1, &[nest(1, from_ref(&leaf)), nest(9, from_ref(&leaf))]),
        nest(3, &[leaf]),
        attr(2, b"leaf\0"),
    ];
    [vec![1, 2, 3, 4], attrs.concat()].concat()
}

fn set(nest: fn(u16, &[Vec<u8>]) -> Vec<u8>) -> Vec<u8> {
    let inner = inner(nest);
    // An unknown attribute is not known to be a nest.
    let unknown = attr(8, &attr_u32(1, 1));
    // A set with a fixed header has no flag.
    let item = attr(2, &inner);
    [
        nest(1, &[item.clone(), attr_u32(1, 5), unknown, item]),
        attr(2, &inner),
        attr(2, &inner),
        attr(3, &inner),
        nest(4, &[attr(1, &inner), attr(2, &inner)]),
    ]
    .concat()
}

#[test]
fn what_came_without_nested_flags_is_written_with_them_at_every_depth() {
    let unflagged = set(|ty, attrs| attr(ty, &attrs.concat()));
    let read = Set::parse(Input::new(&unflagged)).unwrap();
    assert_eq!(emit(&read).unwrap(), set(nest));
    Set::parse(Input::new(&set(nest)).with_level(Level::STRICT)).unwrap();
}

#[test]
fn nests_that_end_early_are_copied_as_they_are() {
    let whole = set(|ty, attrs| attr(ty, &attrs.concat()));
    // Nothing is said of the result but that its length is the announced one.
    for at in 0..whole.len() {
        for value in [0, 1, 5, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            if let Ok(read) = Set::parse(Input::new(&bytes)) {
                emit(&read).unwrap();
            }
        }
    }
}

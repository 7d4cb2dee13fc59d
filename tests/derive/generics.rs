//! Type parameters, constants, lifetimes and bounds of one's own.

use core::{ffi::CStr, fmt::Debug};

use netlink_core::{Emit, Input, Parse, Repeated, Unknown, View};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::{emit, parse};

#[derive(Debug, PartialEq, Parse, Emit)]
struct Pair<A, B> {
    #[nla(1)]
    first: A,
    #[nla(2)]
    second: Option<B>,
}

#[test]
fn fields_may_be_of_any_type_that_can_be_parsed() {
    let bytes = [attr_u32(1, 7), attr(2, b"name\0")].concat();
    let pair: Pair<u32, &CStr> = parse(&bytes).unwrap();
    assert_eq!(pair, Pair { first: 7, second: Some(c"name") });
    assert_eq!(emit(&pair).unwrap(), bytes);

    let bytes = nest(1, &[attr_u32(1, 7)]);
    let nested: Pair<Pair<u32, u8>, Box<u8>> = parse(&bytes).unwrap();
    assert_eq!(nested.first.first, 7);
    assert_eq!(nested.second, None);
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Bounded<'wire, T, const N: usize>
where
    T: Clone + Debug,
{
    #[nla(1)]
    array: [u8; N],
    #[nla(2)]
    items: Vec<T>,
    #[nla(3)]
    bytes: Option<&'wire [u8]>,
}

#[test]
fn constants_bounds_and_names_of_lifetimes_are_the_users() {
    let bytes = [attr(1, &[1, 2, 3]), attr_u32(2, 1), attr_u32(2, 2), attr(3, &[9])].concat();
    let value: Bounded<'_, u32, 3> = parse(&bytes).unwrap();
    assert_eq!(value, Bounded { array: [1, 2, 3], items: vec![1, 2], bytes: Some(&[9]) });
    assert_eq!(emit(&value).unwrap(), bytes);
}

#[derive(Clone, Debug, Parse, Emit)]
struct Owned {
    #[nla(1)]
    numbers: Vec<u32>,
}

#[derive(Parse, Emit)]
struct Several<'a, T: Clone> {
    #[nla(1)]
    items: Repeated<'a, T>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[test]
fn sets_may_be_repeated() {
    let bytes =
        [nest(1, &[attr_u32(1, 1), attr_u32(1, 2)]), attr(9, &[]), nest(1, &[attr_u32(1, 3)])]
            .concat();
    let several: Several<'_, Owned> = parse(&bytes).unwrap();
    let numbers: Vec<u32> = several.items.iter().flat_map(|item| item.unwrap().numbers).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(several.rest.iter().count(), 1);
}

#[derive(Debug, Parse)]
struct Borrowed<'a> {
    #[nla(1)]
    name: &'a CStr,
}

/// Gives what it reads to somebody who keeps it no longer than the bytes live.
fn with_parsed<T>(bytes: Vec<u8>, read: impl FnOnce(T::Of<'_>))
where
    T: View,
    for<'a> T::Of<'a>: Parse<'a>,
{
    read(T::Of::parse(Input::new(&bytes)).unwrap());
}

#[test]
fn view_names_a_type_for_any_lifetime() {
    with_parsed::<Borrowed<'_>>(attr(1, b"short-lived\0"), |borrowed| {
        assert_eq!(borrowed.name, c"short-lived");
    });
    with_parsed::<Owned>(attr_u32(1, 5), |owned| assert_eq!(owned.numbers, [5]));
}

#[derive(Debug, Default, PartialEq, Parse, Emit)]
struct Empty;

#[derive(Debug, Default, PartialEq, Parse, Emit)]
struct NoFields {}

#[test]
fn sets_without_members_are_sets() {
    assert_eq!(parse::<Empty>(&[]).unwrap(), Empty);
    assert_eq!(parse::<NoFields>(&attr(1, &[])).unwrap(), NoFields {});
    assert!(emit(&Empty).unwrap().is_empty());
}

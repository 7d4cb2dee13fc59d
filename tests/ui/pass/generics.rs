//! Parameters of all kinds: types, constants, lifetimes, defaults, bounds here and there.
#![deny(warnings)]
#![allow(dead_code)]

use std::fmt::Debug;
use std::marker::PhantomData;

use netlink_core::{Emit, Input, Parse, Repeated, Stream, Writer};

#[derive(Debug, PartialEq, Parse, Emit)]
struct Types<A, B: Clone = u32>
where
    A: PartialEq + Debug,
{
    #[nla(1)]
    a: A,
    #[nla(2)]
    b: Option<B>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Constants<const N: usize, const MAX: u32 = 9> {
    #[nla(1)]
    bytes: [u8; N],
    #[nla(2, range = ..=MAX)]
    number: u32,
    #[nla(3, len = ..{ N + 1 })]
    vec: Option<[u8; N]>,
}

#[derive(Debug, Parse, Emit)]
#[netlink(lifetime = 'bytes)]
struct Lifetimes<'other, 'bytes: 'other, T: 'other> {
    #[nla(1)]
    name: &'bytes str,
    #[nla(2, with = Nowhere)]
    other: PhantomData<&'other T>,
}

#[derive(Debug, Parse, Emit)]
struct Nested<'a, T: Parse<'a> + Emit + Clone + Debug + PartialEq> {
    #[nla(1)]
    set: Types<T>,
    #[nla(2)]
    list: Repeated<'a, T>,
    #[nla(3)]
    text: Option<&'a str>,
}

impl<'a, T: Parse<'a> + Emit + Clone + Debug + PartialEq> PartialEq for Nested<'a, T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<'a, T, const N: usize> {
    #[nla(1)]
    One(T),
    #[nla(2)]
    Bytes([u8; N]),
    #[nla(3, len = ..=N)]
    Text(&'a [u8]),
}

#[derive(Debug, Parse, Emit)]
struct Streams<'a, T: Parse<'a> + Emit + Clone> {
    #[nla(1)]
    all: Stream<'a, Item<'a, T, 4>>,
}

#[derive(Debug, Parse, Emit)]
enum Form<'a, T> {
    #[netlink(key = "one")]
    One(T),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(Debug, Parse, Emit)]
struct Selected<'a, T> {
    #[nla(1)]
    kind: &'a str,
    #[nla(2, select = kind)]
    form: Option<Form<'a, T>>,
}

#[derive(Parse, Emit)]
#[netlink(message = 1, reply = Generic<u8>)]
struct Generic<T> {
    #[nla(1)]
    value: T,
}

#[derive(Parse, Emit)]
#[netlink(message = 2)]
struct Whole<'a, T> {
    #[netlink(stream)]
    all: Stream<'a, Item<'a, T, 4>>,
}

#[derive(Parse, Emit)]
enum Event<T> {
    #[netlink(message = 1)]
    One(Generic<T>),
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(range = ..=9)]
struct Wrapper<T>(T);

#[derive(Debug, PartialEq, Parse, Emit)]
struct Recursive<T> {
    #[nla(1)]
    value: T,
    #[nla(2)]
    next: Option<Box<Self>>,
    #[nla(3)]
    many: Vec<Recursive<T>>,
}

struct Nowhere;

impl<T> netlink_core::ParseWith<'_, PhantomData<T>> for Nowhere {
    const PARSE_ATTR: netlink_core::AttrPolicy = <bool as netlink_core::ParseField>::PARSE_FIELD;

    fn decode(_: Input<'_>) -> Result<PhantomData<T>, netlink_core::ParseError> {
        Ok(PhantomData)
    }
}

impl<T> netlink_core::EmitWith<PhantomData<T>> for Nowhere {
    const EMIT_ATTR: netlink_core::AttrPolicy = <bool as netlink_core::EmitField>::EMIT_FIELD;

    fn encoded_len(_: &PhantomData<T>) -> usize {
        0
    }

    fn encode<'b>(
        _: &PhantomData<T>,
        out: netlink_core::Output<'b>,
        _: &mut netlink_core::EmitContext,
    ) -> netlink_core::Emitted<'b> {
        Ok(out)
    }
}

fn emit(value: &impl Emit) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(value).unwrap();
    assert_eq!(bytes.len(), value.payload_len());
    bytes
}

fn main() {
    let types = Types { a: 1_u8, b: Some(2_u64) };
    assert_eq!(Types::parse(Input::new(&emit(&types))), Ok(types));

    let constants = Constants::<3> { bytes: [1; 3], number: 9, vec: None };
    assert_eq!(Constants::parse(Input::new(&emit(&constants))), Ok(constants));
    let constants = Constants::<3, 8> { bytes: [1; 3], number: 9, vec: None };
    assert!(Writer::growing(&mut Vec::new()).emit(&constants).is_err());

    let wrapper = Wrapper(Box::new(9_u16));
    assert_eq!(Wrapper::<Box<u16>>::parse(Input::new(&[9, 0])), Ok(wrapper));
    assert!(Wrapper::<u16>::parse(Input::new(&[0xff, 0xff])).is_err());

    let nested = Nested { set: types_of("x"), list: Repeated::of(&["a", "b"]), text: None };
    assert_eq!(Nested::<&str>::parse(Input::new(&emit(&nested))), Ok(nested));

    let inner = Recursive { value: 1_u8, next: None, many: Vec::new() };
    let outer = Recursive { value: 2_u8, next: Some(Box::new(inner)), many: Vec::new() };
    assert_eq!(Recursive::<u8>::parse(Input::new(&emit(&outer))), Ok(outer));
}

fn types_of(a: &str) -> Types<&str> {
    Types { a, b: None }
}

#![allow(dead_code, reason = "it only has to compile")]

use netlink_core::{Emit, Parse, Stream};

#[derive(Clone, Copy, Debug, Parse, Emit)]
#[repr(u8)]
enum Value {
    One = 1,
}

#[derive(Clone, Copy, Debug, Parse, Emit)]
struct Newtype(Value);

#[derive(Clone, Copy, Debug, Parse, Emit)]
enum Item {
    #[nla(1)]
    One(Newtype),
}

#[derive(Debug, Parse, Emit)]
#[netlink(message = 3)]
struct Set<'a> {
    #[nla(1)]
    kind: u32,
    #[nla(2, select = kind)]
    form: Option<Form>,
    #[nla(3)]
    stream: Stream<'a, Item>,
}

#[derive(Clone, Copy, Debug, Parse, Emit)]
enum Form {
    #[netlink(key = 1)]
    One(Newtype),
}

#[derive(Debug, Parse, Emit)]
enum Event<'a> {
    #[netlink(message = 3)]
    Set(Set<'a>),
}

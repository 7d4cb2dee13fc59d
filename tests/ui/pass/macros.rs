//! Declarations that come out of the user's own macros, in whole or in part.
#![deny(warnings)]
#![allow(dead_code)]

use netlink_core::{Attr, Emit, Input, Parse, Unknown, Writer};

macro_rules! set {
    ($name:ident { $($field:ident: $ty:ty = $number:expr, $($rule:ident = $value:expr)?;)* }) => {
        #[derive(Debug, PartialEq, Parse, Emit)]
        struct $name {
            $(#[nla($number $(, $rule = $value)?)] $field: $ty,)*
        }
    };
}

set! {
    Numbers {
        one: u32 = 1,;
        two: Option<u16> = 2, mask = 0xff;
        three: Option<[u8; 3]> = 1 + 2, len = 3;
        four: u8 = FOUR, default = 4;
    }
}

const FOUR: u8 = 4;

macro_rules! whole {
    ($header:ty, $key:literal, $message:expr, $rest:ident, $lifetime:lifetime) => {
        #[derive(Parse, Emit)]
        #[netlink(message = $message)]
        struct Whole<$lifetime> {
            #[netlink(header)]
            header: $header,
            #[nla(2, select = kind)]
            data: Option<Form<$lifetime>>,
            #[nla(1)]
            kind: &$lifetime str,
            #[netlink(unknown)]
            $rest: Unknown<$lifetime>,
        }

        #[derive(Debug, Parse, Emit)]
        enum Form<$lifetime> {
            #[netlink(key = $key)]
            Number(u32),
            #[netlink(other)]
            Other(&$lifetime [u8]),
        }
    };
}

whole!([u8; 4], "number", 10 + 6, rest, 'a);

macro_rules! items {
    ($($variant:ident($ty:ty) = $number:literal),* $(,)?) => {
        #[derive(Clone, Debug, Parse, Emit)]
        enum Item<'a> {
            $(#[nla($number)] $variant($ty),)*
            #[netlink(unknown)]
            Other(Attr<'a>),
        }
    };
}

items! { One(u32) = 1, Two(u8) = 2, Three(&'a str) = 3 }

macro_rules! values {
    ($repr:ident, $($variant:ident = $value:expr),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
        #[repr($repr)]
        enum Value {
            $($variant = $value,)*
            #[netlink(other)]
            Other($repr),
        }
    };
}

values! { u16, One = 1, Two = 1 << 1 }

macro_rules! messages {
    ($family:literal, $($variant:ident($ty:ty) = $command:expr),* $(,)?) => {
        #[derive(Parse, Emit)]
        #[netlink(family = $family)]
        enum Message {
            $(#[netlink(command = $command)] $variant($ty),)*
        }
    };
}

messages! { "numbers", Get(Numbers) = FOUR, Set(Numbers) = FOUR + 1 }

macro_rules! newtype {
    ($name:ident($ty:ty), $rule:ident = $min:literal .. $max:literal) => {
        #[derive(Parse, Emit)]
        #[netlink($rule = $min..$max)]
        struct $name($ty);
    };
}

newtype!(Port(u16), range = 1..1024);

fn main() {
    let numbers = Numbers { one: 1, two: Some(2), three: Some([3; 3]), four: 4 };
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(&numbers).unwrap();
    assert_eq!(Numbers::parse(Input::new(&bytes)), Ok(numbers));
    assert!(Port::parse(Input::new(&1024_u16.to_ne_bytes())).is_err());
}

//! Generated code needs nothing of its surroundings, and takes nothing of them by mistake.

use netlink_tests::bytes::attr;

use crate::ways::{emit, parse};

/// Without a prelude there is no `Option`, no `Some`, no `Clone`.
mod without_prelude {
    #![no_implicit_prelude]

    use ::netlink_core::{Emit, Parse, Unknown};

    #[derive(Parse, Emit)]
    #[netlink(message = 16)]
    pub struct Set<'a> {
        #[netlink(header)]
        pub header: super::Header,
        #[nla(1)]
        pub number: u32,
        #[nla(2, select = name)]
        pub data: ::core::option::Option<Data<'a>>,
        #[nla(3, len = ..=15)]
        pub name: ::core::option::Option<&'a ::core::ffi::CStr>,
        #[netlink(unknown)]
        pub rest: Unknown<'a>,
    }

    #[derive(Parse, Emit)]
    pub enum Data<'a> {
        #[netlink(key = "number")]
        Number(u32),
        #[netlink(other)]
        Other(&'a [::core::primitive::u8]),
    }
}

#[derive(
    Clone,
    Copy,
    Debug,
    zerocopy::FromBytes,
    zerocopy::IntoBytes,
    zerocopy::Immutable,
    zerocopy::KnownLayout,
)]
#[repr(C)]
pub struct Header {
    pub word: u32,
}

/// Every name that generated code might be tempted to use, meaning something else.
#[allow(non_upper_case_globals, reason = "generated code might have locals of these names")]
#[allow(dead_code, unused_imports, unused_macros, reason = "they only have to be in the way")]
mod shadowed {
    use netlink_core::{Emit, Parse};

    pub struct Option;
    pub struct Result;
    pub struct Vec;
    pub struct String;
    pub struct Input;
    pub struct Writer;
    pub struct Policy;
    pub struct ParseError;
    pub enum Mine {
        Some,
        None,
        Ok,
        Err,
    }
    pub use Mine::{Err, None, Ok, Some};
    pub trait Iterator {}
    pub trait Default {}
    pub mod core {}
    pub mod std {}
    pub mod netlink_core_of_another_name {}
    macro_rules! panic {
        () => {
            compile_error!("not this one")
        };
    }
    macro_rules! matches {
        ($($tokens:tt)*) => {
            compile_error!("not this one")
        };
    }
    const TYPE0: u16 = 77;
    const input: u16 = 78;
    const writer: u16 = 79;
    const attr: u16 = 80;
    const key: u16 = 81;
    const value: u16 = 82;
    const ty: u16 = 83;

    #[derive(Parse, Emit)]
    pub struct Set<'a> {
        #[nla(1, range = 1..=9)]
        pub input: u32,
        #[nla(2)]
        pub writer: ::core::option::Option<u8>,
        #[nla(3)]
        pub attr: &'a [u8],
        #[nla(4, select = key)]
        pub policy: ::core::option::Option<Form>,
        #[nla(5)]
        pub key: ::core::option::Option<u32>,
        #[nla(6)]
        pub error: bool,
        #[nla(7)]
        pub value: bool,
        #[nla(8)]
        pub r#match: bool,
    }

    #[derive(Parse, Emit)]
    pub enum Form {
        #[netlink(key = 1)]
        Some(u32),
        #[netlink(key = 2)]
        None(u32),
    }
}

mod renamed {
    pub mod elsewhere {
        pub extern crate netlink_core as netlink;
    }
    use elsewhere::netlink::{Emit, Parse};

    #[derive(Debug, PartialEq, Parse, Emit)]
    #[netlink(crate = elsewhere::netlink)]
    pub struct Set {
        #[nla(1, len = 2)]
        pub bytes: [u8; 2],
    }
}

/// Types and rules may be any constant expression, out of any integer type.
mod constants {
    use netlink_core::{Emit, Parse};

    pub const FIRST: i32 = 1;
    pub const LIMIT: usize = 4;

    #[repr(u8)]
    pub enum Types {
        Second = 2,
    }

    #[derive(Debug, PartialEq, Parse, Emit)]
    pub struct Set<'a> {
        #[nla(FIRST, len = ..LIMIT)]
        pub bytes: Option<&'a [u8]>,
        #[nla(Types::Second as u8)]
        pub second: Option<u8>,
        #[nla({ FIRST + 2 }, range = ..=u16::MAX / 2)]
        pub third: Option<u16>,
    }
}

/// Expressions are read where they were written: nothing local of the generated code gets in their
/// way.
mod functions {
    use netlink_core::{Emit, Parse};

    pub const fn message(number: u16) -> u16 {
        0xa00 | number
    }

    pub const fn level() -> u16 {
        2
    }

    pub const fn input() -> u32 {
        7
    }

    pub const fn writer() -> u32 {
        9
    }

    pub const fn ty() -> u16 {
        1
    }

    #[derive(Debug, PartialEq, Parse, Emit)]
    #[netlink(message = message(1))]
    pub struct Set {
        #[nla(ty(), range = ..=writer(), default = input())]
        pub number: u32,
    }

    #[derive(Debug, PartialEq, Parse, Emit)]
    #[netlink(message = message(level()))]
    pub struct Other {
        #[nla(ty())]
        pub kind: u8,
        #[nla(2, select = kind)]
        pub inner: Option<Inner>,
    }

    #[derive(Debug, PartialEq, Parse, Emit)]
    pub enum Inner {
        #[netlink(key = ty())]
        Deep(Deep),
    }

    #[derive(Debug, PartialEq, Parse, Emit)]
    pub struct Deep {
        #[nla(ty(), range = ..=writer())]
        pub number: u32,
    }

    #[derive(Debug, PartialEq, Parse, Emit)]
    pub enum Any {
        #[netlink(message = message(1))]
        Set(Set),
        #[netlink(message = message(level()))]
        Other(Other),
    }
}

#[test]
fn works_without_a_prelude() {
    let bytes = [
        vec![0; 4],
        attr(1, &7_u32.to_ne_bytes()),
        attr(2, &9_u32.to_ne_bytes()),
        attr(3, b"number\0"),
    ]
    .concat();
    let set: without_prelude::Set<'_> = parse(&bytes).unwrap();
    assert!(matches!(set.data, Some(without_prelude::Data::Number(9))));
    assert_eq!(emit(&set).unwrap(), bytes);
}

#[test]
fn works_where_every_name_means_something_else() {
    let bytes = [
        attr(1, &7_u32.to_ne_bytes()),
        attr(3, &[1]),
        attr(4, &9_u32.to_ne_bytes()),
        attr(5, &2_u32.to_ne_bytes()),
        attr(8, &[]),
    ]
    .concat();
    let set: shadowed::Set<'_> = parse(&bytes).unwrap();
    assert!(matches!(set.policy, Some(shadowed::Form::None(9))) && set.r#match);
    assert_eq!(emit(&set).unwrap(), bytes);
}

#[test]
fn works_under_another_name_of_the_crate() {
    let bytes = attr(1, &[1, 2]);
    let set: renamed::Set = parse(&bytes).unwrap();
    assert_eq!(set, renamed::Set { bytes: [1, 2] });
}

#[test]
fn types_and_rules_are_constant_expressions() {
    let bytes = [attr(1, &[1; 3]), attr(2, &[2]), attr(3, &[3, 0])].concat();
    let set: constants::Set<'_> = parse(&bytes).unwrap();
    assert_eq!(set.second, Some(2));
    assert!(parse::<constants::Set<'_>>(&attr(1, &[1; 4])).is_err());
    assert!(parse::<constants::Set<'_>>(&attr(3, &0x8000_u16.to_ne_bytes())).is_err());
}

#[test]
fn expressions_may_call_functions_of_any_name() {
    let set: functions::Set = parse(&[]).unwrap();
    assert_eq!(set.number, 7);
    let ids = <functions::Any as netlink_core::ParseMessage<'_>>::PARSE_MESSAGES
        .iter()
        .map(|(id, _)| *id);
    assert!(ids.eq([netlink_core::MessageId::Type(0xa01), netlink_core::MessageId::Type(0xa02)]));
    assert!(parse::<functions::Set>(&attr(1, &10_u32.to_ne_bytes())).is_err());
}

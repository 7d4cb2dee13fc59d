//! Declarations at the bounds of what may be written: the first and the last that compile.

use netlink_core::{
    Bitfield32, Emit, ErrorKind, MessageId, Parse, ParseMessage, ParseSet, genl::GenlHeader,
    policy::Check,
};
use netlink_tests::bytes::attr;

use crate::ways::{emit, parse};

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 0)]
struct FirstMessage {
    #[nla(0)]
    first: Option<u8>,
    #[nla(16383)]
    last: Option<u8>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 0xffff)]
struct LastMessage {}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "x", command = 0, version = 0)]
struct FirstCommand {}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "fifteen letters", command = 255, version = 255)]
struct LastCommand {}

#[test]
fn messages_and_attributes_have_the_first_and_the_last_type() {
    let id = |messages: &[(MessageId, _)]| messages.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    assert_eq!(id(FirstMessage::PARSE_MESSAGES), [MessageId::Type(0)]);
    assert_eq!(id(LastMessage::PARSE_MESSAGES), [MessageId::Type(0xffff)]);
    let command = |family, command| MessageId::Command {
        family,
        header: GenlHeader { command, version: command },
    };
    assert_eq!(id(FirstCommand::PARSE_MESSAGES), [command("x", 0)]);
    assert_eq!(id(LastCommand::PARSE_MESSAGES), [command("fifteen letters", 255)]);

    let both = [attr(0, &[1]), attr(16383, &[2])].concat();
    let message = FirstMessage { first: Some(1), last: Some(2) };
    assert_eq!(parse::<FirstMessage>(&both).as_ref(), Ok(&message));
    assert_eq!(emit(&message).unwrap(), both);
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Keyed {
    #[nla(1)]
    key: u64,
    #[nla(2, select = key)]
    form: Form,
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum Form {
    #[netlink(key = 0)]
    First(u8),
    #[netlink(key = 0xffff_ffff_ffff_ffff)]
    Last(u8),
}

#[test]
fn keys_are_the_first_and_the_last_number() {
    for (key, form) in [(0, Form::First(7)), (u64::MAX, Form::Last(7))] {
        let bytes = [attr(1, &key.to_ne_bytes()), attr(2, &[7])].concat();
        let keyed = Keyed { key, form };
        assert_eq!(parse::<Keyed>(&bytes).as_ref(), Ok(&keyed));
        assert_eq!(emit(&keyed).unwrap(), bytes);
    }
    let other = [attr(1, &1_u64.to_ne_bytes()), attr(2, &[7])].concat();
    assert_eq!(parse::<Keyed>(&other).unwrap_err().kind(), ErrorKind::Selector);
}

#[derive(Debug, Default, PartialEq, Parse, Emit)]
struct Ruled<'a> {
    #[nla(1, range = 0..=255)]
    whole: Option<u8>,
    #[nla(2, range = -128..=127)]
    signed: Option<i8>,
    #[nla(3, range = 9..=9)]
    one: Option<u8>,
    #[nla(4, range = 0..256)]
    half_open: Option<u8>,
    #[nla(5, mask = 0)]
    nothing: Option<u8>,
    #[nla(6, mask = 0xff)]
    everything: Option<u8>,
    #[nla(7, mask = 0xffff_ffff)]
    bits: Option<Bitfield32>,
    #[nla(8, len = 0..=0)]
    empty: Option<&'a [u8]>,
    #[nla(9, len = 6)]
    array: Option<[u8; 6]>,
    #[nla(10, len = 6..)]
    from: Option<[u8; 6]>,
    #[nla(11, len = ..=6)]
    to: Option<[u8; 6]>,
    #[nla(12, len = 2..=4)]
    between: Option<&'a [u8]>,
    #[nla(13, len = 3)]
    exactly: Option<&'a [u8]>,
    #[nla(14, len = ..)]
    any: Option<&'a [u8]>,
}

#[test]
fn rules_are_as_wide_and_as_narrow_as_their_types() {
    let attrs = <Ruled<'_> as ParseSet<'_>>::PARSE_POLICY.attrs();
    let checks: Vec<Check> = attrs.clone().map(|attr| attr.check()).take(7).collect();
    let expected = [
        Check::Range(0, 255),
        Check::Range(-128, 127),
        Check::Range(9, 9),
        Check::Range(0, 255),
        Check::Mask(0),
        Check::Mask(0xff),
        Check::Mask(0xffff_ffff),
    ];
    assert_eq!(checks, expected);
    let lengths: Vec<(usize, usize)> = attrs.clone().map(|attr| attr.len()).skip(7).collect();
    let most = usize::MAX;
    assert_eq!(lengths, [(0, 0), (6, 6), (6, 6), (6, 6), (2, 4), (3, 3), (0, most)]);
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(flags(LOWEST = 1, ALL = 0xff))]
struct Rights(u8);

#[test]
fn a_flag_may_be_all_bits_of_its_type() {
    let names = <Rights as Parse<'_>>::PARSE_ATTR.names();
    assert!(names.iter().map(|name| (name.name, name.value)).eq([("LOWEST", 1), ("ALL", 255)]));
    assert_eq!(parse::<Rights>(&[0xff]), Ok(Rights(0xff)));
}

//! Directives for several messages, for members of which one is required, and for names.

use netlink_core::{
    Emit, EmitMessage, ErrorKind, Level, Malformed, MessageFlags, MessageHeader, MessageId, Parse,
    ParseMessage, ParseSet, RawMessage, Repeated, Stream, Writer, emit_message, genl::GenlHeader,
    message_len, policy::Check,
};
use netlink_tests::bytes::{attr, attr_u32, message, nest};

use crate::ways::{emit, parse};

fn raw(bytes: &[u8]) -> RawMessage<'_> {
    RawMessage::split(bytes).unwrap().0
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(message = [16, 17, 20])]
struct Link {
    #[nla(1)]
    index: u32,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", command = [1, 3], version = 2)]
struct Device {
    #[nla(1)]
    index: u32,
}

fn command(command: u8) -> MessageId {
    MessageId::Command { family: "example", header: GenlHeader { command, version: 2 } }
}

#[test]
fn one_type_may_be_several_messages() {
    let ids: Vec<MessageId> = Link::PARSE_MESSAGES.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [16, 17, 20].map(MessageId::Type));
    for ty in [16, 17, 20] {
        let bytes = message(ty, 0, &attr_u32(1, 7));
        assert_eq!(raw(&bytes).parse(), Ok(Link { index: 7 }));
    }
    let bytes = message(18, 0, &attr_u32(1, 7));
    assert_eq!(raw(&bytes).parse::<Link>().unwrap_err().kind(), ErrorKind::OtherMessage);
    // It is emitted as the first one.
    assert_eq!(Link { index: 7 }.id(), MessageId::Type(16));

    let ids: Vec<MessageId> = Device::EMIT_MESSAGES.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [command(1), command(3)]);
    for (number, good) in [(1, true), (2, false), (3, true)] {
        let bytes = message(30, 0, &[&[number, 2, 0, 0][..], &attr_u32(1, 7)].concat());
        assert_eq!(raw(&bytes).parse::<Device>().is_ok(), good, "{number}");
    }
    let header = MessageHeader::new(30, MessageFlags::NONE);
    let mut bytes = Vec::new();
    let device = Device { index: 7 };
    emit_message(&mut Writer::growing(&mut bytes), header, &device).unwrap();
    assert_eq!((bytes.len(), bytes[16]), (message_len(&device), 1));
    assert_eq!(raw(&bytes).parse(), Ok(device));
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", version = 2)]
enum Event {
    #[netlink(command = [1, 3])]
    Device(Device),
    #[netlink(command = 2)]
    Gone(Gone),
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Gone {
    #[nla(2)]
    index: u32,
}

#[test]
fn a_variant_may_be_several_messages() {
    for number in [1, 3] {
        let bytes = message(30, 0, &[&[number, 2, 0, 0][..], &attr_u32(1, 7)].concat());
        assert_eq!(raw(&bytes).parse(), Ok(Event::Device(Device { index: 7 })));
    }
    let bytes = message(30, 0, &[&[2, 2, 0, 0][..], &attr_u32(2, 7)].concat());
    assert_eq!(raw(&bytes).parse(), Ok(Event::Gone(Gone { index: 7 })));
    let bytes = message(30, 0, &[&[4, 2, 0, 0][..], &attr_u32(1, 7)].concat());
    assert_eq!(raw(&bytes).parse::<Event>().unwrap_err().kind(), ErrorKind::OtherMessage);
    let ids: Vec<MessageId> = Event::PARSE_MESSAGES.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [command(1), command(3), command(2)]);
    assert_eq!(Event::Gone(Gone { index: 7 }).id(), command(2));
}

/// The same content under other numbers.
#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = [40, 41])]
struct Renumbered(Gone);

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", command = 9, version = 2)]
struct Commanded(Gone);

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 42)]
struct Streamed<'a>(Stream<'a, Item<'a>>);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<'a> {
    #[nla(1)]
    Number(u32),
    #[nla(2)]
    Flag,
    #[nla(3, len = ..=4)]
    Name(&'a str),
}

#[test]
fn newtypes_are_messages_of_what_is_in_them() {
    for ty in [40, 41] {
        let bytes = message(ty, 0, &attr_u32(2, 7));
        assert_eq!(raw(&bytes).parse(), Ok(Renumbered(Gone { index: 7 })));
    }
    assert_eq!(Renumbered(Gone { index: 7 }).id(), MessageId::Type(40));
    assert_eq!(Renumbered::PARSE_POLICY.name(), Gone::PARSE_POLICY.name());
    let header = MessageHeader::new(30, MessageFlags::NONE);
    let mut bytes = Vec::new();
    let value = Commanded(Gone { index: 7 });
    emit_message(&mut Writer::growing(&mut bytes), header, &value).unwrap();
    assert_eq!((bytes.len(), bytes[16]), (message_len(&value), 9));
    assert_eq!(raw(&bytes).parse(), Ok(value));

    let body = [attr_u32(1, 7), attr(2, &[]), attr(3, b"name\0")].concat();
    let bytes = message(42, 0, &body);
    let Streamed(stream) = raw(&bytes).parse_at(Level::STRICT).unwrap();
    let items: Vec<_> = stream.iter().map(Result::unwrap).collect();
    assert_eq!(items, [Item::Number(7), Item::Flag, Item::Name("name")]);
    assert_eq!(emit(&Streamed(Stream::of(&items))).unwrap(), body);
    let bad = message(42, 0, &[attr(2, &[]), attr(2, &[1])].concat());
    let Streamed(stream) = raw(&bad).parse().unwrap();
    let error = stream.iter().nth(1).unwrap().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Length, 20));
    assert!(error.to_string().starts_with("Item.Flag[1] at offset 20"), "{error}");
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(any_of(index, name, all, flag, boxed), any_of(first, second))]
struct Target<'a> {
    #[nla(1)]
    index: Option<u32>,
    #[nla(2)]
    name: Option<&'a str>,
    #[nla(3)]
    all: Repeated<'a, u32>,
    #[nla(4)]
    flag: bool,
    #[nla(5)]
    boxed: Option<Box<u32>>,
    #[nla(6)]
    first: Vec<u32>,
    #[nla(7)]
    second: Option<Result<u32, Malformed<'a>>>,
}

#[test]
fn at_least_one_of_several_is_required() {
    for one in [attr_u32(1, 7), attr(2, b"a\0"), attr_u32(3, 7), attr(4, &[]), attr_u32(5, 7)] {
        for other in [attr_u32(6, 7), attr_u32(7, 7), attr(7, &[])] {
            let bytes = [one.clone(), other].concat();
            let target: Target<'_> = parse(&bytes).unwrap();
            assert_eq!(emit(&target).unwrap(), bytes);
        }
        let error = parse::<Target<'_>>(&one).unwrap_err();
        assert_eq!(error.to_string(), "Target.first at offset 0: required attribute is missing");
    }
    let error = parse::<Target<'_>>(&attr_u32(6, 7)).unwrap_err();
    assert_eq!(error.to_string(), "Target.index at offset 0: required attribute is missing");

    let none = |first| Target {
        index: None,
        name: None,
        all: Repeated::of(&[]),
        flag: false,
        boxed: None,
        first,
        second: None,
    };
    let error = emit(&none(vec![7])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Missing);
    assert!(error.to_string().starts_with("Target.index at offset "), "{error}");
    let error = emit(&Target { flag: true, ..none(vec![]) }).unwrap_err();
    assert!(error.to_string().starts_with("Target.first at offset "), "{error}");
    assert!(emit(&Target { all: Repeated::of(&[1]), ..none(vec![7]) }).is_ok());
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Flattening<'a> {
    #[nla(20)]
    own: u8,
    #[netlink(flatten)]
    target: Target<'a>,
}

#[test]
fn one_of_several_is_required_in_a_flattened_set_too() {
    let bytes = [attr(20, &[1]), attr_u32(1, 7), attr_u32(6, 7)].concat();
    let value: Flattening<'_> = parse(&bytes).unwrap();
    assert_eq!(emit(&value).unwrap(), bytes);
    let error = parse::<Flattening<'_>>(&[attr(20, &[1]), attr_u32(1, 7)].concat()).unwrap_err();
    assert_eq!(error.to_string(), "Flattening.first at offset 0: required attribute is missing");
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Named {
    #[nla(1, name = "max-mtu")]
    max_mtu: u32,
    #[nla(2, name = "sub set")]
    inner: Option<Gone>,
}

#[test]
fn names_are_those_that_are_declared() {
    let error = parse::<Named>(&[attr_u32(1, 7), nest(2, &[])].concat()).unwrap_err();
    assert!(error.to_string().starts_with("Named.sub set.index at offset "), "{error}");
    let error = parse::<Named>(&[]).unwrap_err();
    assert!(error.to_string().starts_with("Named.max-mtu at offset "), "{error}");
    let bytes = attr_u32(1, 7);
    let display = Named::PARSE_POLICY.display(netlink_core::Input::new(&bytes)).to_string();
    assert_eq!(display, "Named\n  max-mtu: 7");
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[netlink(range = 1..=100)]
struct Percent(u32);

#[derive(Debug, PartialEq, Parse, Emit)]
struct Narrowed<'a> {
    #[nla(1, range = 50..=200)]
    high: Option<Percent>,
    #[nla(2, range = ..=10)]
    low: Vec<Percent>,
    #[nla(3, range = 50..)]
    isolated: Option<Result<Percent, Malformed<'a>>>,
    #[nla(4)]
    plain: Option<Box<Percent>>,
}

#[test]
fn a_rule_of_a_field_narrows_that_of_its_type() {
    let check = |ty| Narrowed::PARSE_POLICY.attr(ty).unwrap().check();
    assert_eq!(
        [1, 2, 3, 4].map(check),
        [Check::Range(50, 100), Check::Range(1, 10), Check::Range(50, 100), Check::Range(1, 100),]
    );
    for (ty, value, good) in [
        (1, 49, false),
        (1, 50, true),
        (1, 100, true),
        (1, 101, false),
        (1, 200, false),
        (2, 0, false),
        (2, 1, true),
        (2, 10, true),
        (2, 11, false),
        (4, 0, false),
        (4, 1, true),
        (4, 100, true),
        (4, 101, false),
    ] {
        let bytes = attr_u32(ty, value);
        let parsed = parse::<Narrowed<'_>>(&bytes).map(drop).map_err(|error| error.kind());
        assert_eq!(parsed, if good { Ok(()) } else { Err(ErrorKind::Range) }, "{ty} {value}");
        let mut set = Narrowed { high: None, low: vec![], isolated: None, plain: None };
        match ty {
            1 => set.high = Some(Percent(value)),
            2 => set.low = vec![Percent(1), Percent(value)],
            _ => set.plain = Some(Box::new(Percent(value))),
        }
        assert_eq!(emit(&set).is_ok(), good, "{ty} {value}");
    }
    for (value, good) in [(0, false), (49, false), (50, true), (100, true), (101, false)] {
        let bytes = attr_u32(3, value);
        let set: Narrowed<'_> = parse(&bytes).unwrap();
        assert_eq!(set.isolated.unwrap().is_ok(), good, "{value}");
        assert_eq!(emit(&set).unwrap(), bytes);
        let set = Narrowed { isolated: Some(Ok(Percent(value))), ..set };
        assert_eq!(emit(&set).is_ok(), good, "{value}");
    }
}

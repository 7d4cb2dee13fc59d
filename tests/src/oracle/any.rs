//! What must hold for bytes that nobody vouches for.

use core::{ffi::CStr, fmt, fmt::Write, net::IpAddr};

use netlink_core::{
    Ack, Attr, Be, Emit, Input, Level, Messages, PATH_LEN, Parse, ParseError, ParseMessage,
    ParseSet, RawMessage, Sint, Uint, Writer, align::align, header::HEADER_LEN, policy::Occurs,
};

use super::{Difference, emit};
use crate::family::rt_link::{DelLink, GetLink, IfInfoMsg, Link};

/// Reads bytes in every way there is: as messages, as attributes, as acknowledgements and as links.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn any(bytes: &[u8]) {
    for message in Messages::new(bytes) {
        match message {
            Ok(message) => check_message(&message),
            Err(error) => check_error(&error, bytes.len()),
        }
    }
    check_stream(Input::new(bytes), 0);
}

/// As [`any`], without the types of a family: as messages, attributes and acknowledgements alone.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn raw(bytes: &[u8]) {
    for message in Messages::new(bytes) {
        match message {
            Ok(message) => check_raw_message(&message),
            Err(error) => check_error(&error, bytes.len()),
        }
    }
}

/// Reads bytes as the payload of a message about a link, at every level; what can be read is
/// written again, and that can be read too, and gives the same bytes.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn link(bytes: &[u8]) {
    let Ok(len) = u32::try_from(HEADER_LEN + bytes.len()) else {
        return;
    };
    let header = netlink_core::MessageHeader {
        len,
        ..netlink_core::MessageHeader::new(16, netlink_core::MessageFlags::NONE)
    };
    let message = [&header.to_bytes(), bytes].concat();
    let (message, _) = RawMessage::split(&message).expect("the header is good");
    if let Some(link) = parse_at_every_level::<Link<'_>>(&message) {
        write!(Sink, "{link:?}").expect("the sink takes everything");
        let emitted = match emit(&message, &link) {
            Ok(emitted) => emitted,
            // Padding that the input lacks can make a nest longer than the 16 bits of its length.
            Err(Difference::Emit(error)) if bytes.len() > 60_000 => {
                write!(Sink, "{error}").expect("the sink takes everything");
                return;
            }
            Err(difference) => panic!("{difference}"),
        };
        let (again, rest) = RawMessage::split(&emitted).expect("our own message");
        assert!(rest.is_empty());
        let link: Link<'_> = again.parse().expect("our own link");
        assert_eq!(emit(&again, &link).expect("emitted before"), emitted);
        if let Err(error) = again.parse_at::<Link<'_>>(Level::STRICT) {
            assert!(is_in_repeated_nest(&error), "our own link: {error}");
        }
    }
}

/// Every level, each allowing less than the one before.
const LEVELS: [Level; 6] = [
    Level::LIBERAL,
    Level::TRAILING,
    Level::DEPRECATED_STRICT,
    Level::DEPRECATED_STRICT.with(Level::UNSPEC),
    Level::DEPRECATED_STRICT.with(Level::UNSPEC).with(Level::STRICT_ATTRS),
    Level::STRICT,
];

/// Gives what the most liberal level reads; a stricter one never reads more.
fn parse_at_every_level<'a, T: ParseMessage<'a> + ParseSet<'a>>(
    message: &RawMessage<'a>,
) -> Option<T> {
    let mut refused = false;
    for level in LEVELS {
        match message.parse_at::<T>(level) {
            Ok(_) => assert!(!refused, "{level:?} lets pass what a lower level refuses"),
            Err(error) => {
                refused = true;
                check_error(&error, message.bytes().len());
            }
        }
        // The interpreter alone reaches parts that the type does not, and the other way round.
        if let Err(error) = T::POLICY.validate(message.payload().level(level)) {
            check_error(&error, message.bytes().len());
        }
    }
    message.parse().ok()
}

/// What is repeated is emitted with the bytes that it came with, so what is nested in it may be
/// without flags, or of other sizes, as it was.
fn is_in_repeated_nest(error: &ParseError) -> bool {
    let mut set = error.root();
    error.path().types().any(|ty| {
        let rule = set.and_then(|set| set.attr(ty));
        set = rule.and_then(netlink_core::AttrPolicy::set);
        rule.is_none_or(|rule| rule.occurs() == Occurs::Repeated)
    })
}

fn check_message(message: &RawMessage<'_>) {
    check_raw_message(message);
    parse_at_every_level::<Link<'_>>(message);
    parse_at_every_level::<DelLink<'_>>(message);
    parse_at_every_level::<GetLink<'_>>(message);
}

fn check_raw_message(message: &RawMessage<'_>) {
    let len = message.bytes().len();
    write!(Sink, "{:?}", message.header()).expect("the sink takes everything");
    match Ack::parse(message) {
        Ok(ack) => {
            write!(Sink, "{ack:?} {:?}", ack.errno()).expect("the sink takes everything");
            assert!(ack.echo().len() <= len);
            if let Ok((request, _)) = RawMessage::split(ack.echo()) {
                check_stream(request.payload(), 0);
            }
        }
        Err(error) => check_error(&error, len),
    }
    check_stream(message.payload(), 0);
    if let Ok((_, set)) = message.payload().split_fixed_header(size_of::<IfInfoMsg>()) {
        check_stream(set, 0);
    }
}

/// How deep the walk goes: as deep as any type may.
const DEEP: usize = 64;

fn check_stream(set: Input<'_>, depth: usize) {
    let end = set.offset() + set.bytes().len();
    let mut attrs = set.attrs();
    let mut next = set.offset();
    for attr in attrs.by_ref() {
        assert_eq!(attr.offset(), next);
        next += attr.whole_len();
        check_values(attr);
        if depth < DEEP {
            check_stream(attr.input(), depth + 1);
        }
    }
    match attrs.finish() {
        Ok(()) => assert!(next >= end && next < end + 4),
        Err(error) => {
            check_error(&error, end);
            assert_eq!(error.offset(), next);
            assert!(!attrs.leftover().is_empty());
        }
    }
}

/// A payload as each kind of value. Those that have one form only come out as they went in.
fn check_values(attr: Attr<'_>) {
    check_value::<u8>(attr, Form::Prefix);
    check_value::<u16>(attr, Form::Prefix);
    check_value::<i32>(attr, Form::Prefix);
    check_value::<u64>(attr, Form::Prefix);
    check_value::<Be<u32>>(attr, Form::Prefix);
    check_value::<Uint>(attr, Form::Free);
    check_value::<Sint>(attr, Form::Free);
    check_value::<bool>(attr, Form::Exact);
    check_value::<&CStr>(attr, Form::Prefix);
    check_value::<&str>(attr, Form::Free);
    check_value::<&[u8]>(attr, Form::Exact);
    check_value::<[u8; 6]>(attr, Form::Exact);
    check_value::<IpAddr>(attr, Form::Exact);
}

#[derive(PartialEq)]
enum Form {
    /// What is emitted is what was parsed.
    Exact,
    /// What is emitted is the beginning of what was parsed.
    Prefix,
    /// There are several forms.
    Free,
}

fn check_value<'a, T: Parse<'a> + Emit>(attr: Attr<'a>, form: Form) {
    let value = match T::parse(attr.input()) {
        Ok(value) => value,
        Err(error) => return check_error(&error, attr.offset() + attr.whole_len()),
    };
    // Most are short, and an allocation for each would be what fuzzing spends its time on.
    let (mut short, mut long) = ([0; 64], Vec::new());
    let buffer = match value.payload_len() {
        len if len <= short.len() => &mut short[..len],
        len => {
            long.resize(len, 0);
            &mut long[..]
        }
    };
    let mut writer = Writer::new(buffer);
    value.emit(&mut writer).expect("there is room");
    assert_eq!(writer.len(), value.payload_len());
    assert!(align(writer.len()) <= value.attr_len() || value.attr_len() == 0);
    match form {
        Form::Exact => assert_eq!(writer.written(), attr.payload()),
        Form::Prefix => assert!(attr.payload().starts_with(writer.written())),
        Form::Free => {}
    }
}

/// An error lies within the bytes it is about, and can be printed.
fn check_error(error: &ParseError, len: usize) {
    assert!(error.offset() <= len, "{error} in {len} bytes");
    assert!(error.path().steps().count() <= PATH_LEN);
    write!(Sink, "{error} {error:?} {}", error.errno()).expect("the sink takes everything");
}

/// Takes text without keeping it.
struct Sink;

impl Write for Sink {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}

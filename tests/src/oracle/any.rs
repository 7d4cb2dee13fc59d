//! Properties that must hold for any bytes.

use core::{ffi::CStr, fmt::Write, net::IpAddr};

use netlink_core::{
    Ack, Attr, Be, Emit, EmitField, Input, Messages, Parse, RawMessage, Sint, Uint, Writer,
    align::align,
};

use super::{Sink, check_error};

/// Parses bytes by everything that needs no type of a family: as messages, as attributes, as values of
/// every kind, and as acknowledgements.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn any(bytes: &[u8]) {
    raw(bytes);
    check_stream(Input::new(bytes), 0);
}

/// As [`any`], but as messages alone.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn raw(bytes: &[u8]) {
    for message in Messages::new(bytes) {
        match message {
            Ok(message) => check_message(&message),
            Err(error) => check_error(&error, bytes.len()),
        }
    }
}

fn check_message(message: &RawMessage<'_>) {
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
    if let Ok((_, set)) = message.payload().split_fixed_header(16) {
        check_stream(set, 0);
    }
}

/// The depth limit of the walk: that of types.
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

/// A payload as each kind of value. Those with a unique encoding are emitted as the same bytes.
fn check_values(attr: Attr<'_>) {
    check_value::<u8>(attr, Form::Number);
    check_value::<u16>(attr, Form::Number);
    check_value::<i32>(attr, Form::Number);
    check_value::<u64>(attr, Form::Number);
    check_value::<Be<u32>>(attr, Form::BigEndian);
    check_value::<Uint>(attr, Form::Free);
    check_value::<Sint>(attr, Form::Free);
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
    /// What is emitted is the same number, of the type's width.
    Number,
    /// As `Number`, with the highest byte first.
    BigEndian,
    /// There are several encodings.
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
    writer.emit(&value).expect("there is room");
    assert_eq!(writer.len(), value.payload_len());
    assert_eq!(align(writer.len() + 4), value.field_len());
    match form {
        Form::Exact => assert_eq!(writer.written(), attr.payload()),
        Form::Prefix => assert!(attr.payload().starts_with(writer.written())),
        Form::Number if cfg!(target_endian = "little") => {
            check_number(attr.payload().iter().copied(), writer.written().iter().copied());
        }
        Form::Number | Form::BigEndian => {
            let (payload, written) = (attr.payload().iter().rev(), writer.written().iter().rev());
            check_number(payload.copied(), written.copied());
        }
        Form::Free => {}
    }
}

/// The bytes of two numbers, the lowest first: where one has more, these repeat the sign of the other.
fn check_number(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) {
    let (mut one, mut other) = (one.fuse(), other.fuse());
    loop {
        match (one.next(), other.next()) {
            (Some(one), Some(other)) => assert_eq!(one, other),
            (Some(more), None) | (None, Some(more)) => assert!(more == 0 || more == 0xff),
            (None, None) => return,
        }
    }
}

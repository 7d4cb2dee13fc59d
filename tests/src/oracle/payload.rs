//! What must hold of one type, for any payload.

use core::fmt::{Debug, Write};

use netlink_core::{
    EmitError, EmitMessage, ErrorKind, Level, MessageFlags, MessageHeader, MessageId, ParseError,
    ParseMessage, Policy, RawMessage, Step, View, Writer, emit_message, genl,
    header::{HEADER_LEN, MIN_TYPE},
    message_len,
    policy::Occurs,
};

use super::{Sink, check_error};

/// Parses bytes as the body of a `T`, at every level; a value that parses is
/// written again, and that can be read too, strictly, and gives the same bytes. Of an enum of
/// messages, the first byte says which of them it is.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn payload<T>(bytes: &[u8])
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
{
    let Some(error) = round_trip::<T>(bytes) else { return };
    assert!(is_left_as_it_came(&error), "our own message: {error}: {bytes:02x?}");
}

/// As [`payload`], of a stream: that is read as far as one walks, and written as it came.
///
/// # Panics
///
/// If any of it does what it must not.
#[cfg(feature = "families")]
pub fn stream<T>(bytes: &[u8])
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
{
    round_trip::<T>(bytes);
}

/// Gives why our own message is not read strictly.
fn round_trip<T>(bytes: &[u8]) -> Option<ParseError>
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
{
    let ids = <T::Of<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
    let mut buffer = Scratch::new();
    let (message, id, _) = message_of(ids, bytes, &mut buffer)?;
    let value = read_at_every_level::<T::Of<'_>>(&message)?;
    let mut buffer = Scratch::new();
    let emitted = match emit(&message, &value, &mut buffer) {
        Ok(emitted) => emitted,
        Err(error) => {
            let body = message.body(id).expect("it has been read");
            let refused = value.policy().validate(body).is_err();
            assert!(refused || is_beyond_policy(&error, bytes.len()), "{error}: {value:?}");
            return None;
        }
    };
    let (again, rest) = RawMessage::split(emitted).expect("our own message");
    assert!(rest.is_empty());
    let second = read::<T::Of<'_>>(&again, Level::LIBERAL).unwrap_or_else(|error| {
        panic!("our own message is not read: {error}\n{value:?}");
    });
    let mut buffer = Scratch::new();
    assert_eq!(
        emit(&again, &second, &mut buffer).expect("emitted before"),
        emitted,
        "emitted otherwise the second time: {value:?}"
    );
    read::<T::Of<'_>>(&again, Level::STRICT).err()
}

/// The message with these bytes as its body. Of several, the first byte says which of them it is.
pub(super) fn message_of<'b>(
    ids: &'static [(MessageId, &'static Policy)],
    bytes: &[u8],
    buffer: &'b mut Scratch,
) -> Option<(RawMessage<'b>, MessageId, &'static Policy)> {
    let (&(id, policy), bytes) = match (ids, bytes.split_first()) {
        ([], _) => return None,
        ([one], _) => (one, bytes),
        (ids, Some((number, rest))) => (&ids[usize::from(*number) % ids.len()], rest),
        _ => return None,
    };
    let message = whole(id, bytes, buffer.of(HEADER_LEN + genl::HEADER_LEN + bytes.len() + 3));
    let (message, _) = RawMessage::split(message).expect("the header is good");
    Some((message, id, policy))
}

/// The message with this payload.
fn whole<'b>(id: MessageId, payload: &[u8], buffer: &'b mut [u8]) -> &'b [u8] {
    let (ty, command) = match id {
        MessageId::Type(ty) => (ty, None),
        MessageId::Command { header, .. } => (MIN_TYPE, Some(header)),
    };
    let mut writer = Writer::new(buffer);
    let written = writer.message(MessageHeader::new(ty, MessageFlags::NONE), |writer| {
        command.map_or(Ok(()), |header| writer.put_array(header.to_bytes()))?;
        writer.bytes(payload)
    });
    written.expect("there is room");
    let len = writer.len();
    &buffer[..len]
}

/// Out of line: each type is parsed by many callers.
#[inline(never)]
fn read<'a, T: ParseMessage<'a>>(message: &RawMessage<'a>, level: Level) -> Result<T, ParseError> {
    message.parse_at(level)
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
fn read_at_every_level<'a, T: ParseMessage<'a> + Debug>(message: &RawMessage<'a>) -> Option<T> {
    let mut levels = LEVELS.into_iter();
    let value = read::<T>(message, levels.next()?);
    match &value {
        Ok(value) => write!(Sink, "{value:?}").expect("the sink takes everything"),
        Err(error) => check_error(error, message.bytes().len()),
    }
    let mut refused = value.is_err();
    for level in levels {
        match read::<T>(message, level) {
            Ok(_) => assert!(!refused, "{level:?} lets pass what a lower level refuses"),
            Err(error) => {
                refused = true;
                check_error(&error, message.bytes().len());
            }
        }
    }
    value.ok()
}

/// Writes a value, in the length that it announces.
fn emit<'b, T: EmitMessage>(
    message: &RawMessage<'_>,
    value: &T,
    buffer: &'b mut Scratch,
) -> Result<&'b [u8], EmitError> {
    let announced = message_len(value);
    let buffer = buffer.of(announced);
    let mut writer = Writer::new(buffer);
    let result = emit_message(&mut writer, message.header(), value);
    let len = writer.len();
    match result {
        Ok(()) => {
            assert_eq!(len, announced, "another length than announced");
            Ok(&buffer[..len])
        }
        Err(error) => {
            assert_eq!(len, 0, "something is left of what was not written");
            assert_ne!(error.kind(), ErrorKind::BufferFull, "more than announced");
            Err(error)
        }
    }
}

/// Whether what was read may be refused when it is written although a kernel's policy would not:
/// because padding that the input lacked makes a nest longer than its length field can say, or
/// because a bitfield has flags that it does not select.
fn is_beyond_policy(error: &EmitError, len: usize) -> bool {
    error.kind() == ErrorKind::TooLong && len > 60_000 || error.kind() == ErrorKind::Bitfield
}

/// What is repeated or in an array is written with the bytes that it came with, so what is nested in
/// it may be without flags, or of other sizes, as it was received.
fn is_left_as_it_came(error: &ParseError) -> bool {
    let mut set = error.root();
    error.path().steps().any(|step| match step {
        Step::Attr(ty) => {
            let rule = set.and_then(|set| set.attr(ty));
            set = rule.and_then(netlink_core::AttrPolicy::set);
            rule.is_none_or(|rule| rule.occurs() == Occurs::Repeated)
        }
        Step::Index(_) => true,
        Step::Variant(_) => false,
    })
}

/// Room for a message, on the stack unless it is long: fuzzing does little else than this.
pub(super) struct Scratch {
    short: [u8; 2048],
    long: Vec<u8>,
}

impl Scratch {
    pub(super) const fn new() -> Self {
        Self { short: [super::DIRT; 2048], long: Vec::new() }
    }

    fn of(&mut self, len: usize) -> &mut [u8] {
        if len <= self.short.len() {
            return &mut self.short[..len];
        }
        self.long.resize(len, super::DIRT);
        &mut self.long
    }
}

//! What must hold for any bytes, as plain functions: the tests replay with them, and the fuzz
//! targets call them.
//!
//! [`round_trip`] is the definition of a lossless round trip: a message that was parsed and is
//! emitted again has the same fixed header, and at every level the same attributes with the same
//! payload bytes, unknown and repeated ones included. Free are the order within a set, as long as
//! attributes of one type keep theirs, and `NLA_F_NESTED`, which is always set on what a policy knows
//! as a nest, `NLA_F_NET_BYTEORDER` where it is declared, and the version of a generic netlink family.
//!
//! The others take whatever bytes there are, and panic where something does not hold: [`any`] reads
//! them as messages and attributes, [`payload`] and [`agree`] as a type, [`family`] and [`agreement`] as
//! one of the [`subjects`], [`walks`] by all that walks over a policy, [`acknowledgement`] as how a request ended; [`values`] makes a value of them,
//! [`writing`] and [`conversation`] take them for a script, [`pretty`] displays them.

#[cfg(feature = "families")]
mod ack;
mod agreement;
mod any;
mod compare;
mod conversation;
mod payload;
#[cfg(feature = "families")]
mod pretty;
#[cfg(feature = "families")]
mod subject;
mod values;
#[cfg(feature = "families")]
mod walks;
mod writing;

use core::{fmt, fmt::Write as _};

use netlink_core::{
    EmitError, EmitMessage, Level, MessageId, PATH_LEN, ParseError, ParseMessage, ParseSet, Policy,
    RawMessage, View, Writer, emit_message, genl, message_len,
};

#[cfg(feature = "families")]
pub use self::{
    ack::acknowledgement,
    pretty::{pretty, pretty_in_every_form},
    subject::{NAMES, Subject, agreement, chosen, family, subjects},
    walks::{walks, walks_of},
};
pub use self::{
    agreement::{agree, agree_on_message},
    any::{any, raw},
    compare::Mismatch,
    conversation::conversation,
    payload::payload,
    values::{values, values_at_every_level},
    writing::{writing, writing_in_every_size},
};

/// Why a round trip was not lossless.
#[derive(Clone, Debug)]
pub enum Difference {
    /// The message does not parse.
    Parse(ParseError),
    /// What was parsed is not emitted.
    Emit(EmitError),
    /// What was emitted does not parse.
    ParseAgain(ParseError),
    /// What was emitted is not as long as was announced.
    Length { announced: usize, emitted: usize },
    /// Bytes beyond the end were touched, or a buffer of another kind got other bytes.
    Buffer(&'static str),
    /// The bytes in front of the attributes differ.
    Header,
    /// An attribute differs.
    Attribute(Mismatch),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(error) => write!(f, "does not parse: {error}"),
            Self::Emit(error) => write!(f, "is not emitted: {error}"),
            Self::ParseAgain(error) => write!(f, "does not parse again: {error}"),
            Self::Length { announced, emitted } => {
                write!(f, "announced {announced} bytes, emitted {emitted}")
            }
            Self::Buffer(what) => f.write_str(what),
            Self::Header => f.write_str("another header"),
            Self::Attribute(mismatch) => mismatch.fmt(f),
        }
    }
}

/// Parses a message as `T`, emits it, and compares; then parses what was emitted, strictly, since it
/// is our own.
///
/// # Errors
///
/// The first difference.
pub fn round_trip<T>(message: &RawMessage<'_>) -> Result<(), Difference>
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + ParseSet<'a> + EmitMessage,
{
    let value: T::Of<'_> = message.parse().map_err(Difference::Parse)?;
    let emitted = emit(message, &value)?;
    let Ok((again, _)) = RawMessage::split(&emitted) else {
        return Err(Difference::Header);
    };
    let value: T::Of<'_> = again.parse_at(Level::STRICT).map_err(Difference::ParseAgain)?;
    if emit(&again, &value)? != emitted {
        return Err(Difference::Buffer("emitted otherwise the second time"));
    }
    same::<T>(message, &again)
}

/// As [`round_trip`], of any message, an enum of several included. Parses what was emitted liberally: what is kept as
/// it came may lack flags.
///
/// # Errors
///
/// The first difference.
///
/// # Panics
///
/// If `T` does not declare the message.
pub fn message_round_trip<T>(message: &RawMessage<'_>) -> Result<(), Difference>
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage,
{
    let value: T::Of<'_> = message.parse().map_err(Difference::Parse)?;
    let emitted = emit(message, &value)?;
    let Ok((again, _)) = RawMessage::split(&emitted) else {
        return Err(Difference::Header);
    };
    let value: T::Of<'_> = again.parse().map_err(Difference::ParseAgain)?;
    if emit(&again, &value)? != emitted {
        return Err(Difference::Buffer("emitted otherwise the second time"));
    }
    let ids = <T::Of<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
    let (id, policy) = ids.iter().find(|(id, _)| message.is(*id)).expect("one of its messages");
    same_by(*id, policy, message, &again)
}

/// Whether two messages of type `T` are the same but for the freedoms that emitting has.
///
/// # Errors
///
/// The first difference.
pub fn same<T>(before: &RawMessage<'_>, after: &RawMessage<'_>) -> Result<(), Difference>
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + ParseSet<'a>,
{
    let ids = <T::Of<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
    let (id, _) = ids.first().ok_or(Difference::Header)?;
    same_by(*id, <T::Of<'_> as ParseSet<'_>>::PARSE_POLICY, before, after)
}

/// Whether two messages with this policy are the same but for the freedoms that emitting has.
fn same_by(
    id: MessageId,
    policy: &'static Policy,
    before: &RawMessage<'_>,
    after: &RawMessage<'_>,
) -> Result<(), Difference> {
    let head = |message: &RawMessage<'_>| {
        let header = message.header();
        (header.ty, header.flags, header.sequence, header.port)
    };
    if head(before) != head(after) {
        return Err(Difference::Header);
    }
    let behind = match id {
        MessageId::Command { .. } => genl::HEADER_LEN,
        MessageId::Type(_) => 0,
    };
    let (Ok((genl_before, before)), Ok((genl_after, after))) =
        (before.payload().split_header(behind), after.payload().split_header(behind))
    else {
        return Err(Difference::Header);
    };
    // Kernels do not look at the version, and tools send any.
    if genl_before.first() != genl_after.first() {
        return Err(Difference::Header);
    }
    compare::sets(policy, before, after).map_err(Difference::Attribute)
}

/// What was in the buffer before: none of it may be left in a message.
const DIRT: u8 = 0xa5;

/// Emits a message into a slice and into a vector; both get the same, of the announced length.
fn emit<T: EmitMessage>(message: &RawMessage<'_>, value: &T) -> Result<Vec<u8>, Difference> {
    let announced = message_len(value);
    let mut buffer = vec![DIRT; announced + 64];
    let mut writer = Writer::new(&mut buffer);
    emit_message(&mut writer, message.header(), value).map_err(Difference::Emit)?;
    let emitted = writer.len();
    if emitted != announced {
        return Err(Difference::Length { announced, emitted });
    }
    if buffer[emitted..].iter().any(|&byte| byte != DIRT) {
        return Err(Difference::Buffer("wrote beyond the end"));
    }
    buffer.truncate(emitted);

    let mut grown = vec![DIRT; 4];
    emit_message(&mut Writer::growing(&mut grown), message.header(), value)
        .map_err(Difference::Emit)?;
    if grown.split_at(4) != (&[DIRT; 4], &buffer) {
        return Err(Difference::Buffer("a vector got other bytes than a slice"));
    }
    Ok(buffer)
}

/// An error lies within the bytes it is about, and can be printed.
fn check_error(error: &ParseError, len: usize) {
    assert!(error.offset() <= len, "{error} in {len} bytes");
    assert!(error.path().steps().count() <= PATH_LEN);
    write!(Sink, "{error} {error:?} {}", error.errno()).expect("the sink takes everything");
}

/// Takes text without keeping it.
struct Sink;

impl fmt::Write for Sink {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}

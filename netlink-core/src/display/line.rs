//! A message on one line: `Link type=16 len=1352 flags=MULTI seq=7 port=1431`.

use core::fmt;

use super::flags::Operation;
use super::paint::{Paint, Role};
use super::recognize::{Known, Recognized};
use super::text::Text;
use crate::ack::{Ack, ExtendedAck};
use crate::header::{self, MessageHeader};
use crate::message::RawMessage;

/// What a message's headers say, and of an acknowledgement how the request ended.
pub(super) fn message(
    f: &mut fmt::Formatter<'_>,
    message: &RawMessage<'_>,
    known: &Known<'_>,
    paint: Paint,
) -> fmt::Result {
    own(f, message, &known.recognize(message), paint)?;
    let Ok(ack) = Ack::parse(message) else { return Ok(()) };
    if let Some(request) = RawMessage::partial(ack.echo()) {
        f.write_str(", in reply to ")?;
        head(f, request.header(), &known.recognize(&request), paint)?;
    }
    Ok(())
}

/// The same, without the request that is acknowledged.
pub(super) fn own(
    f: &mut fmt::Formatter<'_>,
    message: &RawMessage<'_>,
    seen: &Recognized<'_>,
    paint: Paint,
) -> fmt::Result {
    head(f, message.header(), seen, paint)?;
    match Ack::parse(message) {
        Ok(ack) => outcome(f, message.header(), &ack, paint),
        Err(_) => Ok(()),
    }
}

/// The headers.
fn head(
    f: &mut fmt::Formatter<'_>,
    header: MessageHeader,
    seen: &Recognized<'_>,
    paint: Paint,
) -> fmt::Result {
    let MessageHeader { len, ty, flags, sequence, port } = header;
    if let Some(name) = seen.name {
        paint.write(f, Role::Name, format_args!("{name}"))?;
        f.write_str(" ")?;
    }
    write!(f, "type={ty}")?;
    if let Some(family) = seen.family {
        write!(f, " family={}", Text(family.as_bytes()))?;
    }
    if let Some(generic) = seen.generic {
        write!(f, " cmd={} version={}", generic.command, generic.version)?;
    }
    let flags = flags.display(Operation::of(&header, seen.protocol));
    write!(f, " len={len} flags={flags} seq={sequence} port={port}")
}

/// How a request ended.
fn outcome(
    f: &mut fmt::Formatter<'_>,
    header: MessageHeader,
    ack: &Ack<'_>,
    paint: Paint,
) -> fmt::Result {
    match (ack.errno(), ack.code()) {
        (Some(errno), _) => {
            f.write_str(": ")?;
            paint.write(f, Role::Wrong, format_args!("{errno}"))?;
        }
        (None, 0) if header.ty == header::DONE => {}
        (None, 0) => f.write_str(": success")?,
        (None, count) => write!(f, ": {count}")?,
    }
    extended(f, &ack.extended())
}

fn extended(f: &mut fmt::Formatter<'_>, extended: &ExtendedAck<'_>) -> fmt::Result {
    if let Some(message) = extended.message {
        write!(f, ": {}", Text(message.to_bytes()))?;
    }
    if let Some(offset) = extended.offset {
        write!(f, ", at offset {offset}")?;
    }
    if let Some(ty) = extended.missing_type {
        write!(f, ", attribute {ty} is missing")?;
    }
    if let Some(nest) = extended.missing_nest {
        write!(f, " in the one at offset {nest}")?;
    }
    Ok(())
}

#![doc = include_str!("../docs/links.txt")]
#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod codec;
pub mod conversation;
pub mod display;
pub mod docs;
mod error;
pub mod policy;
pub mod value;
mod wire;

#[cfg(feature = "alloc")]
use codec::owned;
use codec::{
    context, emit, emit_field, emit_set, input, item, level, output, parse, parse_field, rule,
    seen, set, set_output, with, writer,
};
use wire::{errno, flags};

pub use codec::emit::{Emit, EmitSet, key_of};
pub use codec::emit_field::EmitField;
pub use codec::input::{Input, MAX_DEPTH};
pub use codec::level::Level;
pub use codec::message::{EmitMessage, ParseMessage, emit_message, message_len};
pub use codec::output::{EmitContext, Emitted, Failed, Output};
pub use codec::parse::{Parse, ParseSet, View};
pub use codec::parse_field::ParseField;
pub use codec::request::{Request, RequestWithHeader};
pub use codec::set::parse_into;
pub use codec::split::split_list;
pub use codec::stream::{Stream, StreamItems};
pub use codec::with::{EmitWith, ParseWith};
pub use codec::with_header::WithHeader;
pub use codec::writer::Writer;
pub use error::{EmitError, ErrorKind, PATH_LEN, ParseError, Path, Step};
/// Every directive of `#[netlink(…)]` and `#[nla(…)]`: [`docs::attribute`].
#[cfg(feature = "derive")]
pub use netlink_derive::{Emit, Parse};
#[cfg(feature = "alloc")]
pub use owned::{Owned, OwnedMessage};
pub use policy::{AttrPolicy, Policy};
pub use value::{
    Be, Bitfield32, Indexed, Lazy, Le, Mac, Malformed, NlaStr, Raw, Reject, Repeated, Sint, Struct,
    Uint, Unknown,
};
pub use wire::ack::{Ack, ExtendedAck};
pub use wire::attr::{Attr, Attrs};
pub use wire::errno::Errno;
pub use wire::flags::MessageFlags;
pub use wire::header::MessageHeader;
pub use wire::message::{MessageId, Messages, RawMessage};
pub use wire::{ack, align, attr, genl, header, message, protocol};
pub use zerocopy;

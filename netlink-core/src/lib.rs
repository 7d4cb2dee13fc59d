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
pub mod ack;
pub mod align;
pub mod attr;
mod codec;
pub mod conversation;
pub mod display;
pub mod docs;
mod emit;
mod errno;
mod error;
mod flags;
pub mod genl;
pub mod header;
mod input;
pub mod message;
#[cfg(feature = "alloc")]
mod owned;
mod parse;
pub mod policy;
mod stream;
pub mod value;
mod writer;

pub use ack::{Ack, ExtendedAck};
pub use attr::{Attr, Attrs};
pub use codec::{EmitWith, ParseWith};
pub use emit::{Emit, EmitSelected, EmitSet};
pub use errno::Errno;
pub use error::{EmitError, ErrorKind, PATH_LEN, ParseError, Path, Step};
pub use flags::MessageFlags;
pub use header::MessageHeader;
pub use input::{Input, Level, MAX_DEPTH};
pub use message::{
    EmitMessage, MessageId, Messages, ParseMessage, RawMessage, Request, emit_message, message_len,
};
/// Every word of `#[netlink(…)]` and `#[nla(…)]`: [`docs::attribute`].
#[cfg(feature = "derive")]
pub use netlink_derive::{Emit, Parse};
#[cfg(feature = "alloc")]
pub use owned::{Owned, OwnedMessage};
pub use parse::{Parse, ParseSelected, ParseSet, SelectorKey, View};
pub use policy::{AttrPolicy, Policy};
pub use stream::{EmitItem, ParseItem, Stream, StreamItems};
pub use value::{
    Be, Bitfield32, Indexed, Lazy, Le, Mac, Malformed, Raw, Reject, Repeated, Sint, Uint, Unknown,
};
pub use writer::{Buffer, Writer};
pub use zerocopy;

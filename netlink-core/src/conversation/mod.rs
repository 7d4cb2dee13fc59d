//! The protocol as a state machine over messages, without I/O.
//!
//! An [`Exchange`] is one request and all its replies, a [`Window`] is several requests
//! under way at once. They are fed the messages of the datagrams as they arrive, in whatever way
//! they arrive, and say what each of them means. They own no buffer and wait for nothing, so that
//! blocking and asynchronous drivers share them.
//!
//! ```
//! use netlink_core::conversation::{Answer, Event, Exchange};
//! use netlink_core::{MessageFlags, MessageHeader, RawMessage, Writer};
//!
//! let mut exchange = Exchange::new(7, Answer::Dump);
//!
//! // What a driver would have received: one of several messages, then the end.
//! let part = MessageHeader { sequence: 7, ..MessageHeader::new(16, MessageFlags::MULTI) };
//! let done = MessageHeader { sequence: 7, ..MessageHeader::new(3, MessageFlags::MULTI) };
//! let mut datagram = Vec::new();
//! let mut writer = Writer::growing(&mut datagram);
//! writer.message(part, |writer| writer.bytes(b"data"))?;
//! writer.message(done, |writer| writer.bytes(&[0; 4]))?;
//!
//! let (message, rest) = RawMessage::split(&datagram)?;
//! assert!(matches!(exchange.accept(&message)?, Event::Reply));
//! let (message, _) = RawMessage::split(rest)?;
//! assert!(matches!(exchange.accept(&message)?, Event::Finished(_)));
//! assert!(exchange.is_over());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod exchange;
mod window;

pub use exchange::{Answer, Event, Exchange};
pub use window::Window;

//! Bytes and views of them: headers, attributes, messages. No policies, no types of your own.

pub mod ack;
pub mod align;
pub mod attr;
pub(crate) mod errno;
pub(crate) mod flagged;
pub(crate) mod flags;
pub mod genl;
pub mod header;
pub mod message;
pub mod protocol;
pub(crate) mod text;

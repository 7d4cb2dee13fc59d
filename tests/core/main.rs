//! The rules of the wire, without the derive: streams, messages, acknowledgements, policies.

mod ack;
mod attrs;
mod bugs;
mod comparison;
mod conversation;
mod errors;
mod flags;
mod kinds;
mod layout;
mod levels;
mod lists;
mod locate;
mod messages;
mod tables;
mod traits;
mod values;
mod walks;
mod widths;
mod writer;

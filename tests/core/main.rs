//! The rules of the wire, without the derive: streams, messages, acknowledgements, policies.

mod ack;
mod attrs;
mod bugs;
mod layout;
mod levels;
mod messages;
mod tables;
mod writer;

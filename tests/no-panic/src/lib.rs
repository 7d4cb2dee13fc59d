//! The parsers and emitters of every message of the families in `tests/src/family`, optimised together.
//!
//! Every panic calls the panic handler, which calls an undefined function. If the optimiser cannot prove
//! that it is unreachable, the library does not link.
//!
//! What is displayed is left out: formatting in the standard library can panic.

#![no_std]

#[macro_use]
#[path = "../../src/family/every.rs"]
mod every;

/// The families as they are, without what needs the standard library.
#[path = "../../src/family"]
pub mod family {
    pub mod ethtool;
    pub mod inet_diag;
    pub mod netdev;
    pub mod nftables;
    pub mod nlctrl;
    pub mod rt_addr;
    pub mod rt_link;
    pub mod rt_neigh;
    pub mod rt_route;
    pub mod rt_rule;
    pub mod tc;
}

use core::panic::PanicInfo;

use netlink_core::{
    Ack, EmitMessage, ExtendedAck, Level, Messages, ParseMessage, RawMessage, View, Writer,
    conversation::{Answer, Event, Exchange},
    emit_message, message_len,
};

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unsafe extern "C" {
        safe fn a_panic_is_left() -> !;
    }
    a_panic_is_left()
}

// For what the compiler itself calls: copying and comparing bytes.
#[link(name = "c")]
unsafe extern "C" {}

/// Reads bytes as a message, at a level, and writes what was read; gives the length.
type Both = fn(message: &[u8], level: Level, buffer: &mut [u8]) -> Option<usize>;

macro_rules! both {
    ($($sort:ident $family:ident: $($name:ident)*;)*) => {
        /// Both of every message.
        #[unsafe(no_mangle)]
        pub static NETLINK_MESSAGES: &[Both] = &[$($(both::<family::$family::$name<'_>>),*),*];
    };
}

every_message!(both);

fn both<T>(message: &[u8], level: Level, buffer: &mut [u8]) -> Option<usize>
where
    T: View,
    for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage,
{
    let (message, _) = RawMessage::split(message).ok()?;
    let value: T::Of<'_> = message.parse_at(level).ok()?;
    let mut writer = Writer::new(buffer.get_mut(..message_len(&value))?);
    emit_message(&mut writer, message.header(), &value).ok()?;
    Some(writer.len())
}

/// Validates bytes against the policies of links, and locates the offset of an acknowledgement.
#[unsafe(no_mangle)]
pub fn netlink_policies(datagram: &[u8], level: Level, fault: &ExtendedAck<'_>) -> usize {
    let policy = <family::rt_link::Link<'_> as netlink_core::EmitSet>::EMIT_POLICY;
    let mut found = 0_usize;
    for message in Messages::new(datagram).flatten() {
        let payload = message.payload().with_level(level);
        found = found.wrapping_add(policy.validate(payload).is_ok().into());
        found = found.wrapping_add(policy.locate_fault(payload, fault).is_some().into());
        let table = policy.table::<64>(payload);
        found = found.wrapping_add(table.is_ok_and(|table| table.has(3)).into());
    }
    found
}

/// Runs an exchange.
#[unsafe(no_mangle)]
pub fn netlink_exchange(datagram: &[u8], sequence: u32) -> Option<i32> {
    let mut exchange = Exchange::new(sequence, Answer::Dump);
    for message in Messages::new(datagram).flatten() {
        match exchange.accept(&message) {
            Ok(Event::Finished(ack) | Event::Failed(ack)) => return Some(code(&ack)),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
    None
}

fn code(ack: &Ack<'_>) -> i32 {
    match ack.extended().offset {
        Some(_) => ack.errno().map_or(0, |errno| errno.0),
        None => ack.code(),
    }
}

/// Has a panic in it.
#[cfg(feature = "panicking")]
#[unsafe(no_mangle)]
pub fn netlink_panicking(bytes: &[u8], at: usize) -> u8 {
    bytes[at]
}

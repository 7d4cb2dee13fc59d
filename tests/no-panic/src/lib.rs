//! The parsers and emitters of every message of several families, optimised together.
//!
//! Every panic calls the panic handler, which calls an undefined function. If the optimiser cannot prove
//! that it is unreachable, the library does not link.
//!
//! What is displayed is left out: formatting in the standard library can panic.

#![no_std]

use core::fmt::Debug;
use core::panic::PanicInfo;

use netlink_core::{
    Ack, EmitMessage, ExtendedAck, Level, Messages, ParseMessage, RawMessage, View, Writer,
    conversation::{Answer, Event, Exchange},
    emit_message, message_len,
};
use netlink_families::{Family, Visitor};

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

/// Reads bytes as a message of each type in turn, at a level, and writes what was read; gives how many bytes that
/// came to.
#[unsafe(no_mangle)]
pub fn netlink_messages(message: &[u8], level: Level, buffer: &mut [u8]) -> usize {
    let mut both = Both { message, level, buffer, written: 0 };
    netlink_families::visit(&mut both);
    both.written
}

struct Both<'m> {
    message: &'m [u8],
    level: Level,
    buffer: &'m mut [u8],
    written: usize,
}

impl Both<'_> {
    fn attempt<T>(&mut self) -> Option<()>
    where
        T: View,
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage,
    {
        let (message, _) = RawMessage::split(self.message).ok()?;
        let value: T::Of<'_> = message.parse_at(self.level).ok()?;
        let mut writer = Writer::new(self.buffer.get_mut(..message_len(&value))?);
        emit_message(&mut writer, message.header(), &value).ok()?;
        self.written = self.written.wrapping_add(writer.len());
        Some(())
    }
}

impl Visitor for Both<'_> {
    fn request<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.attempt::<T>();
    }

    fn received<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.attempt::<T>();
    }
}

/// Validates bytes against the policies of links, and locates the offset of an acknowledgement.
#[unsafe(no_mangle)]
pub fn netlink_policies(datagram: &[u8], level: Level, fault: &ExtendedAck<'_>) -> usize {
    let policy = <netlink_families::rt_link::Link<'_> as netlink_core::EmitSet>::EMIT_POLICY;
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

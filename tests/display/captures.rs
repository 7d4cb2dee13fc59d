//! Everything that was captured.

use core::fmt::{self, Write};

use netlink_core::RawMessage;
use netlink_tests::{alloc::allocations, oracle};

use crate::support::Source;

const DONE: u16 = 3;

/// The families name all that a kernel sent, so all of it is displayed by name.
#[test]
fn every_attribute_that_a_kernel_sent_has_its_name() {
    let mut messages = 0;
    for source in Source::load_all() {
        for message in source.messages().filter(|message| message.header().ty != DONE) {
            let tree = format!("{:#}", source.display(&message));
            let is_odd = |line: &&str| {
                [" unknown:", "left over", " ! ", "payload,"].iter().any(|odd| line.contains(odd))
            };
            assert_eq!(tree.lines().find(is_odd), None, "{}: {tree}", source.name);
            messages += 1;
        }
    }
    assert!(messages > 10_000, "{messages}");
}

#[test]
fn every_captured_message_is_displayed_in_proportion_and_byte_for_byte() {
    for source in Source::load_all() {
        // Those of one capture are alike.
        source.messages().step_by(7).for_each(|message| oracle::pretty(message.bytes()));
    }
}

#[test]
fn messages_are_displayed_without_allocation() {
    struct Sink;

    impl Write for Sink {
        fn write_str(&mut self, _: &str) -> fmt::Result {
            Ok(())
        }
    }

    for source in Source::load_all() {
        let messages: Vec<RawMessage<'_>> = source.messages().take(50).collect();
        let count = allocations(|| {
            for message in &messages {
                let display = source.display(message);
                write!(Sink, "{display} {display:#} {}", display.hex()).unwrap();
            }
        });
        assert_eq!(count, 0, "{}", source.name);
    }
}

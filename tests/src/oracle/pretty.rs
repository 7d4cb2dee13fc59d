//! What must hold of messages that are displayed.

use core::fmt::{self, Display, Write};
use std::sync::LazyLock;

use netlink_core::{Ack, Messages, RawMessage, display::MessageDisplay};

use crate::family::{self, GENERIC, NETFILTER, ROUTE, SOCK_DIAG, rt_link::Link};

/// Displays bytes as messages of every family there is, in every form.
///
/// # Panics
///
/// If what comes out is out of proportion, could steer a terminal, or has other bytes in it than the
/// message.
pub fn pretty(bytes: &[u8]) {
    for message in Messages::new(bytes).flatten() {
        for (protocol, known) in KNOWN.iter() {
            check(&message, message.display_as(known).protocol(*protocol));
        }
        check(&message, message.display::<Link<'_>>());
        check(&message, message.display_as(&[]));
        if let Err(error) = message.parse::<Link<'_>>() {
            proportionate(&message, &message.display::<Link<'_>>().explain(&error));
        }
        if let Ok(ack) = Ack::parse(&message) {
            proportionate(&message, &message.display::<Link<'_>>().explain_refusal(&ack));
        }
    }
}

static KNOWN: LazyLock<Vec<(i32, family::Messages)>> = LazyLock::new(|| {
    let protocols = [ROUTE, NETFILTER, SOCK_DIAG, GENERIC];
    protocols.map(|protocol| (protocol, family::messages(protocol))).to_vec()
});

fn check(message: &RawMessage<'_>, display: MessageDisplay<'_>) {
    let line = proportionate(message, &display);
    assert_eq!(line.lines, 1, "{display}");
    proportionate(message, &format_args!("{display:#}"));
    proportionate(message, &display.hex());
    assert_eq!(shown_bytes(&display.hex().to_string()), message.bytes(), "{}", display.hex());
}

/// The bytes in rows such as `0016  0a 00 01 00  what they are`, of which each begins where the one
/// before ended.
fn shown_bytes(rows: &str) -> Vec<u8> {
    const COLUMN: usize = 8 * 3 - 1;
    let mut bytes = Vec::new();
    for row in rows.lines() {
        let (offset, row) = row.split_once("  ").expect("an offset in front");
        assert_eq!(offset.parse(), Ok(bytes.len()), "{rows}");
        let column: String = row.chars().take(COLUMN).collect();
        let digits = column.split_whitespace().map(|byte| u8::from_str_radix(byte, 16));
        bytes.extend(digits.map(|byte| byte.expect("a byte in hexadecimal")));
    }
    bytes
}

/// How many characters each byte of a message may come to: its share of a name, an indentation of up to
/// 64 levels, and the words about what is wrong with it.
const PER_BYTE: usize = 400;
/// How many a message may come to however short it is.
const PER_MESSAGE: usize = 2000;

fn proportionate(message: &RawMessage<'_>, displayed: &dyn Display) -> Measured {
    let mut measured = Measured { len: 0, lines: 1 };
    write!(measured, "{displayed}").expect("there is room");
    let bound = PER_MESSAGE + PER_BYTE * message.bytes().len();
    assert!(measured.len <= bound, "{} of {}", measured.len, message.bytes().len());
    measured
}

/// Takes text without keeping it.
struct Measured {
    len: usize,
    lines: usize,
}

impl Write for Measured {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.len += text.len();
        for character in text.chars() {
            match character {
                '\n' => self.lines += 1,
                _ => assert!(!character.is_control(), "{character:?}"),
            }
        }
        Ok(())
    }
}

//! What must hold of messages that are displayed.

use core::fmt::{Display, Write};
use std::sync::LazyLock;

use netlink_core::protocol::{AUDIT, GENERIC, NETFILTER, ROUTE, SOCK_DIAG, XFRM};
use netlink_core::{Ack, Messages, ParseMessage, RawMessage, display::MessageDisplay};
use netlink_families::rt_link::Link;

use crate::known;

/// Displays bytes as messages, each in one style, by what is known of one of the protocols, of links alone
/// or of nothing. The port ID of the message, which has no other meaning when it is displayed,
/// selects one of them: a fuzzer that tried all of them for every input would be too slow.
///
/// # Panics
///
/// If the displayed text is out of proportion, could control a terminal, or has other bytes than the
/// message.
pub fn pretty(bytes: &[u8]) {
    for message in Messages::new(bytes).flatten() {
        let [known, form, ..] = message.header().port.to_le_bytes().map(usize::from);
        let known = &EVERY_KNOWN[known % EVERY_KNOWN.len()];
        FORMS[form % FORMS.len()](&message, known.display(message));
    }
}

/// As [`pretty`], in every style and by everything that may be known.
///
/// # Panics
///
/// As [`pretty`].
pub fn pretty_in_every_form(bytes: &[u8]) {
    for message in Messages::new(bytes).flatten() {
        for known in EVERY_KNOWN.iter() {
            FORMS.iter().for_each(|form| form(&message, known.display(message)));
        }
    }
}

/// By what a message is displayed: a protocol's messages, links of no protocol, nothing.
static EVERY_KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let protocols = [ROUTE, NETFILTER, SOCK_DIAG, GENERIC];
    let of = |protocol| Known(Some(protocol), known::messages(protocol));
    let mut known: Vec<_> = protocols.map(of).into();
    let links = <Link<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
    known.extend([Known(None, links.to_vec()), Known(None, Vec::new())]);
    known.extend([AUDIT, XFRM].map(of));
    known
});

struct Known(Option<i32>, known::Messages);

impl Known {
    fn display<'a>(&'a self, message: RawMessage<'a>) -> MessageDisplay<'a> {
        let display = message.display_as(&self.1);
        match self.0 {
            Some(protocol) => display.protocol(protocol),
            None => display,
        }
    }
}

/// Displays a message in one style, and checks the text.
type Form = fn(&RawMessage<'_>, MessageDisplay<'_>);

const FORMS: [Form; 4] = [line, tree, hex, explanation];

fn line(message: &RawMessage<'_>, display: MessageDisplay<'_>) {
    let line = shown(message, &display);
    assert!(!line.contains('\n'), "{line}");
}

fn tree(message: &RawMessage<'_>, display: MessageDisplay<'_>) {
    shown(message, &format_args!("{display:#}"));
}

fn hex(message: &RawMessage<'_>, display: MessageDisplay<'_>) {
    let rows = shown(message, &display.hex());
    let shown = bytes_of(&rows);
    assert_eq!(shown.len(), message.bytes().len(), "{rows}");
    let same =
        shown.iter().zip(message.bytes()).all(|(shown, byte)| shown.is_none_or(|it| it == *byte));
    assert!(same, "{rows}");
}

fn explanation(message: &RawMessage<'_>, display: MessageDisplay<'_>) {
    if let Err(error) = message.parse::<Link<'_>>() {
        shown(message, &display.explain(&error));
    }
    if let Ok(ack) = Ack::parse(message) {
        shown(message, &display.explain_refusal(&ack));
    }
}

/// The bytes in rows such as `0016  0a 00 01 00  what they are`, of which each begins where the one
/// before ended. Those of secrets are not shown.
fn bytes_of(rows: &str) -> Vec<Option<u8>> {
    const COLUMN: usize = 8 * 3 - 1;
    let mut bytes = Vec::with_capacity(rows.len() / 3);
    for row in rows.lines() {
        let (offset, row) = row.split_once("  ").expect("an offset in front");
        assert_eq!(offset.parse(), Ok(bytes.len()), "{rows}");
        let column = &row.as_bytes()[..row.len().min(COLUMN)];
        for byte in column.chunks(3) {
            match *byte {
                [b' ', ..] => assert!(byte.iter().all(|byte| *byte == b' '), "{rows}"),
                [b'*', b'*'] | [b'*', b'*', b' '] => bytes.push(None),
                [high, low] | [high, low, b' '] => bytes.push(Some(digit(high) << 4 | digit(low))),
                _ => panic!("no byte in hexadecimal: {rows}"),
            }
        }
    }
    bytes
}

fn digit(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => panic!("{digit:#x} is no digit"),
    }
}

/// How many characters each byte of a message may come to: its share of a name, an indentation of up to
/// 64 levels, and the text of the error.
const PER_BYTE: usize = 400;
/// How many a message may come to however short it is.
const PER_MESSAGE: usize = 2000;

/// What is displayed, which is in proportion and cannot steer a terminal.
fn shown(message: &RawMessage<'_>, displayed: &dyn Display) -> String {
    let len = message.bytes().len();
    let mut text = String::with_capacity(PER_MESSAGE);
    write!(text, "{displayed}").expect("there is room");
    assert!(text.len() <= PER_MESSAGE + PER_BYTE * len, "{} of {len}", text.len());
    let is_good = |byte: u8| byte == b'\n' || !byte.is_ascii_control();
    // Most of it is ASCII, and its bytes are looked at in less time than its characters.
    if !text.is_ascii() || !text.bytes().fold(true, |all, byte| all & is_good(byte)) {
        let control = text.chars().find(|character| character.is_control() && *character != '\n');
        assert_eq!(control, None, "{text:?}");
    }
    text
}

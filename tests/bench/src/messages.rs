//! The messages that are read: what a kernel once sent.

use netlink_core::Messages;
use netlink_tests::capture::Capture;

/// The first messages of type `ty` in a capture, for as long as the program runs.
///
/// # Panics
///
/// If there are none, or the capture is not a sequence of messages.
pub(crate) fn messages(capture: &str, ty: u16) -> &'static [Vec<u8>] {
    let capture = Capture::load(capture);
    let messages: Vec<Vec<u8>> = capture
        .datagrams()
        .flat_map(Messages::new)
        .map(|message| message.expect("a kernel sends whole messages"))
        .filter(|message| message.header().ty == ty)
        .map(|message| message.bytes().to_vec())
        .take(AT_MOST)
        .collect();
    assert!(!messages.is_empty(), "{} has no message {ty}", capture.name());
    messages.leak()
}

/// A processor learns the turns that so few take, so that what is measured is the work.
const AT_MOST: usize = 250;

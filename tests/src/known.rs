//! All messages that the families declare, by protocol.

use std::sync::LazyLock;

use netlink_core::{MessageId, Policy};
use netlink_families::{FAMILIES, Family};

/// Messages by what they are, each with what may be in it.
pub type Messages = Vec<(MessageId, &'static Policy)>;

/// Returns the messages of a protocol: those that a kernel sends, then those that it is sent.
#[must_use]
pub fn messages(protocol: i32) -> Messages {
    of(FAMILIES.iter().copied().filter(|family| family.protocol == protocol))
}

/// The messages of all families.
pub static ALL: LazyLock<Messages> = LazyLock::new(|| of(FAMILIES.iter().copied()));

/// Returns the messages of these families, likewise.
#[must_use]
pub fn of(families: impl IntoIterator<Item = &'static Family> + Clone) -> Messages {
    let received = families.clone().into_iter().flat_map(|family| {
        let replies = family.operations.iter().map(|operation| operation.reply);
        replies.chain([family.notifications]).flatten()
    });
    let sent = families
        .into_iter()
        .flat_map(|family| family.operations.iter().flat_map(|operation| operation.request));
    let mut messages = Messages::new();
    for (id, policy) in received.chain(sent) {
        if !messages.iter().any(|(known, same)| known == id && core::ptr::eq(*same, *policy)) {
            messages.push((*id, *policy));
        }
    }
    messages
}

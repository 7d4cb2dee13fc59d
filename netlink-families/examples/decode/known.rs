//! Which message it is: by the registry of families, and for generic netlink by what the capture says itself.

use std::collections::BTreeMap;

use netlink_core::{Ack, MessageFlags, MessageId, Policy, RawMessage};
use netlink_families::{FAMILIES, Family, nlctrl};
use netlink_sys::Protocol;

const NLCTRL: u16 = 0x10;

/// The names of generic netlink families, by the numbers that a kernel gave them as they were loaded.
pub(crate) struct Known(BTreeMap<u16, String>);

impl Default for Known {
    fn default() -> Self {
        Self([(NLCTRL, "nlctrl".into())].into())
    }
}

impl Known {
    /// Remembers the number of a family, if that is what the message is about.
    pub(crate) fn learn(&mut self, message: &RawMessage<'_>) {
        if message.header().ty != NLCTRL {
            return;
        }
        if let Ok(reply) = message.parse::<nlctrl::FamilyReply<'_>>() {
            if let (Some(id), Some(name)) = (reply.family_id, reply.family_name) {
                self.0.insert(id, name.to_string_lossy().into_owned());
            }
        }
    }

    /// Returns the family of generic netlink, and what the message may be: itself, and if it acknowledges a
    /// request, that request.
    pub(crate) fn candidates(
        &self,
        protocol: Protocol,
        message: &RawMessage<'_>,
    ) -> (Option<&str>, Vec<(MessageId, &'static Policy)>) {
        let ack = Ack::parse(message).ok();
        // Only the first bytes of a request may come back.
        let header = ack.and_then(|ack| ack.request()).unwrap_or(message.header());
        let name = self.0.get(&header.ty).filter(|_| protocol == Protocol::GENERIC);
        let of_protocol = FAMILIES.iter().filter(|family| match name {
            Some(name) => family.name == name,
            None if protocol == Protocol::GENERIC => false,
            None => Protocol::from(family.protocol) == protocol && family.id_of(message).is_some(),
        });
        let is_request = header.flags.contains(MessageFlags::REQUEST);
        let messages = of_protocol.flat_map(|family| messages(family, is_request)).collect();
        (name.map(String::as_str), messages)
    }
}

/// The messages of a family, in one direction before those in the other: a request has the rules of requests.
fn messages(
    family: &'static Family,
    is_request: bool,
) -> impl Iterator<Item = (MessageId, &'static Policy)> {
    let sent = family.operations.iter().flat_map(|operation| operation.request);
    let replies = family.operations.iter().flat_map(|operation| operation.reply);
    let received = replies.chain(family.notifications);
    let (first, second): (Vec<_>, Vec<_>) = match is_request {
        true => (sent.collect(), received.collect()),
        false => (received.collect(), sent.collect()),
    };
    first.into_iter().chain(second).copied()
}

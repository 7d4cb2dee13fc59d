//! The messages of all families, for programs that learn only at run time which family they talk to.
//!
//! [`FAMILIES`] lists the families that are compiled in. Each lists its operations and notifications with their
//! policies, which name, validate and display the attributes of a message without its type.

use netlink_core::genl::GenlHeader;
use netlink_core::policy::{Layout, Policy};
use netlink_core::{MessageId, RawMessage};

use crate::layout::Structure;

/// A list of messages, each with the policy of its attributes.
pub type Messages = &'static [(MessageId, &'static Policy)];

/// All families that are compiled in.
pub const FAMILIES: &[&Family] = crate::ALL;

/// One family: what finds and names its messages.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Family {
    /// The name of the specification, `rt-link`. For generic netlink it is the name that the kernel registers.
    pub name: &'static str,
    /// The netlink protocol, as in `socket(2)`; 16 is generic netlink.
    pub protocol: i32,
    /// What the family can be requested to do.
    pub operations: &'static [Operation],
    /// The messages that the family sends to multicast groups.
    pub notifications: Messages,
    /// The multicast groups.
    pub groups: &'static [Group],
    /// What the payload may begin with, if other families have the same message types; empty for most.
    first_bytes: &'static [u8],
    structures: &'static [&'static [Structure]],
}

/// Returns the C structure with this layout, of any family that is compiled in.
///
/// Policies refer to structures by their layouts: see [`Policy::header_layout`] and
/// [`Hint`](netlink_core::policy::Hint).
#[must_use]
#[inline]
pub fn structure(layout: &Layout) -> Option<&'static Structure> {
    let lists = FAMILIES.iter().flat_map(|family| family.structures).chain(crate::SHARED);
    lists.copied().flatten().find(|structure| structure.is(layout))
}

impl Family {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn new(
        name: &'static str,
        protocol: i32,
        first_bytes: &'static [u8],
        operations: &'static [Operation],
        notifications: Messages,
        groups: &'static [Group],
        structures: &'static [&'static [Structure]],
    ) -> Self {
        Self { name, protocol, operations, notifications, groups, first_bytes, structures }
    }

    /// Returns the operation with this name.
    #[must_use]
    #[inline]
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// Returns which message of this family it is, if it is one.
    ///
    /// Messages of generic netlink must be of this family: its number is not checked. The families of `sock_diag` have
    /// the same message types. They differ in the address family, the first byte of requests and of replies;
    /// requests that destroy sockets and their replies alike.
    #[must_use]
    #[inline]
    pub fn id_of(&self, message: &RawMessage<'_>) -> Option<MessageId> {
        const GENERIC: i32 = 16;
        if self.protocol != GENERIC {
            return self.begins(message).then(|| message.raw_id());
        }
        let header = GenlHeader::from_bytes(message.payload().bytes().first_chunk()?);
        Some(MessageId::Command { family: self.name, header })
    }

    /// Returns true if the payload may be one of this family, by its first byte.
    fn begins(&self, message: &RawMessage<'_>) -> bool {
        self.first_bytes.is_empty()
            || message
                .payload()
                .bytes()
                .first()
                .is_some_and(|first| self.first_bytes.contains(first))
    }

    /// Returns the policy of a message that the kernel sends: a reply or a notification.
    #[must_use]
    #[inline]
    pub fn received(&self, id: &MessageId) -> Option<&'static Policy> {
        let replies = self.operations.iter().map(|operation| operation.reply);
        find(replies.chain([self.notifications]), id)
    }

    /// Returns the policy of a message that the kernel is sent.
    #[must_use]
    #[inline]
    pub fn sent(&self, id: &MessageId) -> Option<&'static Policy> {
        find(self.operations.iter().map(|operation| operation.request), id)
    }
}

/// Returns the policy of the first message with this type or command, whatever its version is.
#[inline]
fn find(lists: impl IntoIterator<Item = Messages>, id: &MessageId) -> Option<&'static Policy> {
    lists.into_iter().flatten().find(|(known, _)| same(known, id)).map(|&(_, policy)| policy)
}

/// Returns true if both are the same message.
#[inline]
fn same(one: &MessageId, other: &MessageId) -> bool {
    match (one, other) {
        (MessageId::Type(one), MessageId::Type(other)) => one == other,
        (
            MessageId::Command { family, header },
            MessageId::Command { family: other_family, header: other },
        ) => family == other_family && header.command == other.command,
        _ => false,
    }
}

/// One operation of a family.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The name in the specification, `rings-get`.
    pub name: &'static str,
    /// How it can be requested.
    pub modes: Modes,
    /// The request.
    pub request: Messages,
    /// The reply; empty if there is only an acknowledgement.
    pub reply: Messages,
}

/// How an operation can be requested.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Modes {
    /// For one object, or to change something.
    Do,
    /// For all objects, with `NLM_F_DUMP`.
    Dump,
    /// Both.
    Both,
}

impl Modes {
    /// Returns true if the operation can be requested for one object.
    #[must_use]
    #[inline]
    pub const fn can_do(self) -> bool {
        !matches!(self, Self::Dump)
    }

    /// Returns true if the operation can be requested as a dump.
    #[must_use]
    #[inline]
    pub const fn can_dump(self) -> bool {
        !matches!(self, Self::Do)
    }
}

/// A multicast group.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Group {
    /// The name. Generic netlink looks its number up by it.
    pub name: &'static str,
    /// The number, except for generic netlink, where the kernel assigns it.
    pub number: Option<u32>,
}

impl Operation {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn new(name: &'static str, modes: Modes, request: Messages, reply: Messages) -> Self {
        Self { name, modes, request, reply }
    }
}

impl Group {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn new(name: &'static str, number: Option<u32>) -> Self {
        Self { name, number }
    }
}

/// Sees each message type of a family, for programs that are generic over them.
#[cfg(feature = "visit")]
pub trait Visitor {
    /// Called with each request.
    fn request<T: netlink_core::View>(&mut self, family: &'static Family)
    where
        for<'a> T::Of<'a>:
            netlink_core::ParseMessage<'a> + netlink_core::EmitMessage + core::fmt::Debug;

    /// Called with each reply, and with the enum of notifications.
    fn received<T: netlink_core::View>(&mut self, family: &'static Family)
    where
        for<'a> T::Of<'a>:
            netlink_core::ParseMessage<'a> + netlink_core::EmitMessage + core::fmt::Debug;
}

//! Which message it is, by what the caller knows.

use crate::genl::GenlHeader;
use crate::header;
use crate::message::{MessageId, RawMessage};
use crate::policy::Policy;
#[cfg(feature = "alloc")]
use crate::policy::PolicyTable;
use crate::policy::walk::SetView;

/// What the caller knows of the messages that there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) messages: &'a [(MessageId, &'static Policy)],
    /// A table with the number of the set that the message is. It is of generic netlink.
    #[cfg(feature = "alloc")]
    pub(super) table: Option<(&'a PolicyTable, u16)>,
    pub(super) protocol: Option<i32>,
    pub(super) family: Option<&'a str>,
}

/// What is known of one message.
#[derive(Clone, Copy)]
pub(super) struct Recognized<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) family: Option<&'a str>,
    /// Its header of generic netlink, if it is of that.
    pub(super) generic: Option<GenlHeader>,
    pub(super) set: Option<SetView<'a>>,
    pub(super) protocol: Option<i32>,
}

/// The number of generic netlink among the protocols.
const GENERIC: i32 = 16;

impl<'a> Known<'a> {
    pub(super) const fn of(messages: &'a [(MessageId, &'static Policy)]) -> Self {
        Self {
            messages,
            #[cfg(feature = "alloc")]
            table: None,
            protocol: None,
            family: None,
        }
    }

    pub(super) fn recognize(&self, message: &RawMessage<'_>) -> Recognized<'a> {
        let nothing = Recognized {
            name: None,
            family: None,
            generic: None,
            set: None,
            protocol: self.protocol,
        };
        if message.header().is_control() {
            // Connector messages of every kind have the type of `NLMSG_DONE`.
            return match self.messages.iter().find(|(id, _)| is_type(*id, message)) {
                Some(&(_, policy)) => {
                    Recognized { name: Some(policy.name()), set: Some(policy.into()), ..nothing }
                }
                None => Recognized { name: control_name(message.header().ty), ..nothing },
            };
        }
        let generic = message.payload().bytes().first_chunk().map(GenlHeader::from_bytes);
        #[cfg(feature = "alloc")]
        if let Some((table, set)) = self.table {
            return Recognized {
                family: self.family,
                generic,
                set: Some(table.view(set)),
                ..nothing
            };
        }
        // A type means the same to everybody, a command only within its family: types go first.
        let is_command = |id: &MessageId| matches!(id, MessageId::Command { .. });
        let mut by_type = self.messages.iter().filter(|(id, _)| !is_command(id));
        let mut by_command = self.messages.iter().filter(|(id, _)| is_command(id));
        let found = if self.is_generic() {
            by_command.find(|(id, _)| message.is(*id) && self.is_of_family(*id))
        } else {
            by_type.find(|(id, _)| message.is(*id)).or_else(|| match self.protocol {
                Some(_) => None,
                None => by_command.find(|(id, _)| message.is(*id)),
            })
        };
        match found {
            Some(&(MessageId::Type(_), policy)) => {
                Recognized { name: Some(policy.name()), set: Some(policy.into()), ..nothing }
            }
            Some(&(MessageId::Command { family, .. }, policy)) => Recognized {
                name: Some(policy.name()),
                family: Some(family),
                generic,
                set: Some(policy.into()),
                protocol: Some(GENERIC),
            },
            None if self.is_generic() => {
                Recognized { family: self.family, generic, protocol: Some(GENERIC), ..nothing }
            }
            None => nothing,
        }
    }

    fn is_generic(&self) -> bool {
        self.family.is_some() || self.protocol == Some(GENERIC)
    }

    fn is_of_family(&self, id: MessageId) -> bool {
        match (id, self.family) {
            (MessageId::Command { family, .. }, Some(ours)) => family == ours,
            _ => true,
        }
    }
}

/// Returns true if the message has this type, and no command.
fn is_type(id: MessageId, message: &RawMessage<'_>) -> bool {
    matches!(id, MessageId::Type(_)) && message.is(id)
}

/// The messages of netlink itself.
const fn control_name(ty: u16) -> Option<&'static str> {
    Some(match ty {
        header::NOOP => "NOOP",
        header::ERROR => "ERROR",
        header::DONE => "DONE",
        header::OVERRUN => "OVERRUN",
        _ => return None,
    })
}

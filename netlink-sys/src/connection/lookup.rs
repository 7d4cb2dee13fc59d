//! Looks up generic netlink families by their names.

use std::ffi::CString;

use netlink_core::conversation::Answer;
use netlink_core::{Errno, MessageId};

use super::engine::Engine;
use super::error::Error;
use super::family::{Family, GENL_ID_CTRL, GENL_NAMSIZ, GetFamily, NLCTRL, NewFamily};
use super::options::Options;
use super::outbox::Sent;
use super::patience::Awaited;
use super::reading::Step;
use super::transport::Transport;
use crate::{Group, Protocol};

impl<T: Transport> Engine<T> {
    /// Returns the type of a message that has one of its own, and can be of this protocol.
    #[inline]
    pub(super) fn own_type(&self, id: MessageId, declared: Option<i32>) -> Option<u16> {
        match id {
            MessageId::Type(ty) if self.can_have_types(declared) => Some(ty),
            _ => None,
        }
    }

    /// Returns whether messages with types of their own can be of this protocol.
    #[inline]
    fn can_have_types(&self, declared: Option<i32>) -> bool {
        match declared {
            Some(number) => self.protocol.number() == number,
            None => self.protocol != Protocol::GENERIC,
        }
    }

    /// Returns the message type to send a message with: its own, or its family's id.
    pub(super) async fn message_type(
        &mut self,
        message: Sent,
        options: Options,
    ) -> Result<u16, Error> {
        match message.id {
            MessageId::Type(ty) if self.can_have_types(message.protocol) => Ok(ty),
            MessageId::Command { family: NLCTRL, .. } if self.protocol == Protocol::GENERIC => {
                Ok(GENL_ID_CTRL)
            }
            MessageId::Command { family, .. } if self.protocol == Protocol::GENERIC => {
                Ok(self.family(family, options).await?.id())
            }
            _ => Err(Error::wrong_protocol(message, self.protocol)),
        }
    }

    /// Returns a family, which is looked up if it is not known yet.
    pub(crate) async fn family(&mut self, name: &str, options: Options) -> Result<&Family, Error> {
        if self.families.get(name).is_none() && !self.families.adopt(name) {
            let family = self.look_up(name, options).await?;
            self.families.add(family);
        }
        self.families.get(name).ok_or_else(|| Error::NoFamily(name.into()))
    }

    async fn look_up(&mut self, name: &str, options: Options) -> Result<Family, Error> {
        let no_family = || Error::NoFamily(name.into());
        if name.is_empty() || name.len() >= GENL_NAMSIZ {
            return Err(no_family());
        }
        let c_name = CString::new(name).map_err(|_| no_family())?;
        let request = GetFamily { name: &c_name };
        // The flags and the number of attempts are those of the request that needs the family.
        let options =
            Options { timeout: options.timeout, deadline: options.deadline, ..Options::new() };
        let patience = self.patience(options, Awaited::Reply("CTRL_CMD_GETFAMILY"));
        let step =
            self.transact_as(GENL_ID_CTRL, &request, Answer::Reply, options, &patience).await?;
        match step {
            Step::Reply(start) => Family::new(&self.message_at(start)?.parse::<NewFamily<'_>>()?),
            Step::Finished(_) => Err(Error::NoReply("CTRL_CMD_GETFAMILY")),
            Step::Failed(start) => {
                let refusal = self.refusal(start, Sent::of(&request));
                let unknown = refusal.errno() == Some(Errno::ENOENT);
                Err(if unknown { no_family() } else { refusal })
            }
        }
    }

    /// Returns the number of a family's multicast group.
    pub(crate) async fn group(&mut self, family: &str, group: &str) -> Result<Group, Error> {
        let known = self.family(family, Options::new()).await?;
        known
            .group(group)
            .ok_or_else(|| Error::NoGroup { family: family.into(), group: group.into() })
    }
}

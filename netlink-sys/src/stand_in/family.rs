//! The generic netlink families of a stand-in, and the nlctrl that tells of them.

use std::ffi::CString;

use netlink_core::{Errno, Indexed, Level, MessageId, RawMessage};

use super::answer::Answer;
use super::refusal::Refusal;
use crate::Group;
use crate::connection::family::{GENL_ID_CTRL, GetFamily, NLCTRL, NamedGroup, NewFamily};

/// The families there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Families(Vec<Known>);

#[derive(Clone, Debug)]
struct Known {
    name: CString,
    id: u16,
    groups: Vec<(CString, Group)>,
}

impl Families {
    pub(super) fn add(&mut self, name: &str, id: u16, groups: &[(&str, Group)]) {
        self.remove(name);
        // A name with a NUL byte inside is no family's.
        let c_string = |name: &str| CString::new(name).unwrap_or_default();
        let groups = groups.iter().map(|(name, group)| (c_string(name), *group)).collect();
        self.0.push(Known { name: c_string(name), id, groups });
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|known| known.name.as_bytes() != name.as_bytes());
    }

    /// The type of a message; of a family that there is not, 0.
    pub(super) fn message_type(&self, id: MessageId) -> u16 {
        match id {
            MessageId::Type(ty) => ty,
            MessageId::Command { family: NLCTRL, .. } => GENL_ID_CTRL,
            MessageId::Command { family, .. } => {
                let known = self.0.iter().find(|known| known.name.as_bytes() == family.as_bytes());
                known.map_or(0, |known| known.id)
            }
        }
    }

    /// Whether a message is the one meant.
    pub(super) fn is(&self, message: &RawMessage<'_>, id: MessageId) -> bool {
        message.header().ty == self.message_type(id) && message.is(id)
    }

    /// Answers for nlctrl, and for families that there are not.
    pub(super) fn answer(&self, answer: &mut Answer<'_>) -> Option<Result<(), Refusal>> {
        match answer.request().header().ty {
            GENL_ID_CTRL => Some(self.get_family(answer)),
            ty if self.0.iter().any(|known| known.id == ty) => None,
            _ => Some(Err(Errno::ENOENT.into())),
        }
    }

    fn get_family(&self, answer: &mut Answer<'_>) -> Result<(), Refusal> {
        let request = answer.request();
        let asked = request.parse_at::<GetFamily<'_>>(Level::STRICT)?;
        let known = self.0.iter().find(|known| known.name.as_c_str() == asked.name);
        let known = known.ok_or(Errno::ENOENT)?;
        let group = |(name, group): &(CString, Group)| (name.clone(), group.number());
        let groups: Vec<_> = known.groups.iter().map(group).collect();
        let groups: Vec<_> = groups.iter().map(|(name, id)| NamedGroup { name, id: *id }).collect();
        answer.reply(&NewFamily {
            id: known.id,
            name: &known.name,
            version: Some(1),
            header_len: Some(0),
            max_attr: None,
            operations: None,
            groups: Some(Indexed::of(&groups)),
        })?;
        Ok(())
    }
}

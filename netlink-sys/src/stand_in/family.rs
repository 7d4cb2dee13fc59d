//! The generic netlink families of a stand-in.

use std::ffi::CString;

use netlink_core::{MessageId, RawMessage};

use crate::Group;
use crate::connection::family::{GENL_ID_CTRL, NLCTRL};

/// The families there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Families(Vec<Known>);

#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) name: CString,
    pub(super) id: u16,
    pub(super) groups: Vec<(CString, Group)>,
}

impl Families {
    pub(super) fn add(&mut self, name: &str, id: u16, groups: &[(&str, Group)]) {
        self.remove(name);
        // A name with a NUL byte inside is not the name of a family.
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

    pub(super) fn iter(&self) -> impl Iterator<Item = &Known> {
        self.0.iter()
    }
}

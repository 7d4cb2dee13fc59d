//! Generic netlink families: what nlctrl tells of them. Header: `linux/genetlink.h`.

use core::ffi::CStr;
use std::ffi::CString;
use std::sync::{Arc, Mutex, PoisonError};

use netlink_core::{Emit, Indexed, MessageId, Parse};

use super::error::Error;
use crate::Group;

/// The id of nlctrl, which is the same everywhere.
pub(crate) const GENL_ID_CTRL: u16 = 0x10;
/// The name of nlctrl.
pub(crate) const NLCTRL: &str = "nlctrl";

/// The group in which nlctrl reports the families that come and go.
pub(super) const NLCTRL_NOTIFY: Option<Group> = Group::new(0x10);

const CTRL_CMD_NEWFAMILY: u8 = 1;
const CTRL_CMD_GETFAMILY: u8 = 3;
pub(super) const CTRL_ATTR_FAMILY_ID: u16 = 1;
const CTRL_ATTR_FAMILY_NAME: u16 = 2;
const CTRL_ATTR_VERSION: u16 = 3;
const CTRL_ATTR_HDRSIZE: u16 = 4;
const CTRL_ATTR_MAXATTR: u16 = 5;
const CTRL_ATTR_OPS: u16 = 6;
const CTRL_ATTR_MCAST_GROUPS: u16 = 7;
const CTRL_ATTR_OP_ID: u16 = 1;
const CTRL_ATTR_OP_FLAGS: u16 = 2;
const CTRL_ATTR_MCAST_GRP_NAME: u16 = 1;
const CTRL_ATTR_MCAST_GRP_ID: u16 = 2;
pub(super) const GENL_NAMSIZ: usize = 16;

/// `CTRL_CMD_NEWFAMILY`
#[derive(Debug, Emit, Parse)]
#[netlink(family = NLCTRL, command = CTRL_CMD_NEWFAMILY, version = 2)]
pub(crate) struct NewFamily<'a> {
    #[nla(CTRL_ATTR_FAMILY_ID)]
    pub(crate) id: u16,
    #[nla(CTRL_ATTR_FAMILY_NAME)]
    pub(crate) name: &'a CStr,
    #[nla(CTRL_ATTR_VERSION)]
    pub(crate) version: Option<u32>,
    #[nla(CTRL_ATTR_HDRSIZE)]
    pub(crate) header_len: Option<u32>,
    #[nla(CTRL_ATTR_MAXATTR)]
    pub(crate) max_attr: Option<u32>,
    #[nla(CTRL_ATTR_OPS)]
    pub(crate) operations: Option<Indexed<'a, FamilyOperation>>,
    #[nla(CTRL_ATTR_MCAST_GROUPS)]
    pub(crate) groups: Option<Indexed<'a, NamedGroup<'a>>>,
}

#[derive(Clone, Debug, Emit, Parse)]
pub(crate) struct NamedGroup<'a> {
    #[nla(CTRL_ATTR_MCAST_GRP_NAME)]
    pub(crate) name: &'a CStr,
    #[nla(CTRL_ATTR_MCAST_GRP_ID)]
    pub(crate) id: u32,
}

/// `CTRL_CMD_GETFAMILY`
#[derive(Debug, Emit, Parse)]
#[netlink(family = NLCTRL, command = CTRL_CMD_GETFAMILY, version = 2)]
pub(crate) struct GetFamily<'a> {
    #[nla(CTRL_ATTR_FAMILY_NAME, len = ..GENL_NAMSIZ)]
    pub(crate) name: &'a CStr,
}

/// A command of a generic netlink family.
#[derive(Clone, Copy, Debug, Emit, Eq, Parse, PartialEq)]
pub struct FamilyOperation {
    /// The command.
    #[doc(alias = "CTRL_ATTR_OP_ID")]
    #[nla(CTRL_ATTR_OP_ID)]
    pub id: u32,
    /// What it can do, and who may: the flags `GENL_ADMIN_PERM` and the like.
    #[doc(alias = "CTRL_ATTR_OP_FLAGS")]
    #[nla(CTRL_ATTR_OP_FLAGS, default = 0)]
    pub flags: u32,
}

/// A generic netlink family, as the running kernel describes it.
///
/// Given by [`Connection::family`](super::Connection::family).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Family {
    name: CString,
    id: u16,
    version: u32,
    header_len: u32,
    max_attr: u32,
    operations: Vec<FamilyOperation>,
    groups: Vec<(CString, Group)>,
}

impl Family {
    pub(super) fn new(told: &NewFamily<'_>) -> Result<Self, Error> {
        let operations =
            told.operations.iter().flat_map(Indexed::iter).collect::<Result<_, _>>()?;
        let mut groups = Vec::new();
        for group in told.groups.iter().flat_map(Indexed::iter) {
            let group = group?;
            // There is no group 0.
            groups.extend(Group::new(group.id).map(|id| (group.name.to_owned(), id)));
        }
        Ok(Self {
            name: told.name.to_owned(),
            id: told.id,
            version: told.version.unwrap_or_default(),
            header_len: told.header_len.unwrap_or_default(),
            max_attr: told.max_attr.unwrap_or_default(),
            operations,
            groups,
        })
    }

    /// Returns the family's name.
    #[doc(alias = "CTRL_ATTR_FAMILY_NAME")]
    #[must_use]
    pub fn name(&self) -> &CStr {
        &self.name
    }

    /// Returns the family's numeric ID: the message type of its messages.
    ///
    /// It is another one after the next start of the machine, or of the module.
    #[doc(alias = "CTRL_ATTR_FAMILY_ID")]
    #[must_use]
    pub const fn id(&self) -> u16 {
        self.id
    }

    /// Returns the version of the family's interface.
    #[doc(alias = "CTRL_ATTR_VERSION")]
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Returns the size in bytes of the fixed header behind the generic netlink header.
    #[doc(alias = "CTRL_ATTR_HDRSIZE")]
    #[must_use]
    pub const fn header_len(&self) -> u32 {
        self.header_len
    }

    /// Returns the highest attribute type.
    #[doc(alias = "CTRL_ATTR_MAXATTR")]
    #[must_use]
    pub const fn max_attr(&self) -> u32 {
        self.max_attr
    }

    /// Returns the family's commands.
    #[doc(alias = "CTRL_ATTR_OPS")]
    #[must_use]
    pub fn operations(&self) -> &[FamilyOperation] {
        &self.operations
    }

    /// Returns the family's multicast groups with their names.
    ///
    /// The numbers are good for [`Socket::join`](crate::Socket::join) until the family is removed.
    #[doc(alias = "CTRL_ATTR_MCAST_GROUPS")]
    #[must_use = "iterators are lazy"]
    pub fn groups(&self) -> impl ExactSizeIterator<Item = (&CStr, Group)> {
        self.groups.iter().map(|(name, group)| (name.as_c_str(), *group))
    }

    /// Returns the multicast group of a name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<Group> {
        self.groups().find(|(known, _)| known.to_bytes() == name.as_bytes()).map(|(_, group)| group)
    }

    pub(super) fn has_name(&self, name: &str) -> bool {
        self.name.as_bytes() == name.as_bytes()
    }

    /// Whether it has a command.
    pub(super) fn has(&self, command: u8) -> bool {
        self.operations.iter().any(|operation| operation.id == command.into())
    }
}

/// The families that were looked up. Failures are not kept.
#[derive(Debug, Default)]
pub(super) struct Families {
    known: Vec<Family>,
    /// What the connections of a pool have looked up.
    shared: Option<SharedFamilies>,
}

/// The families that the connections of a pool have looked up.
pub(crate) type SharedFamilies = Arc<Mutex<Vec<Family>>>;

impl Families {
    /// Uses what others have looked up, and tells them.
    pub(super) fn share(&mut self, shared: SharedFamilies) {
        self.shared = Some(shared);
    }

    /// Returns a family that was looked up.
    pub(super) fn get(&self, name: &str) -> Option<&Family> {
        self.known.iter().find(|family| family.has_name(name))
    }

    /// Takes over a family that another connection has looked up; whether there is one.
    pub(super) fn adopt(&mut self, name: &str) -> bool {
        let Some(shared) = &self.shared else { return false };
        let shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(family) = shared.iter().find(|family| family.has_name(name)) else { return false };
        self.known.push(family.clone());
        true
    }

    /// Keeps a family that was looked up.
    pub(super) fn add(&mut self, family: Family) {
        if let Some(shared) = &self.shared {
            let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.retain(|known| known.name != family.name);
            shared.push(family.clone());
        }
        self.known.push(family);
    }

    /// Keeps a family instead of the one with its name.
    pub(super) fn replace(&mut self, family: Family) {
        self.known.retain(|known| known.name != family.name);
        self.add(family);
    }

    /// Whether a message would be sent to a family without looking up its id again.
    pub(super) fn knows(&self, id: MessageId) -> bool {
        matches!(id, MessageId::Command { family, .. } if self.get(family).is_some())
    }

    /// Forgets a message's family, which is not what it was; its id.
    pub(super) fn forget(&mut self, id: MessageId) -> Option<u16> {
        let MessageId::Command { family: name, .. } = id else { return None };
        self.forget_name(name)
    }

    /// Forgets a family, which may not be what it was; its id.
    pub(super) fn forget_name(&mut self, name: &str) -> Option<u16> {
        let old = self.get(name)?.id;
        self.known.retain(|family| !family.has_name(name));
        if let Some(shared) = &self.shared {
            let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            // Another connection can have noticed it before.
            shared.retain(|family| !(family.has_name(name) && family.id == old));
        }
        Some(old)
    }
}

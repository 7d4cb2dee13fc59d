//! Generic netlink families: what nlctrl tells of them. Header: `linux/genetlink.h`.

use core::ffi::CStr;
use std::ffi::CString;

use netlink_core::conversation::Answer;
use netlink_core::{Emit, Errno, Indexed, MessageId, Parse};

use super::engine::{Engine, Step};
use super::outbox::Sent;
use super::{Error, Options, Transport};
use crate::{Group, Protocol};

/// The id of nlctrl, which is the same everywhere.
pub(crate) const GENL_ID_CTRL: u16 = 0x10;
/// The name of nlctrl.
pub(crate) const NLCTRL: &str = "nlctrl";

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
const GENL_NAMSIZ: usize = 16;

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
    pub(crate) operations: Option<Indexed<'a, Operation>>,
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
pub struct Operation {
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
    operations: Vec<Operation>,
    groups: Vec<(CString, Group)>,
}

impl Family {
    fn new(told: &NewFamily<'_>) -> Result<Self, Error> {
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

    /// Its name.
    #[doc(alias = "CTRL_ATTR_FAMILY_NAME")]
    #[must_use]
    pub fn name(&self) -> &CStr {
        &self.name
    }

    /// The message type of its messages.
    ///
    /// It is another one after the next start of the machine, or of the module.
    #[doc(alias = "CTRL_ATTR_FAMILY_ID")]
    #[must_use]
    pub const fn id(&self) -> u16 {
        self.id
    }

    /// The version of its interface.
    #[doc(alias = "CTRL_ATTR_VERSION")]
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The size in bytes of the fixed header behind the generic netlink header.
    #[doc(alias = "CTRL_ATTR_HDRSIZE")]
    #[must_use]
    pub const fn header_len(&self) -> u32 {
        self.header_len
    }

    /// The highest attribute type.
    #[doc(alias = "CTRL_ATTR_MAXATTR")]
    #[must_use]
    pub const fn max_attr(&self) -> u32 {
        self.max_attr
    }

    /// Its commands.
    #[doc(alias = "CTRL_ATTR_OPS")]
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Its multicast groups by name.
    ///
    /// The numbers are good for [`Socket::join`](crate::Socket::join) until the family goes away.
    #[doc(alias = "CTRL_ATTR_MCAST_GROUPS")]
    #[must_use = "iterators are lazy"]
    pub fn groups(&self) -> impl ExactSizeIterator<Item = (&CStr, Group)> {
        self.groups.iter().map(|(name, group)| (name.as_c_str(), *group))
    }

    /// The multicast group of a name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<Group> {
        self.groups().find(|(known, _)| known.to_bytes() == name.as_bytes()).map(|(_, group)| group)
    }

    /// Whether it has a command.
    pub(super) fn has(&self, command: u8) -> bool {
        self.operations.iter().any(|operation| operation.id == command.into())
    }
}

/// The families that were asked for. Failures are not kept.
#[derive(Debug, Default)]
pub(super) struct Families(Vec<Family>);

impl Families {
    fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|family| family.name.as_bytes() == name.as_bytes())
    }

    /// Whether a message would be sent to a family without asking for its id again.
    pub(super) fn knows(&self, id: MessageId) -> bool {
        matches!(id, MessageId::Command { family, .. } if self.position(family).is_some())
    }

    /// Forgets a message's family, which is not what it was.
    pub(super) fn forget(&mut self, id: MessageId) {
        if let MessageId::Command { family, .. } = id {
            self.0.retain(|known| known.name.as_bytes() != family.as_bytes());
        }
    }
}

impl<T: Transport> Engine<T> {
    /// The message type to send a message with: its own, or its family's id.
    pub(super) async fn message_type(&mut self, id: MessageId) -> Result<u16, Error> {
        match id {
            MessageId::Type(ty) => Ok(ty),
            MessageId::Command { family, .. } if self.protocol != Protocol::GENERIC => {
                Err(Error::WrongProtocol { family, protocol: self.protocol })
            }
            MessageId::Command { family: NLCTRL, .. } => Ok(GENL_ID_CTRL),
            MessageId::Command { family, .. } => Ok(self.family(family).await?.id),
        }
    }

    /// A family, asked for if it is not known yet.
    pub(crate) async fn family(&mut self, name: &str) -> Result<&Family, Error> {
        let position = match self.families.position(name) {
            Some(position) => position,
            None => self.look_up(name).await?,
        };
        self.families.0.get(position).ok_or_else(|| Error::NoFamily(name.into()))
    }

    async fn look_up(&mut self, name: &str) -> Result<usize, Error> {
        let no_family = || Error::NoFamily(name.into());
        if name.is_empty() || name.len() >= GENL_NAMSIZ {
            return Err(no_family());
        }
        let c_name = CString::new(name).map_err(|_| no_family())?;
        let request = GetFamily { name: &c_name };
        let (options, patience) = (Options::new(), self.patience(None));
        let step =
            self.transact_as(GENL_ID_CTRL, &request, Answer::Reply, options, &patience).await?;
        let family = match step {
            Step::Reply(start) => {
                let told = self.message_at(start)?.parse::<NewFamily<'_>>()?;
                Family::new(&told)?
            }
            Step::Finished(_) => return Err(Error::NoReply),
            Step::Failed(start) => {
                let refusal = self.refusal(start, Sent::of(&request));
                let unknown = refusal.errno() == Some(Errno::ENOENT);
                return Err(if unknown { no_family() } else { refusal });
            }
        };
        self.families.0.push(family);
        Ok(self.families.0.len().saturating_sub(1))
    }

    /// The number of a family's multicast group.
    pub(crate) async fn group(&mut self, family: &str, group: &str) -> Result<Group, Error> {
        let known = self.family(family).await?;
        known
            .group(group)
            .ok_or_else(|| Error::NoGroup { family: family.into(), group: group.into() })
    }
}

//! nlctrl: the family of generic netlink that knows all others.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface, nothing
//! more. Headers: `linux/genetlink.h`, and `linux/netlink.h` for policies.

pub mod constants;
pub mod policy;

use core::ffi::CStr;

use netlink_core::{Attr, Emit, Indexed, Parse, RawMessage, Stream, Unknown};

pub use self::{constants::*, policy::*};

/// The request for one family, known by id or name, or for all of them.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NLCTRL,
    command = CTRL_CMD_GETFAMILY,
    version = VERSION,
    reply = Family<'_>,
)]
pub struct GetFamily<'a> {
    #[nla(CTRL_ATTR_FAMILY_ID)]
    pub id: Option<u16>,
    #[nla(CTRL_ATTR_FAMILY_NAME, len = ..GENL_NAMSIZ)]
    pub name: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A family of generic netlink.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(family = NLCTRL, command = CTRL_CMD_NEWFAMILY, version = VERSION)]
pub struct Family<'a> {
    #[nla(CTRL_ATTR_FAMILY_NAME, len = ..GENL_NAMSIZ)]
    pub name: &'a CStr,
    /// The message type of all that is sent to it.
    #[nla(CTRL_ATTR_FAMILY_ID)]
    pub id: u16,
    #[nla(CTRL_ATTR_VERSION)]
    pub version: u32,
    /// The size of the fixed header behind that of generic netlink.
    #[nla(CTRL_ATTR_HDRSIZE)]
    pub header_size: u32,
    /// The highest attribute type that it knows, where all operations share a policy.
    #[nla(CTRL_ATTR_MAXATTR)]
    pub max_attribute: u32,
    #[nla(CTRL_ATTR_OPS)]
    pub operations: Option<Indexed<'a, Operation<'a>>>,
    #[nla(CTRL_ATTR_MCAST_GROUPS)]
    pub groups: Option<Indexed<'a, Group<'a>>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Something that a family can be asked to do.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Operation<'a> {
    /// The command.
    #[nla(CTRL_ATTR_OP_ID)]
    pub id: u32,
    #[nla(CTRL_ATTR_OP_FLAGS)]
    pub flags: OperationFlags,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// How an operation can be requested, and by whom: the bits `GENL_*`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[netlink(flags(
    ADMIN_PERM = GENL_ADMIN_PERM,
    CMD_CAP_DO = GENL_CMD_CAP_DO,
    CMD_CAP_DUMP = GENL_CMD_CAP_DUMP,
    CMD_CAP_HASPOL = GENL_CMD_CAP_HASPOL,
    UNS_ADMIN_PERM = GENL_UNS_ADMIN_PERM,
))]
pub struct OperationFlags(pub u32);

impl OperationFlags {
    /// Whether all these bits are set.
    pub const fn contains(self, bits: u32) -> bool {
        self.0 & bits == bits
    }
}

/// A group to which a family tells news.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Group<'a> {
    #[nla(CTRL_ATTR_MCAST_GRP_NAME, len = ..GENL_NAMSIZ)]
    pub name: &'a CStr,
    #[nla(CTRL_ATTR_MCAST_GRP_ID)]
    pub id: u32,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A family that has come or gone, whole or by a group: what the group `notify` tells.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(family = NLCTRL, version = VERSION)]
pub enum Event<'a> {
    #[netlink(command = CTRL_CMD_NEWFAMILY)]
    NewFamily(Family<'a>),
    #[netlink(command = CTRL_CMD_DELFAMILY)]
    DeletedFamily(Family<'a>),
    #[netlink(command = CTRL_CMD_NEWMCAST_GRP)]
    NewGroup(GroupChange<'a>),
    #[netlink(command = CTRL_CMD_DELMCAST_GRP)]
    DeletedGroup(GroupChange<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// A family with the one group that has come or gone.
#[derive(Clone, Debug, Parse, Emit)]
pub struct GroupChange<'a> {
    #[nla(CTRL_ATTR_FAMILY_NAME, len = ..GENL_NAMSIZ)]
    pub name: &'a CStr,
    #[nla(CTRL_ATTR_FAMILY_ID)]
    pub id: u16,
    #[nla(CTRL_ATTR_MCAST_GROUPS)]
    pub groups: Indexed<'a, Group<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A [`Family`], attribute by attribute.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(family = NLCTRL, command = CTRL_CMD_NEWFAMILY, version = VERSION)]
pub struct FamilyStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, FamilyItem<'a>>,
}

/// One attribute of a [`Family`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum FamilyItem<'a> {
    #[nla(CTRL_ATTR_FAMILY_NAME, len = ..GENL_NAMSIZ)]
    Name(&'a CStr),
    #[nla(CTRL_ATTR_FAMILY_ID)]
    Id(u16),
    #[nla(CTRL_ATTR_VERSION)]
    Version(u32),
    #[nla(CTRL_ATTR_HDRSIZE)]
    HeaderSize(u32),
    #[nla(CTRL_ATTR_MAXATTR)]
    MaxAttribute(u32),
    #[nla(CTRL_ATTR_OPS)]
    Operations(Indexed<'a, Operation<'a>>),
    #[nla(CTRL_ATTR_MCAST_GROUPS)]
    Groups(Indexed<'a, Group<'a>>),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

//! Generic netlink's own family, nlctrl: which id a family has. Header: `linux/genetlink.h`.

use core::ffi::CStr;
use std::ffi::CString;

use netlink_core::{Emit, Indexed, Parse};

/// The id of nlctrl, which is the same everywhere.
pub(super) const GENL_ID_CTRL: u16 = 0x10;
/// The name of nlctrl.
pub(super) const NLCTRL: &str = "nlctrl";

const CTRL_CMD_NEWFAMILY: u8 = 1;
const CTRL_CMD_GETFAMILY: u8 = 3;
pub(super) const CTRL_ATTR_FAMILY_ID: u16 = 1;
const CTRL_ATTR_FAMILY_NAME: u16 = 2;
const CTRL_ATTR_OPS: u16 = 6;
const CTRL_ATTR_OP_ID: u16 = 1;
const GENL_NAMSIZ: usize = 16;

/// A generic netlink family, as nlctrl describes it.
#[derive(Debug, Parse)]
#[netlink(family = NLCTRL, command = CTRL_CMD_NEWFAMILY)]
pub(super) struct Family<'a> {
    #[nla(CTRL_ATTR_FAMILY_ID)]
    pub(super) id: u16,
    #[nla(CTRL_ATTR_OPS)]
    pub(super) operations: Option<Indexed<'a, Operation>>,
}

/// A command of a family.
#[derive(Clone, Debug, Parse)]
pub(super) struct Operation {
    #[nla(CTRL_ATTR_OP_ID)]
    pub(super) id: u32,
}

/// Asks for the family of a name.
#[derive(Debug, Emit)]
#[netlink(family = NLCTRL, command = CTRL_CMD_GETFAMILY, version = 2, reply = Family<'_>)]
pub(super) struct GetFamily<'a> {
    #[nla(CTRL_ATTR_FAMILY_NAME, len = ..GENL_NAMSIZ)]
    pub(super) name: &'a CStr,
}

/// The ids of families that were asked for.
#[derive(Debug, Default)]
pub(super) struct Families(Vec<(CString, u16)>);

impl Families {
    pub(super) fn id(&self, name: &CStr) -> Option<u16> {
        self.0.iter().find(|(known, _)| known.as_c_str() == name).map(|(_, id)| *id)
    }

    pub(super) fn remember(&mut self, name: CString, id: u16) {
        self.0.push((name, id));
    }
}

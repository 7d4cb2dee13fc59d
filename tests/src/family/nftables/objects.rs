//! Objects with a state, which rules refer to by name.

use core::ffi::CStr;

use netlink_core::{Be, Emit, Parse, Unknown};

use super::{
    NAME_MAX, NfGenMsg,
    constants::*,
    expressions::{Connlimit, Counter, Limit, Quota, Synproxy},
    message_type,
    values::ObjectType,
};

/// An object with a state.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWOBJ))]
pub struct Object<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_OBJ_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_OBJ_NAME, len = 1..=NAME_MAX)]
    pub name: &'a CStr,
    #[nla(NFTA_OBJ_TYPE)]
    pub ty: ObjectType,
    #[nla(NFTA_OBJ_DATA, select = ty)]
    pub data: Option<ObjectData<'a>>,
    #[nla(NFTA_OBJ_USE)]
    pub use_count: Option<Be<u32>>,
    #[nla(NFTA_OBJ_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[nla(NFTA_OBJ_USERDATA, len = ..=NFT_USERDATA_MAXLEN)]
    pub user_data: Option<&'a [u8]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What an object of some type is.
#[derive(Clone, Debug, Parse, Emit)]
pub enum ObjectData<'a> {
    #[netlink(key = NFT_OBJECT_COUNTER)]
    Counter(Counter<'a>),
    #[netlink(key = NFT_OBJECT_QUOTA)]
    Quota(Quota<'a>),
    #[netlink(key = NFT_OBJECT_CT_HELPER)]
    CtHelper(CtHelper<'a>),
    #[netlink(key = NFT_OBJECT_LIMIT)]
    Limit(Limit<'a>),
    #[netlink(key = NFT_OBJECT_CONNLIMIT)]
    Connlimit(Connlimit<'a>),
    #[netlink(key = NFT_OBJECT_SECMARK)]
    Secmark(Secmark<'a>),
    #[netlink(key = NFT_OBJECT_CT_EXPECT)]
    CtExpect(CtExpect<'a>),
    #[netlink(key = NFT_OBJECT_SYNPROXY)]
    Synproxy(Synproxy<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// The request to delete an object, known by type and name or by handle.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_DELOBJ))]
pub struct DelObject<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_OBJ_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_OBJ_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[nla(NFTA_OBJ_TYPE)]
    pub ty: ObjectType,
    #[nla(NFTA_OBJ_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one object, known by type and name, or for all of them.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_GETOBJ), reply = Object<'_>)]
pub struct GetObject<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_OBJ_TABLE, len = 1..=NAME_MAX)]
    pub table: Option<&'a CStr>,
    #[nla(NFTA_OBJ_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[nla(NFTA_OBJ_TYPE)]
    pub ty: Option<ObjectType>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A helper of connection tracking.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct CtHelper<'a> {
    #[nla(NFTA_CT_HELPER_NAME, len = ..=15)]
    pub name: Option<&'a CStr>,
    #[nla(NFTA_CT_HELPER_L3PROTO)]
    pub l3_protocol: Option<Be<u16>>,
    #[nla(NFTA_CT_HELPER_L4PROTO)]
    pub l4_protocol: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A security context.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Secmark<'a> {
    #[nla(NFTA_SECMARK_CTX, len = 1..=NFT_SECMARK_CTX_MAXLEN)]
    pub context: &'a CStr,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A connection to be expected.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct CtExpect<'a> {
    #[nla(NFTA_CT_EXPECT_L3PROTO)]
    pub l3_protocol: Option<Be<u16>>,
    #[nla(NFTA_CT_EXPECT_L4PROTO)]
    pub l4_protocol: Option<u8>,
    #[nla(NFTA_CT_EXPECT_DPORT)]
    pub port: Option<Be<u16>>,
    #[nla(NFTA_CT_EXPECT_TIMEOUT)]
    pub timeout: Option<u32>,
    #[nla(NFTA_CT_EXPECT_SIZE)]
    pub size: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

//! Sets and maps, and their elements.

use core::ffi::CStr;

use netlink_core::{Be, Emit, Parse, Repeated, Unknown};

use super::{
    NAME_MAX, NfGenMsg,
    constants::*,
    expressions::{Data, Expression, Expressions},
    message_type,
    values::*,
};

/// How a set is used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[netlink(
    mask = NFT_SET_FLAGS,
    flags(
        ANONYMOUS = NFT_SET_ANONYMOUS,
        CONSTANT = NFT_SET_CONSTANT,
        INTERVAL = NFT_SET_INTERVAL,
        MAP = NFT_SET_MAP,
        TIMEOUT = NFT_SET_TIMEOUT,
        EVAL = NFT_SET_EVAL,
        OBJECT = NFT_SET_OBJECT,
        CONCAT = NFT_SET_CONCAT,
        EXPR = NFT_SET_EXPR,
    )
)]
pub struct SetFlags(pub Be<u32>);

/// A set, or a map if it has data.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWSET))]
pub struct Set<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_SET_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_SET_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[nla(NFTA_SET_FLAGS)]
    pub flags: Option<SetFlags>,
    /// Which data the key is: a number that only user space understands.
    #[nla(NFTA_SET_KEY_TYPE)]
    pub key_type: Option<Be<u32>>,
    #[nla(NFTA_SET_KEY_LEN, range = ..=NFT_DATA_VALUE_MAXLEN)]
    pub key_len: Option<Be<u32>>,
    #[nla(NFTA_SET_DATA_TYPE)]
    pub data_type: Option<Be<u32>>,
    #[nla(NFTA_SET_DATA_LEN)]
    pub data_len: Option<Be<u32>>,
    #[nla(NFTA_SET_POLICY)]
    pub policy: Option<SetPolicy>,
    #[nla(NFTA_SET_DESC)]
    pub desc: Option<Desc<'a>>,
    /// A number for it within a batch.
    #[nla(NFTA_SET_ID)]
    pub id: Option<Be<u32>>,
    /// How long elements live, in milliseconds.
    #[nla(NFTA_SET_TIMEOUT)]
    pub timeout: Option<Be<u64>>,
    #[nla(NFTA_SET_GC_INTERVAL)]
    pub gc_interval: Option<Be<u32>>,
    #[nla(NFTA_SET_USERDATA, len = ..=NFT_USERDATA_MAXLEN)]
    pub user_data: Option<&'a [u8]>,
    #[nla(NFTA_SET_OBJ_TYPE)]
    pub object_type: Option<ObjectType>,
    #[nla(NFTA_SET_HANDLE)]
    pub handle: Option<Be<u64>>,
    /// What is done for each element.
    #[nla(NFTA_SET_EXPR)]
    pub expression: Option<Expression<'a>>,
    #[nla(NFTA_SET_EXPRESSIONS)]
    pub expressions: Option<Expressions<'a>>,
    /// How the kernel keeps it.
    #[nla(NFTA_SET_TYPE)]
    pub backend: Option<&'a CStr>,
    #[nla(NFTA_SET_COUNT)]
    pub count: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to delete a set, known by name or handle.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_DELSET))]
pub struct DelSet<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_SET_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_SET_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[nla(NFTA_SET_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one set, known by name, or for all of a table, or of all.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_GETSET), reply = Set<'_>)]
pub struct GetSet<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_SET_TABLE, len = 1..=NAME_MAX)]
    pub table: Option<&'a CStr>,
    #[nla(NFTA_SET_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// How large a set may get, and what its keys are made of.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Desc<'a> {
    #[nla(NFTA_SET_DESC_SIZE)]
    pub size: Option<Be<u32>>,
    #[nla(NFTA_SET_DESC_CONCAT)]
    pub concat: Option<Concat<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The fields of a key that is made of several.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Concat<'a> {
    #[nla(NFTA_LIST_ELEM)]
    pub fields: Repeated<'a, Field<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// One field of a key.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Field<'a> {
    #[nla(NFTA_SET_FIELD_LEN)]
    pub len: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Elements of a set.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWSETELEM))]
pub struct Elements<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_SET_ELEM_LIST_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_SET_ELEM_LIST_SET, len = 1..=NAME_MAX)]
    pub set: Option<&'a CStr>,
    #[nla(NFTA_SET_ELEM_LIST_ELEMENTS)]
    pub elements: Option<ElementList<'a>>,
    #[nla(NFTA_SET_ELEM_LIST_SET_ID)]
    pub set_id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to delete elements of a set, or without any, all of them.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_DELSETELEM))]
pub struct DelElements<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_SET_ELEM_LIST_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_SET_ELEM_LIST_SET, len = 1..=NAME_MAX)]
    pub set: Option<&'a CStr>,
    #[nla(NFTA_SET_ELEM_LIST_ELEMENTS)]
    pub elements: Option<ElementList<'a>>,
    #[nla(NFTA_SET_ELEM_LIST_SET_ID)]
    pub set_id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for elements of a set; as a dump, for all of them.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_GETSETELEM), reply = Elements<'_>)]
pub struct GetElements<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_SET_ELEM_LIST_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_SET_ELEM_LIST_SET, len = 1..=NAME_MAX)]
    pub set: Option<&'a CStr>,
    #[nla(NFTA_SET_ELEM_LIST_ELEMENTS)]
    pub elements: Option<ElementList<'a>>,
    #[nla(NFTA_SET_ELEM_LIST_SET_ID)]
    pub set_id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Elements, one behind the other.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct ElementList<'a> {
    #[nla(NFTA_LIST_ELEM)]
    pub elements: Repeated<'a, Element<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// An element of a set.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Element<'a> {
    #[nla(NFTA_SET_ELEM_KEY)]
    pub key: Option<Data<'a>>,
    /// What a map gives for the key.
    #[nla(NFTA_SET_ELEM_DATA)]
    pub data: Option<Data<'a>>,
    #[nla(NFTA_SET_ELEM_FLAGS, mask = NFT_SET_ELEM_FLAGS)]
    pub flags: Option<Be<u32>>,
    /// How long it lives, in milliseconds.
    #[nla(NFTA_SET_ELEM_TIMEOUT)]
    pub timeout: Option<Be<u64>>,
    #[nla(NFTA_SET_ELEM_EXPIRATION)]
    pub expiration: Option<Be<u64>>,
    #[nla(NFTA_SET_ELEM_USERDATA, len = ..=NFT_USERDATA_MAXLEN)]
    pub user_data: Option<&'a [u8]>,
    #[nla(NFTA_SET_ELEM_EXPR)]
    pub expression: Option<Expression<'a>>,
    /// The object that a map of objects gives for the key.
    #[nla(NFTA_SET_ELEM_OBJREF, len = ..=NAME_MAX)]
    pub object: Option<&'a CStr>,
    /// The end of an interval, in sets of concatenations.
    #[nla(NFTA_SET_ELEM_KEY_END)]
    pub key_end: Option<Data<'a>>,
    #[nla(NFTA_SET_ELEM_EXPRESSIONS)]
    pub expressions: Option<Expressions<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

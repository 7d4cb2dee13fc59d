//! What a family checks in requests: `CTRL_CMD_GETPOLICY`.

use core::ffi::CStr;

use netlink_core::{Emit, Indexed, Parse, Unknown};

use super::constants::*;

/// The request for the policies of a family, known by id or name; of all its operations or of one.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NLCTRL,
    command = CTRL_CMD_GETPOLICY,
    version = VERSION,
    reply = FamilyPolicy<'_>,
)]
pub struct GetPolicy<'a> {
    #[nla(CTRL_ATTR_FAMILY_ID)]
    pub id: Option<u16>,
    #[nla(CTRL_ATTR_FAMILY_NAME, len = ..GENL_NAMSIZ)]
    pub name: Option<&'a CStr>,
    #[nla(CTRL_ATTR_OP)]
    pub operation: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A piece of a family's policies. Kernels send one attribute of one policy in each message.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(family = NLCTRL, command = CTRL_CMD_GETPOLICY, version = VERSION)]
pub struct FamilyPolicy<'a> {
    #[nla(CTRL_ATTR_FAMILY_ID)]
    pub id: u16,
    /// By the number of the policy, then by the type of the attribute. Policies count from 0.
    #[nla(CTRL_ATTR_POLICY)]
    pub policies: Option<Indexed<'a, Indexed<'a, AttributePolicy<'a>>>>,
    /// By the number of the operation.
    #[nla(CTRL_ATTR_OP_POLICY)]
    pub operations: Option<Indexed<'a, OperationPolicy<'a>>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// By which policies an operation's requests are checked.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct OperationPolicy<'a> {
    #[nla(CTRL_ATTR_POLICY_DO)]
    pub request: Option<u32>,
    #[nla(CTRL_ATTR_POLICY_DUMP)]
    pub dump: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What is checked of an attribute.
#[derive(Clone, Debug, Parse, Emit)]
pub struct AttributePolicy<'a> {
    #[nla(NL_POLICY_TYPE_ATTR_TYPE)]
    pub ty: AttributeType,
    #[nla(NL_POLICY_TYPE_ATTR_MIN_VALUE_S)]
    pub min_signed: Option<i64>,
    #[nla(NL_POLICY_TYPE_ATTR_MAX_VALUE_S)]
    pub max_signed: Option<i64>,
    #[nla(NL_POLICY_TYPE_ATTR_MIN_VALUE_U)]
    pub min: Option<u64>,
    #[nla(NL_POLICY_TYPE_ATTR_MAX_VALUE_U)]
    pub max: Option<u64>,
    #[nla(NL_POLICY_TYPE_ATTR_MIN_LENGTH)]
    pub min_len: Option<u32>,
    #[nla(NL_POLICY_TYPE_ATTR_MAX_LENGTH)]
    pub max_len: Option<u32>,
    /// The policy of the nest.
    #[nla(NL_POLICY_TYPE_ATTR_POLICY_IDX)]
    pub nested: Option<u32>,
    /// The highest type in the nest.
    #[nla(NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE)]
    pub nested_max_type: Option<u32>,
    #[nla(NL_POLICY_TYPE_ATTR_BITFIELD32_MASK)]
    pub bitfield_mask: Option<u32>,
    #[nla(NL_POLICY_TYPE_ATTR_MASK)]
    pub mask: Option<u64>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Of which type an attribute is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
pub enum AttributeType {
    Invalid = NL_ATTR_TYPE_INVALID,
    Flag = NL_ATTR_TYPE_FLAG,
    U8 = NL_ATTR_TYPE_U8,
    U16 = NL_ATTR_TYPE_U16,
    U32 = NL_ATTR_TYPE_U32,
    U64 = NL_ATTR_TYPE_U64,
    S8 = NL_ATTR_TYPE_S8,
    S16 = NL_ATTR_TYPE_S16,
    S32 = NL_ATTR_TYPE_S32,
    S64 = NL_ATTR_TYPE_S64,
    Binary = NL_ATTR_TYPE_BINARY,
    String = NL_ATTR_TYPE_STRING,
    NulString = NL_ATTR_TYPE_NUL_STRING,
    Nested = NL_ATTR_TYPE_NESTED,
    NestedArray = NL_ATTR_TYPE_NESTED_ARRAY,
    Bitfield32 = NL_ATTR_TYPE_BITFIELD32,
    Sint = NL_ATTR_TYPE_SINT,
    Uint = NL_ATTR_TYPE_UINT,
    #[netlink(other)]
    Other(u32),
}

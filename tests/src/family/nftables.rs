//! nftables: tables, chains, rules, sets and objects over `NETLINK_NETFILTER`.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. Changes of the ruleset are sent in a batch: [`BatchBegin`], any number of
//! messages, [`BatchEnd`], in one send. Headers: `linux/netfilter/nf_tables.h`,
//! `linux/netfilter/nfnetlink.h`.

pub mod constants;
pub mod expressions;
pub mod objects;
pub mod sets;
pub mod values;

use core::ffi::CStr;

use netlink_core::{Attr, Be, Emit, Parse, RawMessage, Repeated, Stream, Unknown};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned, big_endian::U16};

pub use self::{
    constants::*,
    expressions::{Expression, ExpressionData, Expressions},
    objects::{DelObject, GetObject, Object, ObjectData},
    sets::{DelElements, DelSet, Element, Elements, GetElements, GetSet, Set},
    values::*,
};

/// The type of an nftables message: the subsystem, and the number of the message in it.
#[must_use]
pub const fn message_type(number: u16) -> u16 {
    (NFNL_SUBSYS_NFTABLES << 8) | number
}

/// The longest name in bytes, without its NUL.
pub const NAME_MAX: usize = NFT_NAME_MAXLEN - 1;

/// The fixed header of all netfilter messages.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    FromBytes,
    IntoBytes,
    Immutable,
    KnownLayout,
    Unaligned,
)]
#[repr(C)]
pub struct NfGenMsg {
    pub family: u8,
    pub version: u8,
    /// In answers, the low bits of the ruleset's generation; of a batch, the subsystem.
    pub res_id: U16,
}

impl NfGenMsg {
    /// The header of a message about this family.
    #[must_use]
    pub const fn of(family: u8) -> Self {
        Self { family, version: 0, res_id: U16::ZERO }
    }

    /// The header of a batch for nftables.
    #[must_use]
    pub const fn of_batch() -> Self {
        Self { family: 0, version: 0, res_id: U16::new(NFNL_SUBSYS_NFTABLES) }
    }
}

/// The beginning of a batch: all of it happens, or nothing.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = NFNL_MSG_BATCH_BEGIN)]
pub struct BatchBegin<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    /// The generation that the batch is based on; with another one the kernel refuses it.
    #[nla(NFNL_BATCH_GENID)]
    pub gen_id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The end of a batch, which makes it happen.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = NFNL_MSG_BATCH_END)]
pub struct BatchEnd<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A table.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWTABLE))]
pub struct Table<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_TABLE_NAME, len = 1..=NAME_MAX)]
    pub name: &'a CStr,
    #[nla(NFTA_TABLE_FLAGS, mask = NFT_TABLE_F_MASK)]
    pub flags: Option<Be<u32>>,
    #[nla(NFTA_TABLE_USE)]
    pub use_count: Option<Be<u32>>,
    #[nla(NFTA_TABLE_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[nla(NFTA_TABLE_USERDATA, len = ..=NFT_USERDATA_MAXLEN)]
    pub user_data: Option<&'a [u8]>,
    /// The port ID of the socket; the table is removed when it is closed.
    #[nla(NFTA_TABLE_OWNER)]
    pub owner: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to delete a table, known by name or handle.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_DELTABLE))]
pub struct DelTable<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_TABLE_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[nla(NFTA_TABLE_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one table, known by name, or for all of them.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_GETTABLE), reply = Table<'_>)]
pub struct GetTable<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_TABLE_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A chain of rules.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWCHAIN))]
pub struct Chain<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_CHAIN_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_CHAIN_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[nla(NFTA_CHAIN_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    /// Where packets enter it; without this, only rules lead to it.
    #[nla(NFTA_CHAIN_HOOK)]
    pub hook: Option<Hook<'a>>,
    #[nla(NFTA_CHAIN_POLICY)]
    pub policy: Option<VerdictCode>,
    #[nla(NFTA_CHAIN_USE)]
    pub use_count: Option<Be<u32>>,
    #[nla(NFTA_CHAIN_TYPE, len = ..=NAME_MAX)]
    pub ty: Option<&'a CStr>,
    #[nla(NFTA_CHAIN_COUNTERS)]
    pub counters: Option<expressions::Counter<'a>>,
    #[nla(NFTA_CHAIN_FLAGS, mask = NFT_CHAIN_FLAGS)]
    pub flags: Option<Be<u32>>,
    /// A number for it within a batch.
    #[nla(NFTA_CHAIN_ID)]
    pub id: Option<Be<u32>>,
    #[nla(NFTA_CHAIN_USERDATA, len = ..=NFT_USERDATA_MAXLEN)]
    pub user_data: Option<&'a [u8]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to delete a chain, known by name or handle.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_DELCHAIN))]
pub struct DelChain<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_CHAIN_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_CHAIN_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[nla(NFTA_CHAIN_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    /// Only these devices, not the chain.
    #[nla(NFTA_CHAIN_HOOK)]
    pub hook: Option<Hook<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one chain, known by name, or for all of them.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_GETCHAIN), reply = Chain<'_>)]
pub struct GetChain<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_CHAIN_TABLE, len = 1..=NAME_MAX)]
    pub table: Option<&'a CStr>,
    #[nla(NFTA_CHAIN_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Where packets enter a chain.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Hook<'a> {
    /// Numbered by each family: `NF_INET_*`, `NF_NETDEV_*`.
    #[nla(NFTA_HOOK_HOOKNUM)]
    pub number: Be<u32>,
    /// Chains of one hook are passed through from the lowest on.
    #[nla(NFTA_HOOK_PRIORITY)]
    pub priority: Be<i32>,
    #[nla(NFTA_HOOK_DEV, len = ..=15)]
    pub device: Option<&'a CStr>,
    #[nla(NFTA_HOOK_DEVS)]
    pub devices: Option<Devices<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The devices of a chain or flow table that is attached to several.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Devices<'a> {
    #[nla(NFTA_DEVICE_NAME, len = ..=15)]
    pub names: Repeated<'a, &'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A rule: expressions, of which each looks at the packet or does something with it, until one says
/// no.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWRULE))]
pub struct Rule<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_RULE_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_RULE_CHAIN, len = 1..=NAME_MAX)]
    pub chain: Option<&'a CStr>,
    #[nla(NFTA_RULE_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[nla(NFTA_RULE_EXPRESSIONS)]
    pub expressions: Option<Expressions<'a>>,
    #[nla(NFTA_RULE_COMPAT)]
    pub compat: Option<Compat<'a>>,
    /// The handle of the rule before this one.
    #[nla(NFTA_RULE_POSITION)]
    pub position: Option<Be<u64>>,
    #[nla(NFTA_RULE_USERDATA, len = ..=NFT_USERDATA_MAXLEN)]
    pub user_data: Option<&'a [u8]>,
    /// A number for it within a batch.
    #[nla(NFTA_RULE_ID)]
    pub id: Option<Be<u32>>,
    #[nla(NFTA_RULE_POSITION_ID)]
    pub position_id: Option<Be<u32>>,
    /// The number that the chain has within the batch.
    #[nla(NFTA_RULE_CHAIN_ID)]
    pub chain_id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// One attribute of a rule, for readers that go through a ruleset once.
#[derive(Clone, Debug, Parse, Emit)]
pub enum RuleItem<'a> {
    #[nla(NFTA_RULE_TABLE, len = 1..=NAME_MAX)]
    Table(&'a CStr),
    #[nla(NFTA_RULE_CHAIN, len = 1..=NAME_MAX)]
    Chain(&'a CStr),
    #[nla(NFTA_RULE_HANDLE)]
    Handle(Be<u64>),
    #[nla(NFTA_RULE_EXPRESSIONS)]
    Expressions(Stream<'a, ExpressionItem<'a>>),
    #[nla(NFTA_RULE_COMPAT)]
    Compat(Compat<'a>),
    #[nla(NFTA_RULE_POSITION)]
    Position(Be<u64>),
    #[nla(NFTA_RULE_USERDATA, len = ..=NFT_USERDATA_MAXLEN)]
    UserData(&'a [u8]),
    #[nla(NFTA_RULE_ID)]
    Id(Be<u32>),
    #[nla(NFTA_RULE_POSITION_ID)]
    PositionId(Be<u32>),
    #[nla(NFTA_RULE_CHAIN_ID)]
    ChainId(Be<u32>),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

/// One expression of a list.
#[derive(Clone, Debug, Parse, Emit)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each expression")]
pub enum ExpressionItem<'a> {
    #[nla(NFTA_LIST_ELEM)]
    Expression(Expression<'a>),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

/// A rule, attribute by attribute in the order in which they came.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWRULE))]
pub struct RuleStream<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[netlink(stream)]
    pub attrs: Stream<'a, RuleItem<'a>>,
}

/// The request to delete rules: one by its handle, or all of a chain or table.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_DELRULE))]
pub struct DelRule<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_RULE_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_RULE_CHAIN, len = 1..=NAME_MAX)]
    pub chain: Option<&'a CStr>,
    #[nla(NFTA_RULE_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[nla(NFTA_RULE_ID)]
    pub id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one rule, known by its handle, or for all of a chain, of a table or of all.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_GETRULE), reply = Rule<'_>)]
pub struct GetRule<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_RULE_TABLE, len = 1..=NAME_MAX)]
    pub table: Option<&'a CStr>,
    #[nla(NFTA_RULE_CHAIN, len = 1..=NAME_MAX)]
    pub chain: Option<&'a CStr>,
    #[nla(NFTA_RULE_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What a rule made of extensions of xtables is for.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Compat<'a> {
    #[nla(NFTA_RULE_COMPAT_PROTO)]
    pub protocol: Option<Be<u32>>,
    #[nla(NFTA_RULE_COMPAT_FLAGS, mask = NFT_RULE_COMPAT_F_MASK)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The number of the ruleset, which every batch makes greater.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWGEN))]
pub struct Generation<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_GEN_ID)]
    pub id: Be<u32>,
    #[nla(NFTA_GEN_PROC_PID)]
    pub process: Option<Be<u32>>,
    #[nla(NFTA_GEN_PROC_NAME)]
    pub process_name: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for the number of the ruleset.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_GETGEN), reply = Generation<'_>)]
pub struct GetGeneration<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A table of flows that bypass the rules.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_NEWFLOWTABLE))]
pub struct Flowtable<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_FLOWTABLE_TABLE, len = 1..=NAME_MAX)]
    pub table: &'a CStr,
    #[nla(NFTA_FLOWTABLE_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[nla(NFTA_FLOWTABLE_HOOK)]
    pub hook: Option<FlowtableHook<'a>>,
    #[nla(NFTA_FLOWTABLE_USE)]
    pub use_count: Option<Be<u32>>,
    #[nla(NFTA_FLOWTABLE_HANDLE)]
    pub handle: Option<Be<u64>>,
    #[nla(NFTA_FLOWTABLE_FLAGS, mask = NFT_FLOWTABLE_MASK)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one flow table, or for all of them.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = message_type(NFT_MSG_GETFLOWTABLE), reply = Flowtable<'_>)]
pub struct GetFlowtable<'a> {
    #[netlink(header)]
    pub header: NfGenMsg,
    #[nla(NFTA_FLOWTABLE_TABLE, len = 1..=NAME_MAX)]
    pub table: Option<&'a CStr>,
    #[nla(NFTA_FLOWTABLE_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Where packets enter a flow table.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct FlowtableHook<'a> {
    #[nla(NFTA_FLOWTABLE_HOOK_NUM)]
    pub number: Option<Be<u32>>,
    #[nla(NFTA_FLOWTABLE_HOOK_PRIORITY)]
    pub priority: Option<Be<i32>>,
    #[nla(NFTA_FLOWTABLE_HOOK_DEVS)]
    pub devices: Option<Devices<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The messages of dumps and notifications of rulesets.
#[derive(Clone, Debug, Parse, Emit)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each message")]
pub enum Event<'a> {
    #[netlink(message = message_type(NFT_MSG_NEWTABLE))]
    NewTable(Table<'a>),
    #[netlink(message = message_type(NFT_MSG_DELTABLE))]
    DelTable(DelTable<'a>),
    #[netlink(message = message_type(NFT_MSG_NEWCHAIN))]
    NewChain(Chain<'a>),
    #[netlink(message = message_type(NFT_MSG_DELCHAIN))]
    DelChain(DelChain<'a>),
    #[netlink(message = message_type(NFT_MSG_NEWRULE))]
    NewRule(Rule<'a>),
    #[netlink(message = message_type(NFT_MSG_DELRULE))]
    DelRule(DelRule<'a>),
    #[netlink(message = message_type(NFT_MSG_NEWSET))]
    NewSet(Set<'a>),
    #[netlink(message = message_type(NFT_MSG_DELSET))]
    DelSet(DelSet<'a>),
    #[netlink(message = message_type(NFT_MSG_NEWSETELEM))]
    NewElements(Elements<'a>),
    #[netlink(message = message_type(NFT_MSG_DELSETELEM))]
    DelElements(DelElements<'a>),
    #[netlink(message = message_type(NFT_MSG_NEWOBJ))]
    NewObject(Object<'a>),
    #[netlink(message = message_type(NFT_MSG_DELOBJ))]
    DelObject(DelObject<'a>),
    #[netlink(message = message_type(NFT_MSG_NEWFLOWTABLE))]
    NewFlowtable(Flowtable<'a>),
    #[netlink(message = message_type(NFT_MSG_NEWGEN))]
    NewGeneration(Generation<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

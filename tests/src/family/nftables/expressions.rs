//! Expressions: what rules are made of.
//!
//! They work on registers. One loads bytes of the packet into a register, the next compares the
//! register with a value, and an [`Immediate`] for [`Register::VERDICT`] decides.

use core::ffi::CStr;

use netlink_core::{Be, Emit, Lazy, Parse, Repeated, Unknown};

use super::{NAME_MAX, constants::*, values::*};

/// Expressions, one behind the other.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Expressions<'a> {
    #[nla(NFTA_LIST_ELEM)]
    pub expressions: Repeated<'a, Expression<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// An expression: its name, and what belongs to it.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Expression<'a> {
    #[nla(NFTA_EXPR_NAME, len = 1..=NAME_MAX)]
    pub name: &'a CStr,
    #[nla(NFTA_EXPR_DATA, select = name)]
    pub data: Option<ExpressionData<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What belongs to the expression of some name.
#[derive(Clone, Debug, Parse, Emit)]
pub enum ExpressionData<'a> {
    #[netlink(key = "bitwise")]
    Bitwise(Bitwise<'a>),
    #[netlink(key = "byteorder")]
    Byteorder(Byteorder<'a>),
    #[netlink(key = "cmp")]
    Cmp(Cmp<'a>),
    #[netlink(key = "connlimit")]
    Connlimit(Connlimit<'a>),
    #[netlink(key = "counter")]
    Counter(Counter<'a>),
    #[netlink(key = "ct")]
    Ct(Ct<'a>),
    #[netlink(key = "dup")]
    Dup(Dup<'a>),
    #[netlink(key = "dynset")]
    Dynset(Dynset<'a>),
    #[netlink(key = "exthdr")]
    Exthdr(Exthdr<'a>),
    #[netlink(key = "fib")]
    Fib(Fib<'a>),
    #[netlink(key = "flow_offload")]
    FlowOffload(FlowOffload<'a>),
    #[netlink(key = "fwd")]
    Fwd(Fwd<'a>),
    #[netlink(key = "hash")]
    Hash(Hash<'a>),
    #[netlink(key = "immediate")]
    Immediate(Immediate<'a>),
    #[netlink(key = "last")]
    Last(Last<'a>),
    #[netlink(key = "limit")]
    Limit(Limit<'a>),
    #[netlink(key = "log")]
    Log(Log<'a>),
    #[netlink(key = "lookup")]
    Lookup(Lookup<'a>),
    #[netlink(key = "masq")]
    Masq(Masq<'a>),
    #[netlink(key = "match")]
    Match(Match<'a>),
    #[netlink(key = "meta")]
    Meta(Meta<'a>),
    #[netlink(key = "nat")]
    Nat(Nat<'a>),
    #[netlink(key = "numgen")]
    Numgen(Numgen<'a>),
    #[netlink(key = "objref")]
    Objref(Objref<'a>),
    #[netlink(key = "payload")]
    Payload(Payload<'a>),
    #[netlink(key = "queue")]
    Queue(Queue<'a>),
    #[netlink(key = "quota")]
    Quota(Quota<'a>),
    #[netlink(key = "range")]
    Range(Range<'a>),
    #[netlink(key = "redir")]
    Redir(Redir<'a>),
    #[netlink(key = "reject")]
    Reject(Reject<'a>),
    #[netlink(key = "rt")]
    Rt(Rt<'a>),
    #[netlink(key = "socket")]
    Socket(Socket<'a>),
    #[netlink(key = "synproxy")]
    Synproxy(Synproxy<'a>),
    #[netlink(key = "target")]
    Target(Target<'a>),
    #[netlink(key = "tproxy")]
    Tproxy(Tproxy<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// A value, or a verdict.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Data<'a> {
    #[nla(NFTA_DATA_VALUE, len = 1..=NFT_DATA_VALUE_MAXLEN)]
    pub value: Option<&'a [u8]>,
    #[nla(NFTA_DATA_VERDICT)]
    pub verdict: Option<Verdict<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl<'a> Data<'a> {
    /// A value.
    #[must_use]
    pub fn value(value: &'a [u8]) -> Self {
        Self { value: Some(value), ..Self::default() }
    }

    /// A verdict that leads to no other chain.
    #[must_use]
    pub fn verdict(code: VerdictCode) -> Self {
        let verdict = Verdict { code, chain: None, chain_id: None, rest: Unknown::NONE };
        Self { verdict: Some(verdict), ..Self::default() }
    }
}

/// What is to happen with the packet.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Verdict<'a> {
    #[nla(NFTA_VERDICT_CODE)]
    pub code: VerdictCode,
    /// Where to go on.
    #[nla(NFTA_VERDICT_CHAIN, len = 1..=NAME_MAX)]
    pub chain: Option<&'a CStr>,
    #[nla(NFTA_VERDICT_CHAIN_ID)]
    pub chain_id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// `dreg = (sreg & mask) ^ xor`, or a shift.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Bitwise<'a> {
    #[nla(NFTA_BITWISE_SREG)]
    pub sreg: Register,
    #[nla(NFTA_BITWISE_DREG)]
    pub dreg: Register,
    #[nla(NFTA_BITWISE_LEN, range = ..=255)]
    pub len: Be<u32>,
    #[nla(NFTA_BITWISE_MASK)]
    pub mask: Option<Data<'a>>,
    #[nla(NFTA_BITWISE_XOR)]
    pub xor: Option<Data<'a>>,
    #[nla(NFTA_BITWISE_OP, range = ..=255)]
    pub op: Option<BitwiseOp>,
    /// By how many bits to shift.
    #[nla(NFTA_BITWISE_DATA)]
    pub data: Option<Data<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Bytes swapped, or not.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Byteorder<'a> {
    #[nla(NFTA_BYTEORDER_SREG)]
    pub sreg: Register,
    #[nla(NFTA_BYTEORDER_DREG)]
    pub dreg: Register,
    #[nla(NFTA_BYTEORDER_OP)]
    pub op: ByteorderOp,
    #[nla(NFTA_BYTEORDER_LEN, range = ..=255)]
    pub len: Be<u32>,
    #[nla(NFTA_BYTEORDER_SIZE, range = ..=255)]
    pub size: Be<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A comparison; the rule continues if it holds.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Cmp<'a> {
    #[nla(NFTA_CMP_SREG)]
    pub sreg: Register,
    #[nla(NFTA_CMP_OP)]
    pub op: CmpOp,
    #[nla(NFTA_CMP_DATA)]
    pub data: Data<'a>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A limit of connections.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Connlimit<'a> {
    #[nla(NFTA_CONNLIMIT_COUNT)]
    pub count: Option<Be<u32>>,
    #[nla(NFTA_CONNLIMIT_FLAGS, mask = NFT_CONNLIMIT_F_INV)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What has passed.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Counter<'a> {
    #[nla(NFTA_COUNTER_BYTES)]
    pub bytes: Option<Be<u64>>,
    #[nla(NFTA_COUNTER_PACKETS)]
    pub packets: Option<Be<u64>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Reads or sets the connection tracking entry of the packet.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Ct<'a> {
    #[nla(NFTA_CT_DREG)]
    pub dreg: Option<Register>,
    #[nla(NFTA_CT_KEY)]
    pub key: CtKey,
    #[nla(NFTA_CT_DIRECTION)]
    pub direction: Option<CtDirection>,
    #[nla(NFTA_CT_SREG)]
    pub sreg: Option<Register>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A copy of the packet, sent elsewhere.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Dup<'a> {
    #[nla(NFTA_DUP_SREG_ADDR)]
    pub sreg_addr: Option<Register>,
    #[nla(NFTA_DUP_SREG_DEV)]
    pub sreg_dev: Option<Register>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// An element put into a set by a packet.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Dynset<'a> {
    #[nla(NFTA_DYNSET_SET_NAME, len = 1..=NAME_MAX)]
    pub set: &'a CStr,
    #[nla(NFTA_DYNSET_SET_ID)]
    pub set_id: Option<Be<u32>>,
    #[nla(NFTA_DYNSET_OP)]
    pub op: DynsetOp,
    #[nla(NFTA_DYNSET_SREG_KEY)]
    pub sreg_key: Register,
    #[nla(NFTA_DYNSET_SREG_DATA)]
    pub sreg_data: Option<Register>,
    #[nla(NFTA_DYNSET_TIMEOUT)]
    pub timeout: Option<Be<u64>>,
    /// What is done for the element: an expression in an expression.
    #[nla(NFTA_DYNSET_EXPR)]
    pub expression: Option<Lazy<'a, Expression<'a>>>,
    #[nla(NFTA_DYNSET_FLAGS)]
    pub flags: Option<Be<u32>>,
    #[nla(NFTA_DYNSET_EXPRESSIONS)]
    pub expressions: Option<Expressions<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A header or option of a protocol.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Exthdr<'a> {
    #[nla(NFTA_EXTHDR_DREG)]
    pub dreg: Option<Register>,
    #[nla(NFTA_EXTHDR_TYPE)]
    pub ty: Option<u8>,
    #[nla(NFTA_EXTHDR_OFFSET, range = ..=255)]
    pub offset: Option<Be<u32>>,
    #[nla(NFTA_EXTHDR_LEN, range = ..=255)]
    pub len: Option<Be<u32>>,
    #[nla(NFTA_EXTHDR_FLAGS)]
    pub flags: Option<Be<u32>>,
    #[nla(NFTA_EXTHDR_OP)]
    pub op: Option<ExthdrOp>,
    #[nla(NFTA_EXTHDR_SREG)]
    pub sreg: Option<Register>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What the routing tables say of the packet.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Fib<'a> {
    #[nla(NFTA_FIB_DREG)]
    pub dreg: Option<Register>,
    #[nla(NFTA_FIB_RESULT)]
    pub result: Option<FibResult>,
    #[nla(NFTA_FIB_FLAGS)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Adds the flow to a flow table.
#[derive(Clone, Debug, Parse, Emit)]
pub struct FlowOffload<'a> {
    #[nla(NFTA_FLOW_TABLE_NAME, len = 1..=NAME_MAX)]
    pub name: &'a CStr,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Sends the packet to another device.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Fwd<'a> {
    #[nla(NFTA_FWD_SREG_DEV)]
    pub sreg_dev: Register,
    #[nla(NFTA_FWD_SREG_ADDR)]
    pub sreg_addr: Option<Register>,
    #[nla(NFTA_FWD_NFPROTO)]
    pub protocol: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A hash.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Hash<'a> {
    #[nla(NFTA_HASH_SREG)]
    pub sreg: Option<Register>,
    #[nla(NFTA_HASH_DREG)]
    pub dreg: Register,
    #[nla(NFTA_HASH_LEN)]
    pub len: Option<Be<u32>>,
    #[nla(NFTA_HASH_MODULUS)]
    pub modulus: Be<u32>,
    #[nla(NFTA_HASH_SEED)]
    pub seed: Option<Be<u32>>,
    #[nla(NFTA_HASH_OFFSET)]
    pub offset: Option<Be<u32>>,
    #[nla(NFTA_HASH_TYPE)]
    pub ty: Option<HashType>,
    #[nla(NFTA_HASH_SET_NAME)]
    pub set: Option<&'a CStr>,
    #[nla(NFTA_HASH_SET_ID)]
    pub set_id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A value for a register; for that of the verdict, the decision.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Immediate<'a> {
    #[nla(NFTA_IMMEDIATE_DREG)]
    pub dreg: Register,
    #[nla(NFTA_IMMEDIATE_DATA)]
    pub data: Data<'a>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// When it was last passed.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Last<'a> {
    #[nla(NFTA_LAST_SET)]
    pub set: Option<Be<u32>>,
    #[nla(NFTA_LAST_MSECS)]
    pub milliseconds: Option<Be<u64>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// So much in a time.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Limit<'a> {
    #[nla(NFTA_LIMIT_RATE)]
    pub rate: Be<u64>,
    /// The time in seconds.
    #[nla(NFTA_LIMIT_UNIT)]
    pub unit: Be<u64>,
    #[nla(NFTA_LIMIT_BURST)]
    pub burst: Option<Be<u32>>,
    #[nla(NFTA_LIMIT_TYPE)]
    pub ty: Option<LimitType>,
    #[nla(NFTA_LIMIT_FLAGS, mask = NFT_LIMIT_F_INV)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A message about the packet.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Log<'a> {
    /// The group that receives it, instead of the log of the kernel.
    #[nla(NFTA_LOG_GROUP)]
    pub group: Option<Be<u16>>,
    #[nla(NFTA_LOG_PREFIX, len = ..=127)]
    pub prefix: Option<&'a CStr>,
    #[nla(NFTA_LOG_SNAPLEN)]
    pub snap_len: Option<Be<u32>>,
    #[nla(NFTA_LOG_QTHRESHOLD)]
    pub queue_threshold: Option<Be<u16>>,
    #[nla(NFTA_LOG_LEVEL)]
    pub level: Option<LogLevel>,
    #[nla(NFTA_LOG_FLAGS, mask = NF_LOG_MASK)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A set is looked into, with the key in a register.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Lookup<'a> {
    #[nla(NFTA_LOOKUP_SET, len = 1..=NAME_MAX)]
    pub set: Option<&'a CStr>,
    #[nla(NFTA_LOOKUP_SREG)]
    pub sreg: Register,
    #[nla(NFTA_LOOKUP_DREG)]
    pub dreg: Option<Register>,
    #[nla(NFTA_LOOKUP_SET_ID)]
    pub set_id: Option<Be<u32>>,
    #[nla(NFTA_LOOKUP_FLAGS, mask = NFT_LOOKUP_F_INV)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The address of the interface, as the source.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Masq<'a> {
    #[nla(NFTA_MASQ_FLAGS, mask = NF_NAT_RANGE_MASK)]
    pub flags: Option<Be<u32>>,
    #[nla(NFTA_MASQ_REG_PROTO_MIN)]
    pub reg_proto_min: Option<Register>,
    #[nla(NFTA_MASQ_REG_PROTO_MAX)]
    pub reg_proto_max: Option<Register>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A match of xtables.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Match<'a> {
    #[nla(NFTA_MATCH_NAME, len = ..=32)]
    pub name: &'a CStr,
    #[nla(NFTA_MATCH_REV, range = ..=255)]
    pub revision: Be<u32>,
    #[nla(NFTA_MATCH_INFO)]
    pub info: &'a [u8],
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What is known of the packet besides its bytes, or is noted.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Meta<'a> {
    #[nla(NFTA_META_DREG)]
    pub dreg: Option<Register>,
    #[nla(NFTA_META_KEY)]
    pub key: MetaKey,
    #[nla(NFTA_META_SREG)]
    pub sreg: Option<Register>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Another address.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Nat<'a> {
    #[nla(NFTA_NAT_TYPE)]
    pub ty: NatType,
    #[nla(NFTA_NAT_FAMILY)]
    pub family: Be<u32>,
    #[nla(NFTA_NAT_REG_ADDR_MIN)]
    pub reg_addr_min: Option<Register>,
    #[nla(NFTA_NAT_REG_ADDR_MAX)]
    pub reg_addr_max: Option<Register>,
    #[nla(NFTA_NAT_REG_PROTO_MIN)]
    pub reg_proto_min: Option<Register>,
    #[nla(NFTA_NAT_REG_PROTO_MAX)]
    pub reg_proto_max: Option<Register>,
    #[nla(NFTA_NAT_FLAGS, mask = NF_NAT_RANGE_MASK)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A number, random or one after another.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Numgen<'a> {
    #[nla(NFTA_NG_DREG)]
    pub dreg: Register,
    #[nla(NFTA_NG_MODULUS)]
    pub modulus: Be<u32>,
    #[nla(NFTA_NG_TYPE)]
    pub ty: NumgenType,
    #[nla(NFTA_NG_OFFSET)]
    pub offset: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// An object that is used.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Objref<'a> {
    #[nla(NFTA_OBJREF_IMM_TYPE)]
    pub ty: Option<ObjectType>,
    #[nla(NFTA_OBJREF_IMM_NAME, len = 1..=NAME_MAX)]
    pub name: Option<&'a CStr>,
    #[nla(NFTA_OBJREF_SET_SREG)]
    pub set_sreg: Option<Register>,
    #[nla(NFTA_OBJREF_SET_NAME, len = 1..=NAME_MAX)]
    pub set: Option<&'a CStr>,
    #[nla(NFTA_OBJREF_SET_ID)]
    pub set_id: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Bytes of the packet, read or written.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Payload<'a> {
    #[nla(NFTA_PAYLOAD_DREG)]
    pub dreg: Option<Register>,
    #[nla(NFTA_PAYLOAD_BASE)]
    pub base: PayloadBase,
    #[nla(NFTA_PAYLOAD_OFFSET)]
    pub offset: Be<u32>,
    #[nla(NFTA_PAYLOAD_LEN, range = ..=255)]
    pub len: Be<u32>,
    #[nla(NFTA_PAYLOAD_SREG)]
    pub sreg: Option<Register>,
    #[nla(NFTA_PAYLOAD_CSUM_TYPE)]
    pub checksum_type: Option<Be<u32>>,
    #[nla(NFTA_PAYLOAD_CSUM_OFFSET)]
    pub checksum_offset: Option<Be<u32>>,
    #[nla(NFTA_PAYLOAD_CSUM_FLAGS)]
    pub checksum_flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Sends the packet to a program.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Queue<'a> {
    #[nla(NFTA_QUEUE_NUM)]
    pub number: Option<Be<u16>>,
    #[nla(NFTA_QUEUE_TOTAL)]
    pub total: Option<Be<u16>>,
    #[nla(NFTA_QUEUE_FLAGS)]
    pub flags: Option<Be<u16>>,
    #[nla(NFTA_QUEUE_SREG_QNUM)]
    pub sreg_number: Option<Register>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// So many bytes, and no more.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Quota<'a> {
    #[nla(NFTA_QUOTA_BYTES)]
    pub bytes: Option<Be<u64>>,
    #[nla(NFTA_QUOTA_FLAGS, mask = NFT_QUOTA_F_MASK)]
    pub flags: Option<Be<u32>>,
    #[nla(NFTA_QUOTA_CONSUMED)]
    pub consumed: Option<Be<u64>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Between two values, or not.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Range<'a> {
    #[nla(NFTA_RANGE_SREG)]
    pub sreg: Register,
    #[nla(NFTA_RANGE_OP, range = ..=255)]
    pub op: RangeOp,
    #[nla(NFTA_RANGE_FROM_DATA)]
    pub from: Data<'a>,
    #[nla(NFTA_RANGE_TO_DATA)]
    pub to: Data<'a>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// To this machine.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Redir<'a> {
    #[nla(NFTA_REDIR_REG_PROTO_MIN)]
    pub reg_proto_min: Option<Register>,
    #[nla(NFTA_REDIR_REG_PROTO_MAX)]
    pub reg_proto_max: Option<Register>,
    #[nla(NFTA_REDIR_FLAGS, mask = NF_NAT_RANGE_MASK)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Rejects the packet, and notifies its sender.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Reject<'a> {
    #[nla(NFTA_REJECT_TYPE)]
    pub ty: RejectType,
    #[nla(NFTA_REJECT_ICMP_CODE)]
    pub icmp_code: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What the route of the packet has.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Rt<'a> {
    #[nla(NFTA_RT_DREG)]
    pub dreg: Register,
    #[nla(NFTA_RT_KEY)]
    pub key: RtKey,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What the socket of the packet has.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Socket<'a> {
    #[nla(NFTA_SOCKET_KEY)]
    pub key: SocketKey,
    #[nla(NFTA_SOCKET_DREG)]
    pub dreg: Register,
    #[nla(NFTA_SOCKET_LEVEL, range = ..=255)]
    pub level: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Answers handshakes instead of a server.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Synproxy<'a> {
    #[nla(NFTA_SYNPROXY_MSS)]
    pub mss: Option<Be<u16>>,
    #[nla(NFTA_SYNPROXY_WSCALE)]
    pub window_scale: Option<u8>,
    #[nla(NFTA_SYNPROXY_FLAGS)]
    pub flags: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A target of xtables.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Target<'a> {
    #[nla(NFTA_TARGET_NAME, len = ..=32)]
    pub name: &'a CStr,
    #[nla(NFTA_TARGET_REV, range = ..=255)]
    pub revision: Be<u32>,
    #[nla(NFTA_TARGET_INFO)]
    pub info: &'a [u8],
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// To a socket of this machine, with the address unchanged.
#[derive(Clone, Debug, Parse, Emit)]
pub struct Tproxy<'a> {
    #[nla(NFTA_TPROXY_FAMILY)]
    pub family: Be<u32>,
    #[nla(NFTA_TPROXY_REG_ADDR)]
    pub reg_addr: Option<Register>,
    #[nla(NFTA_TPROXY_REG_PORT)]
    pub reg_port: Option<Register>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

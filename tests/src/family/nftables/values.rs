//! Values that have names. All of them are open: kernels go on inventing.

use netlink_core::{Be, Emit, Parse};

use super::constants::*;

/// A register: where expressions leave values for each other.
///
/// There are four of 16 bytes, which overlap with 16 of 4 bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
pub struct Register(pub Be<u32>);

impl Register {
    /// What is put into this one decides over the packet.
    pub const VERDICT: Self = Self(Be(NFT_REG_VERDICT));
    pub const R1: Self = Self(Be(NFT_REG_1));
    pub const R2: Self = Self(Be(NFT_REG_2));
    pub const R3: Self = Self(Be(NFT_REG_3));
    pub const R4: Self = Self(Be(NFT_REG_4));
}

/// What happens with a packet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(i32)]
#[netlink(wire = Be<i32>)]
pub enum VerdictCode {
    Continue = NFT_CONTINUE,
    Break = NFT_BREAK,
    Jump = NFT_JUMP,
    Goto = NFT_GOTO,
    Return = NFT_RETURN,
    Drop = NF_DROP,
    Accept = NF_ACCEPT,
    Stolen = NF_STOLEN,
    Queue = NF_QUEUE,
    Repeat = NF_REPEAT,
    #[netlink(other)]
    Other(i32),
}

/// What is done with bits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum BitwiseOp {
    MaskXor = NFT_BITWISE_MASK_XOR,
    Lshift = NFT_BITWISE_LSHIFT,
    Rshift = NFT_BITWISE_RSHIFT,
    #[netlink(other)]
    Other(u32),
}

/// Which way bytes are swapped.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum ByteorderOp {
    Ntoh = NFT_BYTEORDER_NTOH,
    Hton = NFT_BYTEORDER_HTON,
    #[netlink(other)]
    Other(u32),
}

/// How values are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum CmpOp {
    Eq = NFT_CMP_EQ,
    Neq = NFT_CMP_NEQ,
    Lt = NFT_CMP_LT,
    Lte = NFT_CMP_LTE,
    Gt = NFT_CMP_GT,
    Gte = NFT_CMP_GTE,
    #[netlink(other)]
    Other(u32),
}

/// Within a range, or not.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum RangeOp {
    Eq = NFT_RANGE_EQ,
    Neq = NFT_RANGE_NEQ,
    #[netlink(other)]
    Other(u32),
}

/// Where in the packet bytes are counted from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum PayloadBase {
    LlHeader = NFT_PAYLOAD_LL_HEADER,
    NetworkHeader = NFT_PAYLOAD_NETWORK_HEADER,
    TransportHeader = NFT_PAYLOAD_TRANSPORT_HEADER,
    InnerHeader = NFT_PAYLOAD_INNER_HEADER,
    #[netlink(other)]
    Other(u32),
}

/// What is known of a packet besides its bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum MetaKey {
    Len = NFT_META_LEN,
    Protocol = NFT_META_PROTOCOL,
    Priority = NFT_META_PRIORITY,
    Mark = NFT_META_MARK,
    Iif = NFT_META_IIF,
    Oif = NFT_META_OIF,
    Iifname = NFT_META_IIFNAME,
    Oifname = NFT_META_OIFNAME,
    Iftype = NFT_META_IFTYPE,
    Oiftype = NFT_META_OIFTYPE,
    Skuid = NFT_META_SKUID,
    Skgid = NFT_META_SKGID,
    Nftrace = NFT_META_NFTRACE,
    Rtclassid = NFT_META_RTCLASSID,
    Secmark = NFT_META_SECMARK,
    Nfproto = NFT_META_NFPROTO,
    L4proto = NFT_META_L4PROTO,
    BriIifname = NFT_META_BRI_IIFNAME,
    BriOifname = NFT_META_BRI_OIFNAME,
    Pkttype = NFT_META_PKTTYPE,
    Cpu = NFT_META_CPU,
    Iifgroup = NFT_META_IIFGROUP,
    Oifgroup = NFT_META_OIFGROUP,
    Cgroup = NFT_META_CGROUP,
    Prandom = NFT_META_PRANDOM,
    Secpath = NFT_META_SECPATH,
    Iifkind = NFT_META_IIFKIND,
    Oifkind = NFT_META_OIFKIND,
    BriIifpvid = NFT_META_BRI_IIFPVID,
    BriIifvproto = NFT_META_BRI_IIFVPROTO,
    TimeNs = NFT_META_TIME_NS,
    TimeDay = NFT_META_TIME_DAY,
    TimeHour = NFT_META_TIME_HOUR,
    Sdif = NFT_META_SDIF,
    Sdifname = NFT_META_SDIFNAME,
    #[netlink(other)]
    Other(u32),
}

/// What connection tracking knows.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum CtKey {
    State = NFT_CT_STATE,
    Direction = NFT_CT_DIRECTION,
    Status = NFT_CT_STATUS,
    Mark = NFT_CT_MARK,
    Secmark = NFT_CT_SECMARK,
    Expiration = NFT_CT_EXPIRATION,
    Helper = NFT_CT_HELPER,
    L3protocol = NFT_CT_L3PROTOCOL,
    Src = NFT_CT_SRC,
    Dst = NFT_CT_DST,
    Protocol = NFT_CT_PROTOCOL,
    ProtoSrc = NFT_CT_PROTO_SRC,
    ProtoDst = NFT_CT_PROTO_DST,
    Labels = NFT_CT_LABELS,
    Pkts = NFT_CT_PKTS,
    Bytes = NFT_CT_BYTES,
    Avgpkt = NFT_CT_AVGPKT,
    Zone = NFT_CT_ZONE,
    Eventmask = NFT_CT_EVENTMASK,
    SrcIp = NFT_CT_SRC_IP,
    DstIp = NFT_CT_DST_IP,
    SrcIp6 = NFT_CT_SRC_IP6,
    DstIp6 = NFT_CT_DST_IP6,
    Id = NFT_CT_ID,
    #[netlink(other)]
    Other(u32),
}

/// Which direction of a connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum CtDirection {
    Original = IP_CT_DIR_ORIGINAL,
    Reply = IP_CT_DIR_REPLY,
    #[netlink(other)]
    Other(u8),
}

/// What a packet does with an element.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum DynsetOp {
    Add = NFT_DYNSET_OP_ADD,
    Update = NFT_DYNSET_OP_UPDATE,
    Delete = NFT_DYNSET_OP_DELETE,
    #[netlink(other)]
    Other(u32),
}

/// Which protocol a header or option is of.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum ExthdrOp {
    Ipv6 = NFT_EXTHDR_OP_IPV6,
    Tcpopt = NFT_EXTHDR_OP_TCPOPT,
    Ipv4 = NFT_EXTHDR_OP_IPV4,
    Sctp = NFT_EXTHDR_OP_SCTP,
    Dccp = NFT_EXTHDR_OP_DCCP,
    #[netlink(other)]
    Other(u32),
}

/// What is asked of the routing tables.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum FibResult {
    Unspec = NFT_FIB_RESULT_UNSPEC,
    Oif = NFT_FIB_RESULT_OIF,
    Oifname = NFT_FIB_RESULT_OIFNAME,
    Addrtype = NFT_FIB_RESULT_ADDRTYPE,
    #[netlink(other)]
    Other(u32),
}

/// How a hash is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum HashType {
    Jenkins = NFT_HASH_JENKINS,
    Sym = NFT_HASH_SYM,
    #[netlink(other)]
    Other(u32),
}

/// What is counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum LimitType {
    Pkts = NFT_LIMIT_PKTS,
    PktBytes = NFT_LIMIT_PKT_BYTES,
    #[netlink(other)]
    Other(u32),
}

/// How bad a message is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum LogLevel {
    Emerg = NFT_LOGLEVEL_EMERG,
    Alert = NFT_LOGLEVEL_ALERT,
    Crit = NFT_LOGLEVEL_CRIT,
    Err = NFT_LOGLEVEL_ERR,
    Warning = NFT_LOGLEVEL_WARNING,
    Notice = NFT_LOGLEVEL_NOTICE,
    Info = NFT_LOGLEVEL_INFO,
    Debug = NFT_LOGLEVEL_DEBUG,
    Audit = NFT_LOGLEVEL_AUDIT,
    #[netlink(other)]
    Other(u32),
}

/// Which address changes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum NatType {
    Snat = NFT_NAT_SNAT,
    Dnat = NFT_NAT_DNAT,
    #[netlink(other)]
    Other(u32),
}

/// How numbers come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum NumgenType {
    Incremental = NFT_NG_INCREMENTAL,
    Random = NFT_NG_RANDOM,
    #[netlink(other)]
    Other(u32),
}

/// How the sender is notified.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum RejectType {
    IcmpUnreach = NFT_REJECT_ICMP_UNREACH,
    TcpRst = NFT_REJECT_TCP_RST,
    IcmpxUnreach = NFT_REJECT_ICMPX_UNREACH,
    #[netlink(other)]
    Other(u32),
}

/// What a route has.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum RtKey {
    Classid = NFT_RT_CLASSID,
    Nexthop4 = NFT_RT_NEXTHOP4,
    Nexthop6 = NFT_RT_NEXTHOP6,
    Tcpmss = NFT_RT_TCPMSS,
    Xfrm = NFT_RT_XFRM,
    #[netlink(other)]
    Other(u32),
}

/// What a socket has.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum SocketKey {
    Transparent = NFT_SOCKET_TRANSPARENT,
    Mark = NFT_SOCKET_MARK,
    Wildcard = NFT_SOCKET_WILDCARD,
    Cgroupv2 = NFT_SOCKET_CGROUPV2,
    #[netlink(other)]
    Other(u32),
}

/// What a set is to be good at.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum SetPolicy {
    Performance = NFT_SET_POL_PERFORMANCE,
    Memory = NFT_SET_POL_MEMORY,
    #[netlink(other)]
    Other(u32),
}

/// What an object is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
pub enum ObjectType {
    Unspec = NFT_OBJECT_UNSPEC,
    Counter = NFT_OBJECT_COUNTER,
    Quota = NFT_OBJECT_QUOTA,
    CtHelper = NFT_OBJECT_CT_HELPER,
    Limit = NFT_OBJECT_LIMIT,
    Connlimit = NFT_OBJECT_CONNLIMIT,
    Tunnel = NFT_OBJECT_TUNNEL,
    CtTimeout = NFT_OBJECT_CT_TIMEOUT,
    Secmark = NFT_OBJECT_SECMARK,
    CtExpect = NFT_OBJECT_CT_EXPECT,
    Synproxy = NFT_OBJECT_SYNPROXY,
    #[netlink(other)]
    Other(u32),
}

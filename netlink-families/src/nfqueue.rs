//! `nfqueue`: packets that wait for a program's verdict.
//!
//! Netlink protocol `NETLINK_NETFILTER`, subsystem `NFNL_SUBSYS_QUEUE`, tool `nft … queue`, kernel option
//! `CONFIG_NETFILTER_NETLINK_QUEUE`. Header `linux/netfilter/nfnetlink_queue.h`.
//!
//! ```
//! use netlink_families::nfqueue::{NfHeader, SetVerdict, Verdict, VerdictHeader};
//!
//! // Accept packet 7 of queue 3.
//! let verdict = SetVerdict {
//!     header: NfHeader { res_id: 3.into(), ..Default::default() },
//!     verdict_hdr: Some(VerdictHeader { verdict: Verdict::ACCEPT, id: 7.into() }.into()),
//!     ..Default::default()
//! };
//! assert_eq!(netlink_core::message_len(&verdict), 16 + 4 + 12);
//! ```

use crate::layout::{Content, Described};
use netlink_core::policy::Name;
use netlink_core::{Be, Emit, Parse, RawMessage, Unknown};
use netlink_core::zerocopy::big_endian as be;
use crate::{NlaStr, Struct};
use crate::conntrack_exp::Exp;

pub use crate::nflog::Ct;
pub use crate::nfnetlink::NfHeader;

/// A packet that waits (`NFQNL_MSG_PACKET`, attributes `NFQA_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x300, protocol = 12)]
pub struct Packet<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub packet_hdr: Option<Struct<'a, PacketHeader>>,
    #[nla(3)] pub mark: Option<Be<u32>>,
    #[nla(4)] pub timestamp: Option<Struct<'a, Timestamp>>,
    #[nla(5)] pub ifindex_indev: Option<Be<u32>>,
    #[nla(6)] pub ifindex_outdev: Option<Be<u32>>,
    #[nla(7)] pub ifindex_physindev: Option<Be<u32>>,
    #[nla(8)] pub ifindex_physoutdev: Option<Be<u32>>,
    #[nla(9)] pub hwaddr: Option<Struct<'a, HwAddr>>,
    #[nla(10)] pub payload: Option<&'a [u8]>,
    #[nla(11)] pub ct: Option<Ct<'a>>,
    #[nla(12)] pub ct_info: Option<Be<u32>>,
    #[nla(13)] pub cap_len: Option<Be<u32>>,
    #[nla(14)] pub skb_info: Option<SkbInfo>,
    #[nla(15)] pub exp: Option<Exp<'a>>,
    #[nla(16)] pub uid: Option<Be<u32>>,
    #[nla(17)] pub gid: Option<Be<u32>>,
    #[nla(18)] pub secctx: Option<NlaStr<'a>>,
    #[nla(19)] pub vlan: Option<Vlan<'a>>,
    #[nla(20)] pub l2hdr: Option<&'a [u8]>,
    #[nla(21)] pub priority: Option<Be<u32>>,
    #[nla(22)] pub cgroup_classid: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Decides about a packet (`NFQNL_MSG_VERDICT`). `res_id` of the header is the queue.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x301, protocol = 12)]
pub struct SetVerdict<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(2)] pub verdict_hdr: Option<Struct<'a, VerdictHeader>>,
    #[nla(3)] pub mark: Option<Be<u32>>,
    #[nla(10)] pub payload: Option<&'a [u8]>,
    #[nla(11)] pub ct: Option<Ct<'a>>,
    #[nla(15)] pub exp: Option<Exp<'a>>,
    #[nla(19)] pub vlan: Option<Vlan<'a>>,
    #[nla(20)] pub l2hdr: Option<&'a [u8]>,
    #[nla(21)] pub priority: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Decides about all packets up to an ID (`NFQNL_MSG_VERDICT_BATCH`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x303, protocol = 12)]
pub struct SetVerdicts<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(2)] pub verdict_hdr: Option<Struct<'a, VerdictHeader>>,
    #[nla(3)] pub mark: Option<Be<u32>>,
    #[nla(21)] pub priority: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Configures a queue (`NFQNL_MSG_CONFIG`, attributes `NFQA_CFG_*`). `res_id` of the header is the queue.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x302, protocol = 12)]
pub struct Config<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub cmd: Option<Struct<'a, ConfigCommand>>,
    #[nla(2)] pub params: Option<Struct<'a, ConfigParams>>,
    #[nla(3)] pub queue_maxlen: Option<Be<u32>>,
    #[nla(4)] pub mask: Option<ConfigFlags>,
    #[nla(5)] pub flags: Option<ConfigFlags>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The VLAN of a packet (`NFQA_VLAN_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Vlan<'a> {
    #[nla(1)] pub proto: Option<Be<u16>>,
    #[nla(2)] pub tci: Option<Be<u16>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What a configured queue delivers.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 12)]
pub enum Event<'a> {
    #[netlink(message = 0x300)] Packet(Packet<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// Options of a queue (`NFQA_CFG_F_*`).
    ConfigFlags: Be<u32> { FAIL_OPEN = 1, CONNTRACK = 2, GSO = 4, UID_GID = 8, SECCTX = 0x10, }
}

flags! {
    /// State of a packet (`NFQA_SKB_*`).
    SkbInfo: Be<u32> { CSUMNOTREADY = 1, GSO = 2, CSUM_NOTVERIFIED = 4, }
}

values! {
    /// What is done with the queue (`NFQNL_CFG_CMD_*`).
    Command: u8 { NONE = 0, BIND = 1, UNBIND = 2, PF_BIND = 3, PF_UNBIND = 4, }

    /// How much of a packet is copied (`NFQNL_COPY_*`).
    CopyMode: u8 { NONE = 0, META = 1, PACKET = 2, }
}

/// What is done with a packet (`NF_*`, header `linux/netfilter.h`).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[derive(
    netlink_core::zerocopy::FromBytes, netlink_core::zerocopy::IntoBytes, netlink_core::zerocopy::Immutable,
    netlink_core::zerocopy::KnownLayout,
)]
#[zerocopy(crate = "netlink_core::zerocopy")]
#[repr(transparent)]
pub struct Verdict(pub be::U32);

impl Verdict {
    pub const DROP: Self = Self(be::U32::new(0));
    pub const ACCEPT: Self = Self(be::U32::new(1));
    pub const STOLEN: Self = Self(be::U32::new(2));
    pub const QUEUE: Self = Self(be::U32::new(3));
    pub const REPEAT: Self = Self(be::U32::new(4));
    pub const STOP: Self = Self(be::U32::new(5));
}

impl Described for Verdict {
    const CONTENT: Content = <be::U32 as Described>::CONTENT.named(&[
        Name { value: 0, name: "DROP" }, Name { value: 1, name: "ACCEPT" }, Name { value: 2, name: "STOLEN" },
        Name { value: 3, name: "QUEUE" }, Name { value: 4, name: "REPEAT" }, Name { value: 5, name: "STOP" },
    ]);
}

structs! {
    /// ID, protocol and hook of a packet.
    PacketHeader ["nfqnl_msg_packet_hdr"] { packet_id: be::U32, hw_protocol: be::U16, hook: u8, }

    /// The link layer address of the sender.
    HwAddr ["nfqnl_msg_packet_hw"] { hw_addrlen: be::U16, pad: u16, hw_addr: [u8; 8], }

    /// When the packet was received: seconds since 1970, and microseconds.
    Timestamp ["nfqnl_msg_packet_timestamp"] { sec: be::U64, usec: be::U64, }

    /// The verdict about a packet.
    VerdictHeader ["nfqnl_msg_verdict_hdr"] { verdict: Verdict, id: be::U32, }

    /// What is done with the queue.
    ConfigCommand ["nfqnl_msg_config_cmd"] { command: Command, pad: u8, pf: be::U16, }

    /// How much of a packet is copied: at most `copy_range` bytes.
    ConfigParams ["nfqnl_msg_config_params"] { copy_range: be::U32, copy_mode: CopyMode, }
}

family! {
    "nfqueue", protocol 12;
    operations {
        "config" Do Config<'_>,
        "verdict" Do SetVerdict<'_>,
        "verdict-batch" Do SetVerdicts<'_>,
    }
    notifications { Event<'_>, }
    groups { }
}

//! `nflog`: packets that a rule logs to a group.
//!
//! Netlink protocol `NETLINK_NETFILTER`, subsystem `NFNL_SUBSYS_ULOG`, tool `nft … log group`, `ulogd`, kernel option
//! `CONFIG_NETFILTER_NETLINK_LOG`. Header `linux/netfilter/nfnetlink_log.h`.
//!
//! ```
//! use netlink_families::nflog::{Command, Config, ConfigCommand, ConfigMode, CopyMode, NfHeader};
//!
//! // Receive the packets of group 5 whole.
//! let request = Config {
//!     header: NfHeader { res_id: 5.into(), ..Default::default() },
//!     cmd: Some(ConfigCommand { command: Command::BIND }.into()),
//!     mode: Some(ConfigMode { copy_range: 0xffff.into(), copy_mode: CopyMode::PACKET, pad: 0 }.into()),
//!     ..Default::default()
//! };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 8 + 12);
//! ```

use core::ffi::CStr;
use netlink_core::{Be, Emit, Parse, RawMessage, Unknown};
use netlink_core::zerocopy::big_endian as be;
use crate::Struct;
use crate::conntrack::{Counter, Filter, Help, Nat, NfCtStatus, ProtoInfo, SecCtx, SeqAdj, Synproxy, Tuple};

pub use crate::nfnetlink::NfHeader;

/// A logged packet (`NFULNL_MSG_PACKET`, attributes `NFULA_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x400, protocol = 12)]
pub struct Packet<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub packet_hdr: Option<Struct<'a, PacketHeader>>,
    #[nla(2)] pub mark: Option<Be<u32>>,
    #[nla(3)] pub timestamp: Option<Struct<'a, Timestamp>>,
    #[nla(4)] pub ifindex_indev: Option<Be<u32>>,
    #[nla(5)] pub ifindex_outdev: Option<Be<u32>>,
    #[nla(6)] pub ifindex_physindev: Option<Be<u32>>,
    #[nla(7)] pub ifindex_physoutdev: Option<Be<u32>>,
    #[nla(8)] pub hwaddr: Option<Struct<'a, HwAddr>>,
    #[nla(9)] pub payload: Option<&'a [u8]>,
    #[nla(10)] pub prefix: Option<&'a CStr>,
    #[nla(11)] pub uid: Option<Be<u32>>,
    #[nla(12)] pub seq: Option<Be<u32>>,
    #[nla(13)] pub seq_global: Option<Be<u32>>,
    #[nla(14)] pub gid: Option<Be<u32>>,
    #[nla(15)] pub hwtype: Option<Be<u16>>,
    #[nla(16)] pub hwheader: Option<&'a [u8]>,
    #[nla(17)] pub hwlen: Option<Be<u16>>,
    #[nla(18)] pub ct: Option<Ct<'a>>,
    #[nla(19)] pub ct_info: Option<Be<u32>>,
    #[nla(20)] pub vlan: Option<Vlan<'a>>,
    #[nla(21)] pub l2hdr: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Configures a group (`NFULNL_MSG_CONFIG`, attributes `NFULA_CFG_*`). `res_id` of the header is the group.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x401, protocol = 12)]
pub struct Config<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub cmd: Option<Struct<'a, ConfigCommand>>,
    #[nla(2)] pub mode: Option<Struct<'a, ConfigMode>>,
    #[nla(3)] pub nlbufsiz: Option<Be<u32>>,
    #[nla(4)] pub timeout: Option<Be<u32>>,
    #[nla(5)] pub qthresh: Option<Be<u32>>,
    #[nla(6)] pub flags: Option<ConfigFlags>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The VLAN of a packet (`NFULA_VLAN_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Vlan<'a> {
    #[nla(1)] pub proto: Option<Be<u16>>,
    #[nla(2)] pub tci: Option<Be<u16>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The connection that a packet belongs to (`CTA_*`, header `linux/netfilter/nfnetlink_conntrack.h`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Ct<'a> {
    #[nla(1)] pub tuple_orig: Option<Tuple<'a>>,
    #[nla(2)] pub tuple_reply: Option<Tuple<'a>>,
    #[nla(3)] pub status: Option<NfCtStatus>,
    #[nla(4)] pub protoinfo: Option<ProtoInfo<'a>>,
    #[nla(5)] pub help: Option<Help<'a>>,
    #[nla(6)] pub nat_src: Option<Nat<'a>>,
    #[nla(7)] pub timeout: Option<Be<u32>>,
    #[nla(8)] pub mark: Option<Be<u32>>,
    #[nla(9)] pub counters_orig: Option<Counter<'a>>,
    #[nla(10)] pub counters_reply: Option<Counter<'a>>,
    #[nla(11, name = "use")] pub use_: Option<Be<u32>>,
    #[nla(12)] pub id: Option<Be<u32>>,
    #[nla(13)] pub nat_dst: Option<Nat<'a>>,
    #[nla(14)] pub tuple_master: Option<Tuple<'a>>,
    #[nla(15)] pub seq_adj_orig: Option<SeqAdj<'a>>,
    #[nla(16)] pub seq_adj_reply: Option<SeqAdj<'a>>,
    #[nla(17)] pub secmark: Option<&'a [u8]>,
    #[nla(18)] pub zone: Option<Be<u16>>,
    #[nla(19)] pub secctx: Option<SecCtx<'a>>,
    #[nla(20)] pub timestamp: Option<Be<u64>>,
    #[nla(21)] pub mark_mask: Option<Be<u32>>,
    #[nla(22)] pub labels: Option<&'a [u8]>,
    #[nla(23)] pub labels_mask: Option<&'a [u8]>,
    #[nla(24)] pub synproxy: Option<Synproxy<'a>>,
    #[nla(25)] pub filter: Option<Filter<'a>>,
    #[nla(26)] pub status_mask: Option<NfCtStatus>,
    #[nla(27)] pub timestamp_event: Option<Be<u64>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What a configured group delivers.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 12)]
pub enum Event<'a> {
    #[netlink(message = 0x400)] Packet(Packet<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// What packets have in addition (`NFULNL_CFG_F_*`).
    ConfigFlags: Be<u16> { SEQ = 1, SEQ_GLOBAL = 2, CONNTRACK = 4, }
}

values! {
    /// What is done with the group (`NFULNL_CFG_CMD_*`).
    Command: u8 { NONE = 0, BIND = 1, UNBIND = 2, PF_BIND = 3, PF_UNBIND = 4, }

    /// How much of a packet is copied (`NFULNL_COPY_*`).
    CopyMode: u8 { NONE = 0, META = 1, PACKET = 2, }
}

structs! {
    /// Protocol and hook of a packet.
    PacketHeader ["nfulnl_msg_packet_hdr"] { hw_protocol: be::U16, hook: u8, pad: u8, }

    /// The link layer address of the sender.
    HwAddr ["nfulnl_msg_packet_hw"] { hw_addrlen: be::U16, pad: u16, hw_addr: [u8; 8], }

    /// When the packet was received: seconds since 1970, and microseconds.
    Timestamp ["nfulnl_msg_packet_timestamp"] { sec: be::U64, usec: be::U64, }

    /// What is done with the group.
    ConfigCommand ["nfulnl_msg_config_cmd"] { command: Command, }

    /// How much of a packet is copied: at most `copy_range` bytes.
    ConfigMode ["nfulnl_msg_config_mode"] { copy_range: be::U32, copy_mode: CopyMode, pad: u8, }
}

family! {
    "nflog", protocol 12;
    operations { "config" Do Config<'_>, }
    notifications { Event<'_>, }
    groups { }
}

//! `inet_diag`: sockets of TCP, UDP, raw IP, MPTCP and other Internet protocols, listed and closed.
//!
//! Netlink protocol `NETLINK_SOCK_DIAG`, tool `ss`, kernel option `CONFIG_INET_DIAG` (with `CONFIG_INET_UDP_DIAG`, … for each
//! protocol, and `CONFIG_INET_DIAG_DESTROY` to close sockets). Headers `linux/inet_diag.h`, `linux/sock_diag.h`, `linux/tcp.h`.
//!
//! The kernel replies to all families of sockets with the same message type; the first byte of the header is the address family.
//!
//! ```
//! use netlink_families::inet_diag::{Extensions, GetSocket, RequestHeader, States};
//!
//! // The listening sockets of TCP over IPv4, with their TCP state.
//! let header = RequestHeader {
//!     family: 2, // AF_INET
//!     protocol: 6, // IPPROTO_TCP
//!     ext: Extensions::INFO,
//!     states: States::LISTEN,
//!     ..RequestHeader::default()
//! };
//! let request = GetSocket { header, ..GetSocket::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 56);
//! ```

use netlink_core::{Emit, Parse, Repeated, Unknown};
use crate::{NlaStr, Struct};
use netlink_core::zerocopy::big_endian as be;

pub use crate::shutdown::Shutdown;
pub use crate::sock_diag::SkMemInfo;

/// A cookie that matches every socket (`INET_DIAG_NOCOOKIE`).
pub const NOCOOKIE: u32 = 0xffff_ffff;

/// Requests sockets (`SOCK_DIAG_BY_FAMILY`): one by its addresses and ports, or a dump of all that match.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4, reply = Socket<'_>)]
pub struct GetSocket<'a> {
    #[netlink(header)] pub header: RequestHeader,
    #[nla(1, emit(len = 4..))] pub bytecode: Option<&'a [FilterStep]>,
    #[nla(2)] pub sk_bpf_storages: Option<StorageRequest<'a>>,
    #[nla(3)] pub protocol: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Closes a socket (`SOCK_DESTROY`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 21, protocol = 4)]
pub struct DestroySocket<'a> {
    #[netlink(header)] pub header: RequestHeader,
    #[nla(3)] pub protocol: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A socket (`SOCK_DIAG_BY_FAMILY`, attributes `INET_DIAG_*`).
///
/// `info` is a [`TcpInfo`] of TCP sockets only. Of SCTP and MPTCP it is another structure: use its bytes.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4)]
pub struct Socket<'a> {
    #[netlink(header)] pub header: SocketHeader,
    #[nla(1)] pub meminfo: Option<Struct<'a, MemInfo>>,
    #[nla(2)] pub info: Option<Struct<'a, TcpInfo>>,
    #[nla(3)] pub vegasinfo: Option<Struct<'a, VegasInfo>>,
    #[nla(4)] pub cong: Option<NlaStr<'a>>,
    #[nla(5)] pub tos: Option<u8>,
    #[nla(6)] pub tclass: Option<u8>,
    #[nla(7)] pub skmeminfo: Option<Struct<'a, SkMemInfo>>,
    #[nla(8)] pub shutdown: Option<Shutdown>,
    #[nla(9)] pub dctcpinfo: Option<Struct<'a, DctcpInfo>>,
    #[nla(10)] pub protocol: Option<u8>,
    #[nla(11)] pub skv6only: Option<u8>,
    #[nla(12)] pub locals: Option<&'a [[u8; 128]]>,
    #[nla(13)] pub peers: Option<&'a [[u8; 128]]>,
    #[nla(15)] pub mark: Option<u32>,
    #[nla(16)] pub bbrinfo: Option<Struct<'a, BbrInfo>>,
    #[nla(17)] pub class_id: Option<u32>,
    #[nla(18)] pub md5sig: Option<&'a [Md5Signature]>,
    #[nla(19)] pub ulp_info: Option<UlpInfo<'a>>,
    #[nla(20)] pub sk_bpf_storages: Option<Storages<'a>>,
    #[nla(21)] pub cgroup_id: Option<u64>,
    #[nla(22)] pub sockopt: Option<Struct<'a, SocketOptions>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Which maps' values are requested of each socket (`SK_DIAG_BPF_STORAGE_REQ_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct StorageRequest<'a> {
    #[nla(1)] pub map_fd: Repeated<'a, u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What BPF programs have stored with a socket (`SK_DIAG_BPF_STORAGE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Storages<'a> {
    #[nla(1)] pub storage: Repeated<'a, Storage<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What is stored with a socket in one map (`SK_DIAG_BPF_STORAGE_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Storage<'a> {
    #[nla(2)] pub map_id: Option<u32>,
    #[nla(3)] pub map_value: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The upper layer protocol of a TCP socket (`INET_ULP_INFO_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct UlpInfo<'a> {
    #[nla(1)] pub name: Option<NlaStr<'a>>,
    #[nla(2)] pub tls: Option<TlsInfo<'a>>,
    #[nla(3)] pub mptcp: Option<MptcpSubflow<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// TLS in the kernel (`TLS_INFO_*`, header `linux/tls.h`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct TlsInfo<'a> {
    #[nla(1)] pub version: Option<u16>,
    #[nla(2)] pub cipher: Option<u16>,
    #[nla(3)] pub txconf: Option<TlsConf>,
    #[nla(4)] pub rxconf: Option<TlsConf>,
    #[nla(5)] pub zc_ro_tx: bool,
    #[nla(6)] pub rx_no_pad: bool,
    #[nla(7)] pub tx_max_payload_len: Option<u16>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A subflow of MPTCP (`MPTCP_SUBFLOW_ATTR_*`, header `linux/mptcp.h`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct MptcpSubflow<'a> {
    #[nla(1)] pub token_rem: Option<u32>,
    #[nla(2)] pub token_loc: Option<u32>,
    #[nla(3)] pub relwrite_seq: Option<u32>,
    #[nla(4)] pub map_seq: Option<u64>,
    #[nla(5)] pub map_sfseq: Option<u32>,
    #[nla(6)] pub ssn_offset: Option<u32>,
    #[nla(7)] pub map_datalen: Option<u16>,
    #[nla(8)] pub flags: Option<SubflowFlags>,
    #[nla(9)] pub id_rem: Option<u8>,
    #[nla(10)] pub id_loc: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Closed sockets, as the multicast groups report them.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 4)]
pub enum Event<'a> {
    #[netlink(message = 20)] Closed(Socket<'a>),
    #[netlink(other)] Other(netlink_core::RawMessage<'a>),
}

/// Where a TLS direction is encrypted (`TLS_CONF_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u16)]
pub enum TlsConf {
    Base = 1, Sw, Hw, HwRecord,
    #[netlink(other)] Other(u16),
}

flags! {
    /// Attributes of the reply to request (`1 << (INET_DIAG_* - 1)`).
    Extensions: u8 {
        MEMINFO = 1, INFO = 2, VEGASINFO = 4, CONG = 8, TOS = 0x10, TCLASS = 0x20, SKMEMINFO = 0x40, SHUTDOWN = 0x80,
    }
}

flags! {
    /// States of sockets to list (`1 << TCP_*`).
    States: u32 {
        ESTABLISHED = 2, SYN_SENT = 4, SYN_RECV = 8, FIN_WAIT1 = 0x10, FIN_WAIT2 = 0x20, TIME_WAIT = 0x40, CLOSE = 0x80,
        CLOSE_WAIT = 0x100, LAST_ACK = 0x200, LISTEN = 0x400, CLOSING = 0x800, NEW_SYN_RECV = 0x1000, BOUND_INACTIVE = 0x2000,
        ALL = 0x3fff,
    }
}

flags! {
    /// Flags of an MPTCP subflow (`MPTCP_SUBFLOW_FLAG_*`).
    SubflowFlags: u32 {
        MCAP_REM = 1, MCAP_LOC = 2, JOIN_REM = 4, JOIN_LOC = 8, BKUP_REM = 0x10, BKUP_LOC = 0x20, FULLY_ESTABLISHED = 0x40,
        CONNECTED = 0x80, MAPVALID = 0x100,
    }
}

packed_structs! {
    /// A step of a filter.
    FilterStep ["inet_diag_bc_op"] {
        code: u8, yes: u8, no: u16,
    }

    /// A key that signs segments.
    Md5Signature ["tcp_diag_md5sig"] {
        family: u8, prefixlen: u8, keylen: u16, addr: [u8; 16], key: [u8; 80],
    }
}

structs! {
    /// Addresses and ports in network byte order; IPv4 addresses are the first 4 bytes.
    SocketId ["inet_diag_sockid"] {
        sport: be::U16, dport: be::U16, src: [u8; 16], dst: [u8; 16], if_: u32, cookie: [u32; 2],
    }

    /// Fixed header of requests.
    RequestHeader ["inet_diag_req_v2"] {
        family: u8, protocol: u8, ext: Extensions, pad: u8, states: States, id: SocketId,
    }

    /// Fixed header of replies.
    SocketHeader ["inet_diag_msg"] {
        family: u8, state: u8, timer: u8, retrans: u8, id: SocketId, expires: u32, rqueue: u32, wqueue: u32, uid: u32, inode: u32,
    }

    /// A condition of a filter, which the address follows.
    HostCondition ["inet_diag_hostcond"] {
        family: u8, prefix_len: u8, gap: [u8; 2], port: i32,
    }

    /// A condition of a filter.
    MarkCondition ["inet_diag_markcond"] {
        mark: u32, mask: u32,
    }

    /// Memory of a socket in bytes.
    MemInfo ["inet_diag_meminfo"] {
        rmem: u32, wmem: u32, fmem: u32, tmem: u32,
    }

    /// State of TCP Vegas.
    VegasInfo ["tcpvegas_info"] {
        enabled: u32, rttcnt: u32, rtt: u32, minrtt: u32,
    }

    /// State of DCTCP.
    DctcpInfo ["tcp_dctcp_info"] {
        enabled: u16, ce_state: u16, alpha: u32, ab_ecn: u32, ab_tot: u32,
    }

    /// State of BBR.
    BbrInfo ["tcp_bbr_info"] {
        bw_lo: u32, bw_hi: u32, min_rtt: u32, pacing_gain: u32, cwnd_gain: u32,
    }

    /// A bit for each option.
    SocketOptions ["inet_diag_sockopt"] {
        first: SocketOptionsFirst, second: SocketOptionsSecond,
    }

    /// The state of a TCP socket, as long as Linux 6.18 sends it. `wscale` and `flags` are bit fields.
    TcpInfo ["tcp_info"] {
        state: u8, ca_state: u8, retransmits: u8, probes: u8, backoff: u8, options: u8, wscale: u8, flags: u8,
        rto: u32, ato: u32, snd_mss: u32, rcv_mss: u32, unacked: u32, sacked: u32, lost: u32, retrans: u32, fackets: u32,
        last_data_sent: u32, last_ack_sent: u32, last_data_recv: u32, last_ack_recv: u32, pmtu: u32, rcv_ssthresh: u32, rtt: u32,
        rttvar: u32, snd_ssthresh: u32, snd_cwnd: u32, advmss: u32, reordering: u32, rcv_rtt: u32, rcv_space: u32,
        total_retrans: u32, pacing_rate: u64, max_pacing_rate: u64, bytes_acked: u64, bytes_received: u64, segs_out: u32,
        segs_in: u32, notsent_bytes: u32, min_rtt: u32, data_segs_in: u32, data_segs_out: u32, delivery_rate: u64, busy_time: u64,
        rwnd_limited: u64, sndbuf_limited: u64, delivered: u32, delivered_ce: u32, bytes_sent: u64, bytes_retrans: u64,
        dsack_dups: u32, reord_seen: u32, rcv_ooopack: u32, snd_wnd: u32, rcv_wnd: u32, rehash: u32, total_rto: u16,
        total_rto_recoveries: u16, total_rto_time: u32, received_ce: u32, delivered_e1_bytes: u32, delivered_e0_bytes: u32,
        delivered_ce_bytes: u32, received_e1_bytes: u32, received_e0_bytes: u32, received_ce_bytes: u32, accecn_fail_mode: u16,
        accecn_opt_seen: u16,
    }
}

#[cfg(target_endian = "little")]
flags! {
    /// The first byte of `struct inet_diag_sockopt`.
    SocketOptionsFirst: u8 {
        RECVERR = 1, IS_ICSK = 2, FREEBIND = 4, HDRINCL = 8, MC_LOOP = 0x10, TRANSPARENT = 0x20, MC_ALL = 0x40, NODEFRAG = 0x80,
    }
}

#[cfg(target_endian = "little")]
flags! {
    /// The second byte of `struct inet_diag_sockopt`.
    SocketOptionsSecond: u8 {
        BIND_ADDRESS_NO_PORT = 1, RECVERR_RFC4884 = 2, DEFER_CONNECT = 4,
    }
}

#[cfg(target_endian = "big")]
flags! {
    /// The first byte of `struct inet_diag_sockopt`.
    SocketOptionsFirst: u8 {
        RECVERR = 0x80, IS_ICSK = 0x40, FREEBIND = 0x20, HDRINCL = 0x10, MC_LOOP = 8, TRANSPARENT = 4, MC_ALL = 2, NODEFRAG = 1,
    }
}

#[cfg(target_endian = "big")]
flags! {
    /// The second byte of `struct inet_diag_sockopt`.
    SocketOptionsSecond: u8 {
        BIND_ADDRESS_NO_PORT = 0x80, RECVERR_RFC4884 = 0x40, DEFER_CONNECT = 0x20,
    }
}

family! {
    "inet-diag", protocol 4, first byte 2 | 10;
    operations {
        "get" Both GetSocket<'_> => Socket<'_>,
        "destroy" Do DestroySocket<'_>,
    }
    notifications { Event<'_>, }
    groups { "inet-tcp-destroy" = 1, "inet-udp-destroy" = 2, "inet6-tcp-destroy" = 3, "inet6-udp-destroy" = 4, }
}

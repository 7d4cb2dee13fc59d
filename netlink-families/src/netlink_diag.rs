//! `netlink_diag`: netlink sockets.
//!
//! Netlink protocol `NETLINK_SOCK_DIAG`, tool `ss -f netlink`, kernel option `CONFIG_NETLINK_DIAG`. Header
//! `linux/netlink_diag.h`.
//!
//! ```
//! use netlink_families::netlink_diag::{GetSocket, PROTO_ALL, RequestHeader, Show};
//!
//! let header = RequestHeader { family: 16, protocol: PROTO_ALL, show: Show::GROUPS, ..RequestHeader::default() };
//! let request = GetSocket { header, ..GetSocket::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 20);
//! ```

use netlink_core::{Emit, Parse, Unknown};
use crate::Struct;

pub use crate::sock_diag::SkMemInfo;

/// The protocol of sockets of every netlink protocol (`NDIAG_PROTO_ALL`).
pub const PROTO_ALL: u8 = 0xff;

/// Requests a dump of sockets (`SOCK_DIAG_BY_FAMILY` with `AF_NETLINK`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4, reply = Socket<'_>)]
pub struct GetSocket<'a> {
    #[netlink(header)] pub header: RequestHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A socket (`NETLINK_DIAG_*`). `groups` is a bit set of multicast groups in native `unsigned long`s.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4)]
pub struct Socket<'a> {
    #[netlink(header)] pub header: SocketHeader,
    #[nla(0)] pub meminfo: Option<Struct<'a, SkMemInfo>>,
    #[nla(1)] pub groups: Option<&'a [u8]>,
    #[nla(2)] pub rx_ring: Option<Struct<'a, Ring>>,
    #[nla(3)] pub tx_ring: Option<Struct<'a, Ring>>,
    #[nla(4)] pub flags: Option<Flags>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

flags! {
    /// Which attributes the reply should have (`NDIAG_SHOW_*`).
    Show: u32 {
        MEMINFO = 1, GROUPS = 2, RING_CFG = 4, FLAGS = 8,
    }
}

flags! {
    /// Options and state of a socket (`NDIAG_FLAG_*`).
    Flags: u32 {
        CB_RUNNING = 1, PKTINFO = 2, BROADCAST_ERROR = 4, NO_ENOBUFS = 8, LISTEN_ALL_NSID = 0x10, CAP_ACK = 0x20, EXT_ACK = 0x40,
        STRICT_CHK = 0x80,
    }
}

structs! {
    /// Fixed header of requests. `family` is `AF_NETLINK` (16).
    RequestHeader ["netlink_diag_req"] {
        family: u8, protocol: u8, pad: u16, ino: u32, show: Show, cookie: [u32; 2],
    }

    /// Fixed header of replies
    SocketHeader ["netlink_diag_msg"] {
        family: u8, ty: u8, protocol: u8, state: u8, portid: u32, dst_portid: u32, dst_group: u32, ino: u32, cookie: [u32; 2],
    }

    /// A ring of memory-mapped netlink, which kernels before 4.10 have.
    Ring ["netlink_diag_ring"] {
        block_size: u32, block_nr: u32, frame_size: u32, frame_nr: u32,
    }
}

family! {
    "netlink-diag", protocol 4, first byte 16;
    operations { "get" Dump GetSocket<'_> => Socket<'_>, }
    notifications { }
    groups { }
}

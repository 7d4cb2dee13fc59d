//! `packet_diag`: packet sockets.
//!
//! Netlink protocol `NETLINK_SOCK_DIAG`, tool `ss -0`, kernel option `CONFIG_PACKET_DIAG`. Header `linux/packet_diag.h`.
//!
//! ```
//! use netlink_families::packet_diag::{GetSocket, RequestHeader, Show};
//!
//! let header = RequestHeader { family: 17, show: Show::INFO | Show::MCLIST, ..RequestHeader::default() };
//! let request = GetSocket { header, ..GetSocket::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 20);
//! ```

use netlink_core::{Emit, Parse, Unknown};
use crate::Struct;

pub use crate::sock_diag::SkMemInfo;

/// Requests a dump of sockets (`SOCK_DIAG_BY_FAMILY` with `AF_PACKET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4, reply = Socket<'_>)]
pub struct GetSocket<'a> {
    #[netlink(header)] pub header: RequestHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A socket (`PACKET_DIAG_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4)]
pub struct Socket<'a> {
    #[netlink(header)] pub header: SocketHeader,
    #[nla(0)] pub info: Option<Struct<'a, Info>>,
    #[nla(1)] pub mclist: Option<&'a [Membership]>,
    #[nla(2)] pub rx_ring: Option<Struct<'a, Ring>>,
    #[nla(3)] pub tx_ring: Option<Struct<'a, Ring>>,
    #[nla(4)] pub fanout: Option<u32>,
    #[nla(5)] pub uid: Option<u32>,
    #[nla(6)] pub meminfo: Option<Struct<'a, SkMemInfo>>,
    #[nla(7)] pub filter: Option<&'a [FilterStep]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

flags! {
    /// Which attributes the reply should have (`PACKET_SHOW_*`).
    Show: u32 {
        INFO = 1, MCLIST = 2, RING_CFG = 4, FANOUT = 8, MEMINFO = 0x10, FILTER = 0x20,
    }
}

flags! {
    /// Options and state of a socket (`PDI_*`).
    InfoFlags: u32 {
        RUNNING = 1, AUXDATA = 2, ORIGDEV = 4, VNETHDR = 8, LOSS = 0x10,
    }
}

packed_structs! {
    /// An address that a socket receives.
    Membership ["packet_diag_mclist"] {
        index: u32, count: u32, ty: u16, alen: u16, addr: [u8; 32],
    }

    /// (Header `linux/filter.h`.) An instruction of classic BPF.
    FilterStep ["sock_filter"] {
        code: u16, jt: u8, jf: u8, k: u32,
    }
}

structs! {
    /// Fixed header of requests. `family` is `AF_PACKET` (17).
    RequestHeader ["packet_diag_req"] {
        family: u8, protocol: u8, pad: u16, ino: u32, show: Show, cookie: [u32; 2],
    }

    /// Fixed header of replies. `num` is the EtherType in host byte order.
    SocketHeader ["packet_diag_msg"] {
        family: u8, ty: u8, num: u16, ino: u32, cookie: [u32; 2],
    }

    /// What a socket is bound to, and its options.
    Info ["packet_diag_info"] {
        index: u32, version: u32, reserve: u32, copy_thresh: u32, tstamp: u32, flags: InfoFlags,
    }

    /// A ring of a socket.
    Ring ["packet_diag_ring"] {
        block_size: u32, block_nr: u32, frame_size: u32, frame_nr: u32, retire_tmo: u32, sizeof_priv: u32, features: u32,
    }
}

family! {
    "packet-diag", protocol 4, first byte 17;
    operations { "get" Dump GetSocket<'_> => Socket<'_>, }
    notifications { }
    groups { }
}

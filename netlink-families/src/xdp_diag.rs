//! `xdp_diag`: `AF_XDP` sockets.
//!
//! Netlink protocol `NETLINK_SOCK_DIAG`, tool `ss --xdp`, kernel option `CONFIG_XDP_SOCKETS_DIAG`. Header `linux/xdp_diag.h`.
//!
//! ```
//! use netlink_families::xdp_diag::{GetSocket, RequestHeader, Show};
//!
//! let header = RequestHeader { family: 44, show: Show::INFO | Show::UMEM, ..RequestHeader::default() };
//! let request = GetSocket { header, ..GetSocket::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 20);
//! ```

use netlink_core::{Emit, Parse, Unknown};
use crate::Struct;

pub use crate::sock_diag::SkMemInfo;

/// Requests a dump of sockets (`SOCK_DIAG_BY_FAMILY` with `AF_XDP`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4, reply = Socket<'_>)]
pub struct GetSocket<'a> {
    #[netlink(header)] pub header: RequestHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A socket (`XDP_DIAG_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4)]
pub struct Socket<'a> {
    #[netlink(header)] pub header: SocketHeader,
    #[nla(1)] pub info: Option<Struct<'a, Info>>,
    #[nla(2)] pub uid: Option<u32>,
    #[nla(3)] pub rx_ring: Option<Struct<'a, Ring>>,
    #[nla(4)] pub tx_ring: Option<Struct<'a, Ring>>,
    #[nla(5)] pub umem: Option<Struct<'a, Umem>>,
    #[nla(6)] pub umem_fill_ring: Option<Struct<'a, Ring>>,
    #[nla(7)] pub umem_completion_ring: Option<Struct<'a, Ring>>,
    #[nla(8)] pub meminfo: Option<Struct<'a, SkMemInfo>>,
    #[nla(9)] pub stats: Option<Struct<'a, Stats>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

flags! {
    /// Which attributes the reply should have (`XDP_SHOW_*`).
    Show: u32 {
        INFO = 1, RING_CFG = 2, UMEM = 4, MEMINFO = 8, STATS = 0x10,
    }
}

flags! {
    /// State of the packet memory (`XDP_DU_F_*`).
    UmemFlags: u32 { ZEROCOPY = 1, }
}

structs! {
    /// Fixed header of requests. `family` is `AF_XDP` (44).
    RequestHeader ["xdp_diag_req"] { family: u8, protocol: u8, pad: u16, ino: u32, show: Show, cookie: [u32; 2], }

    /// Fixed header of replies. `ty` is `SOCK_RAW` (3).
    SocketHeader ["xdp_diag_msg"] { family: u8, ty: u8, pad: u16, ino: u32, cookie: [u32; 2], }

    /// What a socket is bound to.
    Info ["xdp_diag_info"] { ifindex: u32, queue_id: u32, }

    /// A ring, in descriptors.
    Ring ["xdp_diag_ring"] { entries: u32, }

    /// The memory for packets; sizes in bytes.
    Umem ["xdp_diag_umem"] {
        size: u64, id: u32, num_pages: u32, chunk_size: u32, headroom: u32, ifindex: u32, queue_id: u32, flags: UmemFlags, refs: u32,
    }

    /// Counters.
    Stats ["xdp_diag_stats"] {
        n_rx_dropped: u64, n_rx_invalid: u64, n_rx_full: u64, n_fill_ring_empty: u64, n_tx_invalid: u64, n_tx_ring_empty: u64,
    }
}

family! {
    "xdp-diag", protocol 4, first byte 44;
    operations { "get" Dump GetSocket<'_> => Socket<'_>, }
    notifications { }
    groups { }
}

//! `smc_diag`: sockets of shared memory communications, TCP over RDMA.
//!
//! Netlink protocol `NETLINK_SOCK_DIAG`, tool `smcss`, kernel option `CONFIG_SMC_DIAG`. Header `linux/smc_diag.h`.
//!
//! ```
//! use netlink_families::smc_diag::{Extensions, GetSocket, RequestHeader};
//!
//! let header = RequestHeader { family: 43, ext: Extensions::CONNINFO, ..RequestHeader::default() };
//! let request = GetSocket { header, ..GetSocket::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 52);
//! ```

use netlink_core::{Emit, Parse, Unknown};
use crate::Struct;

pub use crate::inet_diag::SocketId;
pub use crate::shutdown::Shutdown;

/// Requests a dump of sockets (`SOCK_DIAG_BY_FAMILY` with `AF_SMC`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4, reply = Socket<'_>)]
pub struct GetSocket<'a> {
    #[netlink(header)] pub header: RequestHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A socket (`SMC_DIAG_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4)]
pub struct Socket<'a> {
    #[netlink(header)] pub header: SocketHeader,
    #[nla(1)] pub conninfo: Option<Struct<'a, ConnInfo>>,
    #[nla(2)] pub lgrinfo: Option<Struct<'a, LinkGroupInfo>>,
    #[nla(3)] pub shutdown: Option<Shutdown>,
    #[nla(4)] pub dmbinfo: Option<Struct<'a, DmbInfo>>,
    #[nla(5)] pub fallback: Option<Struct<'a, Fallback>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

flags! {
    /// Which attributes the reply should have: a bit for each type, from 1 on.
    Extensions: u8 {
        CONNINFO = 1, LGRINFO = 2, SHUTDOWN = 4, DMBINFO = 8, FALLBACK = 0x10,
    }
}

values! {
    /// What the data of a socket go over (`SMC_DIAG_MODE_*`).
    Mode: u8 { SMCR = 0, FALLBACK_TCP = 1, SMCD = 2, }
}

structs! {
    /// Fixed header of requests. `family` is `AF_SMC` (43).
    RequestHeader ["smc_diag_req"] { family: u8, pad: [u8; 2], ext: Extensions, id: SocketId, }

    /// Fixed header of replies.
    SocketHeader ["smc_diag_msg"] {
        family: u8, state: u8, mode: Mode, shutdown: Shutdown, id: SocketId, uid: u32, inode: u64,
    }

    /// A position in a ring buffer.
    Cursor ["smc_diag_cursor"] { reserved: u16, wrap: u16, count: u32, }

    /// A connection; sizes in bytes.
    ConnInfo ["smc_diag_conninfo"] {
        token: u32, sndbuf_size: u32, rmbe_size: u32, peer_rmbe_size: u32, rx_prod: Cursor, rx_cons: Cursor, tx_prod: Cursor,
        tx_cons: Cursor, rx_prod_flags: u8, rx_conn_state_flags: u8, tx_prod_flags: u8, tx_conn_state_flags: u8, tx_prep: Cursor,
        tx_sent: Cursor, tx_fin: Cursor,
    }

    /// A link of a link group: an RDMA device and its port. `ibname` ends at its first NUL, `gid` is text.
    LinkInfo ["smc_diag_linkinfo"] { link_id: u8, ibname: [u8; 64], ibport: u8, gid: [u8; 40], peer_gid: [u8; 40], }

    /// The link group of a connection.
    LinkGroupInfo ["smc_diag_lgrinfo"] { lnk: LinkInfo, role: u8, }

    /// Why TCP is used instead.
    Fallback ["smc_diag_fallback"] { reason: u32, peer_diagnosis: u32, }

    /// The buffers of a connection within one machine.
    DmbInfo ["smcd_diag_dmbinfo"] { linkid: u32, gap: [u8; 4], peer_gid: u64, my_gid: u64, token: u64, peer_token: u64, }
}

family! {
    "smc-diag", protocol 4, first byte 43;
    operations { "get" Dump GetSocket<'_> => Socket<'_>, }
    notifications { }
    groups { }
}

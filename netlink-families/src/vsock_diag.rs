//! `vsock_diag`: sockets between virtual machines and their host.
//!
//! Netlink protocol `NETLINK_SOCK_DIAG`, tool `ss --vsock`, kernel option `CONFIG_VSOCKETS_DIAG`. Header `linux/vm_sockets_diag.h`.
//!
//! ```
//! use netlink_families::vsock_diag::{GetSocket, RequestHeader};
//!
//! let header = RequestHeader { family: 40, states: u32::MAX, ..RequestHeader::default() };
//! let request = GetSocket { header, ..GetSocket::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 24);
//! ```

use netlink_core::{Emit, Parse, Unknown};

pub use crate::shutdown::Shutdown;

/// Requests a dump of sockets (`SOCK_DIAG_BY_FAMILY` with `AF_VSOCK`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4, reply = Socket<'_>)]
pub struct GetSocket<'a> {
    #[netlink(header)] pub header: RequestHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A socket: the kernel sends no attributes.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4)]
pub struct Socket<'a> {
    #[netlink(header)] pub header: SocketHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

structs! {
    /// Fixed header of requests. `family` is `AF_VSOCK` (40), `states` a bit for each state; `ino` and `show` must be 0.
    RequestHeader ["vsock_diag_req"] {
        family: u8, protocol: u8, pad: u16, states: u32, ino: u32, show: u32, cookie: [u32; 2],
    }

    /// Fixed header of replies. `ty` is `SOCK_STREAM` (1), `SOCK_DGRAM` (2) or `SOCK_SEQPACKET` (5).
    SocketHeader ["vsock_diag_msg"] {
        family: u8, ty: u8, state: u8, shutdown: Shutdown, src_cid: u32, src_port: u32, dst_cid: u32, dst_port: u32, ino: u32,
        cookie: [u32; 2],
    }
}

family! {
    "vsock-diag", protocol 4, first byte 40;
    operations { "get" Dump GetSocket<'_> => Socket<'_>, }
    notifications { }
    groups { }
}

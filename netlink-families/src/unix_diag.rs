//! `unix_diag`: Unix domain sockets.
//!
//! Netlink protocol `NETLINK_SOCK_DIAG`, tool `ss -x`, kernel option `CONFIG_UNIX_DIAG`. Header `linux/unix_diag.h`.
//!
//! ```
//! use netlink_families::unix_diag::{GetSocket, RequestHeader, Show};
//!
//! let header = RequestHeader { family: 1, states: !0, show: Show::NAME | Show::PEER, ..RequestHeader::default() };
//! let request = GetSocket { header, ..GetSocket::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 24);
//! ```

use netlink_core::{Emit, Parse, Unknown};
use crate::Struct;

pub use crate::shutdown::Shutdown;
pub use crate::sock_diag::SkMemInfo;

/// Requests sockets (`SOCK_DIAG_BY_FAMILY` with `AF_UNIX`): one by its inode and cookie, or a dump of all in `states`.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4, reply = Socket<'_>)]
pub struct GetSocket<'a> {
    #[netlink(header)] pub header: RequestHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A socket (`UNIX_DIAG_*`).
///
/// `name` is a path without NUL, or an abstract name with a NUL in front, and may contain any bytes.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20, protocol = 4)]
pub struct Socket<'a> {
    #[netlink(header)] pub header: SocketHeader,
    #[nla(0)] pub name: Option<&'a [u8]>,
    #[nla(1)] pub vfs: Option<Struct<'a, Vfs>>,
    #[nla(2)] pub peer: Option<u32>,
    #[nla(3)] pub icons: Option<&'a [netlink_core::zerocopy::native_endian::U32]>,
    #[nla(4)] pub rqlen: Option<Struct<'a, QueueLen>>,
    #[nla(5)] pub meminfo: Option<Struct<'a, SkMemInfo>>,
    #[nla(6)] pub shutdown: Option<Shutdown>,
    #[nla(7)] pub uid: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

flags! {
    /// Which attributes the reply should have (`UDIAG_SHOW_*`).
    Show: u32 {
        NAME = 1, VFS = 2, PEER = 4, ICONS = 8, RQLEN = 0x10, MEMINFO = 0x20, UID = 0x40,
    }
}

structs! {
    /// Fixed header of requests. A cookie of `[!0, !0]` matches every socket. `family` is `AF_UNIX` (1).
    RequestHeader ["unix_diag_req"] {
        family: u8, protocol: u8, pad: u16, states: u32, ino: u32, show: Show, cookie: [u32; 2],
    }

    /// Fixed header of replies. `type_` is `SOCK_STREAM` and the like, `state` is `TCP_*`.
    SocketHeader ["unix_diag_msg"] {
        family: u8, ty: u8, state: u8, pad: u8, ino: u32, cookie: [u32; 2],
    }

    /// Inode and device of the file the socket is bound to.
    Vfs ["unix_diag_vfs"] {
        ino: u32, dev: u32,
    }

    /// Lengths of queues in bytes; of a listening socket, connections and their limit.
    QueueLen ["unix_diag_rqlen"] {
        rqueue: u32, wqueue: u32,
    }
}

family! {
    "unix-diag", protocol 4, first byte 1;
    operations { "get" Both GetSocket<'_> => Socket<'_>, }
    notifications { }
    groups { }
}

//! C structures.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned, big_endian, native_endian,
};

use super::constants::*;

/// Which socket: addresses and ports in network byte order.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct SockId {
    pub sport: big_endian::U16,
    pub dport: big_endian::U16,
    /// The first four bytes of it for IPv4.
    pub src: [u8; 16],
    pub dst: [u8; 16],
    pub interface: u32,
    pub cookie: [u32; 2],
}

impl SockId {
    /// The ends of a connection, whatever cookie it has.
    ///
    /// # Panics
    ///
    /// If they are not of one family.
    pub fn between(source: SocketAddr, destination: SocketAddr) -> Self {
        assert_eq!(source.is_ipv4(), destination.is_ipv4(), "both ends have one family");
        Self {
            sport: source.port().into(),
            dport: destination.port().into(),
            src: bytes(source.ip()),
            dst: bytes(destination.ip()),
            interface: 0,
            cookie: [INET_DIAG_NOCOOKIE; 2],
        }
    }
}

fn bytes(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            [a, b, c, d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        }
        IpAddr::V6(address) => address.octets(),
    }
}

/// The fixed header of requests.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct Request {
    pub family: u8,
    pub protocol: u8,
    /// Which attributes the answer should have: bits made by [`extension`].
    pub extensions: u8,
    pub pad: u8,
    /// Sockets in which states: a bit for each of `TCP_*`.
    pub states: u32,
    pub id: SockId,
}

/// The fixed header of answers.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct Message {
    pub family: u8,
    pub state: u8,
    pub timer: u8,
    pub retransmits: u8,
    pub id: SockId,
    pub expires: u32,
    /// Bytes that wait to be read; for a listener, connections that wait to be accepted.
    pub receive_queue: u32,
    /// Bytes that wait to be acknowledged; for a listener, how many connections may wait.
    pub send_queue: u32,
    pub uid: u32,
    pub inode: u32,
}

impl Message {
    /// Our end, if the family has such addresses.
    pub fn source(&self) -> Option<SocketAddr> {
        self.end(self.id.src, self.id.sport.get())
    }

    /// The other end.
    pub fn destination(&self) -> Option<SocketAddr> {
        self.end(self.id.dst, self.id.dport.get())
    }

    fn end(&self, address: [u8; 16], port: u16) -> Option<SocketAddr> {
        let ip = match self.family {
            AF_INET => {
                let [a, b, c, d, ..] = address;
                Ipv4Addr::new(a, b, c, d).into()
            }
            AF_INET6 => Ipv6Addr::from(address).into(),
            _ => return None,
        };
        Some(SocketAddr::new(ip, port))
    }
}

/// Defines structures that can be borrowed from anywhere in a message.
macro_rules! structs {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $ty:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Eq, PartialEq,
            FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
        )]
        #[repr(C)]
        pub struct $name {
            $(pub $field: $ty,)*
        }
    )*};
}

structs! {
    /// A socket's memory in bytes, in the older format.
    MemInfo {
        rmem: native_endian::U32,
        wmem: native_endian::U32,
        fmem: native_endian::U32,
        tmem: native_endian::U32,
    }

    /// A socket's memory in bytes: an array that `SK_MEMINFO_*` number.
    SkMemInfo {
        rmem_alloc: native_endian::U32,
        rcvbuf: native_endian::U32,
        wmem_alloc: native_endian::U32,
        sndbuf: native_endian::U32,
        fwd_alloc: native_endian::U32,
        wmem_queued: native_endian::U32,
        optmem: native_endian::U32,
        backlog: native_endian::U32,
        drops: native_endian::U32,
    }

    /// What Vegas has measured.
    VegasInfo {
        enabled: native_endian::U32,
        rttcnt: native_endian::U32,
        rtt: native_endian::U32,
        minrtt: native_endian::U32,
    }

    /// What DCTCP has measured.
    DctcpInfo {
        enabled: native_endian::U16,
        ce_state: native_endian::U16,
        alpha: native_endian::U32,
        ab_ecn: native_endian::U32,
        ab_tot: native_endian::U32,
    }

    /// What BBR has measured.
    BbrInfo {
        bw_lo: native_endian::U32,
        bw_hi: native_endian::U32,
        min_rtt: native_endian::U32,
        pacing_gain: native_endian::U32,
        cwnd_gain: native_endian::U32,
    }

    /// A key by which segments are signed.
    Md5Sig {
        family: u8,
        prefixlen: u8,
        keylen: native_endian::U16,
        addr: [u8; 16],
        key: [u8; 80],
    }

    /// Options of a socket, a bit each.
    SockOpt {
        first: u8,
        second: u8,
    }

    /// A step of a filter: where to go on from here, in bytes, if it holds and if not.
    BytecodeOp {
        code: u8,
        yes: u8,
        no: native_endian::U16,
    }
}

//! inet-diag: sockets of the Internet protocols, over sock_diag.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. Headers: `linux/inet_diag.h`, `linux/sock_diag.h`, `linux/tcp.h`.

pub mod constants;
pub mod structs;
pub mod tcp_info;
pub mod upper_layer;

use core::ffi::CStr;

use netlink_core::{Attr, Emit, Parse, Raw, Repeated, Stream, Unknown};

pub use self::{constants::*, structs::*, tcp_info::*, upper_layer::*};

/// The request for one socket, known by its ends, or for all that a filter lets through.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = SOCK_DIAG_BY_FAMILY, reply = Socket<'_>)]
pub struct GetSocket<'a> {
    #[netlink(header)]
    pub request: Request,
    /// Steps, each with its arguments behind it in units of the same size.
    #[nla(INET_DIAG_REQ_BYTECODE, len = 4..)]
    pub bytecode: Option<&'a [BytecodeOp]>,
    #[nla(INET_DIAG_REQ_SK_BPF_STORAGES)]
    pub storages: Option<StorageRequest<'a>>,
    /// For protocols whose number is above 255.
    #[nla(INET_DIAG_REQ_PROTOCOL)]
    pub protocol: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to end the connection of a socket.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = SOCK_DESTROY)]
pub struct DestroySocket<'a> {
    #[netlink(header)]
    pub request: Request,
    #[nla(INET_DIAG_REQ_PROTOCOL)]
    pub protocol: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A socket.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = SOCK_DIAG_BY_FAMILY)]
pub struct Socket<'a> {
    #[netlink(header)]
    pub message: Message,
    #[nla(INET_DIAG_MEMINFO)]
    pub memory: Option<&'a MemInfo>,
    /// Of another protocol than TCP it is another structure.
    #[nla(INET_DIAG_INFO)]
    pub info: Option<Raw<'a, TcpInfo>>,
    #[nla(INET_DIAG_VEGASINFO)]
    pub vegas: Option<&'a VegasInfo>,
    #[nla(INET_DIAG_CONG)]
    pub congestion_control: Option<&'a CStr>,
    #[nla(INET_DIAG_TOS)]
    pub tos: Option<u8>,
    #[nla(INET_DIAG_TCLASS)]
    pub traffic_class: Option<u8>,
    #[nla(INET_DIAG_SKMEMINFO)]
    pub socket_memory: Option<&'a SkMemInfo>,
    #[nla(INET_DIAG_SHUTDOWN)]
    pub shutdown: Option<u8>,
    #[nla(INET_DIAG_DCTCPINFO)]
    pub dctcp: Option<&'a DctcpInfo>,
    #[nla(INET_DIAG_PROTOCOL)]
    pub protocol: Option<u8>,
    #[nla(INET_DIAG_SKV6ONLY)]
    pub only_ipv6: Option<u8>,
    /// Further addresses of our end, each a `struct sockaddr_storage`.
    #[nla(INET_DIAG_LOCALS)]
    pub locals: Option<&'a [u8]>,
    #[nla(INET_DIAG_PEERS)]
    pub peers: Option<&'a [u8]>,
    #[nla(INET_DIAG_MARK)]
    pub mark: Option<u32>,
    #[nla(INET_DIAG_BBRINFO)]
    pub bbr: Option<&'a BbrInfo>,
    #[nla(INET_DIAG_CLASS_ID)]
    pub class_id: Option<u32>,
    #[nla(INET_DIAG_MD5SIG)]
    pub signatures: Option<&'a [Md5Sig]>,
    #[nla(INET_DIAG_ULP_INFO)]
    pub upper_layer: Option<UpperLayer<'a>>,
    #[nla(INET_DIAG_SK_BPF_STORAGES)]
    pub storages: Option<Storages<'a>>,
    #[nla(INET_DIAG_CGROUP_ID)]
    pub cgroup: Option<u64>,
    #[nla(INET_DIAG_SOCKOPT)]
    pub options: Option<&'a SockOpt>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Which maps' values are wanted of each socket.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct StorageRequest<'a> {
    #[nla(SK_DIAG_BPF_STORAGE_REQ_MAP_FD)]
    pub maps: Repeated<'a, u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What programs have stored with a socket.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Storages<'a> {
    #[nla(SK_DIAG_BPF_STORAGE)]
    pub storages: Repeated<'a, Storage<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What is stored with a socket in one map.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Storage<'a> {
    #[nla(SK_DIAG_BPF_STORAGE_MAP_ID)]
    pub map: Option<u32>,
    #[nla(SK_DIAG_BPF_STORAGE_MAP_VALUE)]
    pub value: Option<&'a [u8]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A [`Socket`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = SOCK_DIAG_BY_FAMILY)]
pub struct SocketStream<'a> {
    #[netlink(header)]
    pub message: Message,
    #[netlink(stream)]
    pub attrs: Stream<'a, SocketItem<'a>>,
}

/// One attribute of a [`Socket`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum SocketItem<'a> {
    #[nla(INET_DIAG_MEMINFO)]
    Memory(&'a MemInfo),
    #[nla(INET_DIAG_INFO)]
    Info(Raw<'a, TcpInfo>),
    #[nla(INET_DIAG_VEGASINFO)]
    Vegas(&'a VegasInfo),
    #[nla(INET_DIAG_CONG)]
    CongestionControl(&'a CStr),
    #[nla(INET_DIAG_TOS)]
    Tos(u8),
    #[nla(INET_DIAG_TCLASS)]
    TrafficClass(u8),
    #[nla(INET_DIAG_SKMEMINFO)]
    SocketMemory(&'a SkMemInfo),
    #[nla(INET_DIAG_SHUTDOWN)]
    Shutdown(u8),
    #[nla(INET_DIAG_DCTCPINFO)]
    Dctcp(&'a DctcpInfo),
    #[nla(INET_DIAG_PROTOCOL)]
    Protocol(u8),
    #[nla(INET_DIAG_SKV6ONLY)]
    OnlyIpv6(u8),
    #[nla(INET_DIAG_LOCALS)]
    Locals(&'a [u8]),
    #[nla(INET_DIAG_PEERS)]
    Peers(&'a [u8]),
    #[nla(INET_DIAG_MARK)]
    Mark(u32),
    #[nla(INET_DIAG_BBRINFO)]
    Bbr(&'a BbrInfo),
    #[nla(INET_DIAG_CLASS_ID)]
    ClassId(u32),
    #[nla(INET_DIAG_MD5SIG)]
    Signatures(&'a [Md5Sig]),
    #[nla(INET_DIAG_ULP_INFO)]
    UpperLayer(UpperLayer<'a>),
    #[nla(INET_DIAG_SK_BPF_STORAGES)]
    Storages(Storages<'a>),
    #[nla(INET_DIAG_CGROUP_ID)]
    Cgroup(u64),
    #[nla(INET_DIAG_SOCKOPT)]
    Options(&'a SockOpt),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

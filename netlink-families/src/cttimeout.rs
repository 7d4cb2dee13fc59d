//! `cttimeout`: timeouts of tracked connections, by protocol and state.
//!
//! Netlink protocol `NETLINK_NETFILTER`, subsystem `NFNL_SUBSYS_CTNETLINK_TIMEOUT`, tool `nfct timeout`, kernel option
//! `CONFIG_NF_CT_NETLINK_TIMEOUT`. Header `linux/netfilter/nfnetlink_cttimeout.h`.
//!
//! ```
//! use netlink_core::Be;
//! use netlink_families::cttimeout::{Data, Tcp, Timeout};
//!
//! // Established connections of TCP over IPv4 are forgotten after an hour.
//! let tcp = Tcp { established: Some(Be(3600)), ..Tcp::default() };
//! let request = Timeout {
//!     name: Some(c"hour"),
//!     l3proto: Some(Be(2)),
//!     l4proto: Some(6),
//!     data: Some(Data::Tcp(tcp)),
//!     ..Timeout::default()
//! };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 12 + 8 + 8 + 4 + 8);
//! ```

use core::ffi::CStr;
use netlink_core::{Be, Emit, Parse, Unknown};
use netlink_core::value::Payload;

pub use crate::nfnetlink::NfHeader;

/// A policy of timeouts, and the request to create or change one (`IPCTNL_MSG_TIMEOUT_NEW`, attributes `CTA_TIMEOUT_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x800, protocol = 12)]
pub struct Timeout<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=31))] pub name: Option<&'a CStr>,
    #[nla(2)] pub l3proto: Option<Be<u16>>,
    #[nla(3)] pub l4proto: Option<u8>,
    #[nla(4, select = l4proto)] pub data: Option<Data<'a>>,
    #[nla(5, name = "use")] pub use_: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests policies (`IPCTNL_MSG_TIMEOUT_GET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x801, protocol = 12, reply = Timeout<'_>)]
pub struct GetTimeout<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=31))] pub name: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes a policy, or all that are not in use (`IPCTNL_MSG_TIMEOUT_DELETE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x802, protocol = 12)]
pub struct DelTimeout<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=31))] pub name: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The timeouts of a protocol without a policy, and the request to change them (`IPCTNL_MSG_TIMEOUT_DEFAULT_SET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x803, protocol = 12)]
pub struct DefaultTimeout<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(2)] pub l3proto: Option<Be<u16>>,
    #[nla(3)] pub l4proto: Option<u8>,
    #[nla(4, select = l4proto)] pub data: Option<Data<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests the timeouts of a protocol without a policy (`IPCTNL_MSG_TIMEOUT_DEFAULT_GET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x804, protocol = 12, reply = DefaultTimeout<'_>)]
pub struct GetDefaultTimeout<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(2)] pub l3proto: Option<Be<u16>>,
    #[nla(3)] pub l4proto: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Timeouts in seconds, by the protocol (`IPPROTO_*`).
#[derive(Clone, Debug, Parse, Emit)]
pub enum Data<'a> {
    #[netlink(key = 1)] Icmp(Generic<'a>),
    #[netlink(key = 6)] Tcp(Tcp<'a>),
    #[netlink(key = 17)] Udp(Udp<'a>),
    #[netlink(key = 33)] Dccp(Dccp<'a>),
    #[netlink(key = 47)] Gre(Udp<'a>),
    #[netlink(key = 58)] Icmpv6(Generic<'a>),
    #[netlink(key = 132)] Sctp(Sctp<'a>),
    #[netlink(key = 136)] Udplite(Udp<'a>),
    #[netlink(key = 255)] Generic(Generic<'a>),
    #[netlink(other)] Other(Payload<'a>),
}

/// Of protocols without states: `CTA_TIMEOUT_GENERIC_*`, `CTA_TIMEOUT_ICMP_*`, `CTA_TIMEOUT_ICMPV6_*`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Generic<'a> {
    #[nla(1)] pub timeout: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// `CTA_TIMEOUT_TCP_*`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Tcp<'a> {
    #[nla(1)] pub syn_sent: Option<Be<u32>>,
    #[nla(2)] pub syn_recv: Option<Be<u32>>,
    #[nla(3)] pub established: Option<Be<u32>>,
    #[nla(4)] pub fin_wait: Option<Be<u32>>,
    #[nla(5)] pub close_wait: Option<Be<u32>>,
    #[nla(6)] pub last_ack: Option<Be<u32>>,
    #[nla(7)] pub time_wait: Option<Be<u32>>,
    #[nla(8)] pub close: Option<Be<u32>>,
    #[nla(9)] pub syn_sent2: Option<Be<u32>>,
    #[nla(10)] pub retrans: Option<Be<u32>>,
    #[nla(11)] pub unack: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// `CTA_TIMEOUT_UDP_*`, and the same of UDP-Lite and GRE.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Udp<'a> {
    #[nla(1)] pub unreplied: Option<Be<u32>>,
    #[nla(2)] pub replied: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// `CTA_TIMEOUT_DCCP_*`, until Linux 6.17.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Dccp<'a> {
    #[nla(1)] pub request: Option<Be<u32>>,
    #[nla(2)] pub respond: Option<Be<u32>>,
    #[nla(3)] pub partopen: Option<Be<u32>>,
    #[nla(4)] pub open: Option<Be<u32>>,
    #[nla(5)] pub closereq: Option<Be<u32>>,
    #[nla(6)] pub closing: Option<Be<u32>>,
    #[nla(7)] pub timewait: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// `CTA_TIMEOUT_SCTP_*`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Sctp<'a> {
    #[nla(1)] pub closed: Option<Be<u32>>,
    #[nla(2)] pub cookie_wait: Option<Be<u32>>,
    #[nla(3)] pub cookie_echoed: Option<Be<u32>>,
    #[nla(4)] pub established: Option<Be<u32>>,
    #[nla(5)] pub shutdown_sent: Option<Be<u32>>,
    #[nla(6)] pub shutdown_recd: Option<Be<u32>>,
    #[nla(7)] pub shutdown_ack_sent: Option<Be<u32>>,
    #[nla(8)] pub heartbeat_sent: Option<Be<u32>>,
    #[nla(9)] pub heartbeat_acked: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

family! {
    "cttimeout", protocol 12;
    operations {
        "new" Do Timeout<'_>,
        "get" Both GetTimeout<'_> => Timeout<'_>,
        "delete" Do DelTimeout<'_>,
        "default-set" Do DefaultTimeout<'_>,
        "default-get" Do GetDefaultTimeout<'_> => DefaultTimeout<'_>,
    }
    notifications { }
    groups { }
}

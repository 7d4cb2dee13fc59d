//! The notifications of rtnetlink that are shown in detail. Numbers: `linux/rtnetlink.h`.

use core::ffi::CStr;
use core::net::IpAddr;

use netlink_core::{Parse, RawMessage};
use zerocopy::FromBytes;

/// One change.
#[derive(Debug, Parse)]
pub(crate) enum Change<'a> {
    #[netlink(message = 16)] // RTM_NEWLINK
    NewLink(Link<'a>),
    #[netlink(message = 17)] // RTM_DELLINK
    DelLink(Link<'a>),
    #[netlink(message = 20)] // RTM_NEWADDR
    NewAddr(Address),
    #[netlink(message = 21)] // RTM_DELADDR
    DelAddr(Address),
    #[netlink(message = 24)] // RTM_NEWROUTE
    NewRoute(Route),
    #[netlink(message = 25)] // RTM_DELROUTE
    DelRoute(Route),
    #[netlink(message = 28)] // RTM_NEWNEIGH
    NewNeigh(Neighbour<'a>),
    #[netlink(message = 29)] // RTM_DELNEIGH
    DelNeigh(Neighbour<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

#[derive(Debug, Parse)]
pub(crate) struct Link<'a> {
    #[netlink(header)]
    pub(crate) info: IfInfoMsg,
    #[nla(3)] // IFLA_IFNAME
    pub(crate) name: Option<&'a CStr>,
    #[nla(4)] // IFLA_MTU
    pub(crate) mtu: Option<u32>,
}

#[derive(Debug, Parse)]
pub(crate) struct Address {
    #[netlink(header)]
    pub(crate) header: IfAddrMsg,
    #[nla(1)] // IFA_ADDRESS
    pub(crate) address: Option<IpAddr>,
    #[nla(2)] // IFA_LOCAL
    pub(crate) local: Option<IpAddr>,
}

#[derive(Debug, Parse)]
pub(crate) struct Route {
    #[netlink(header)]
    pub(crate) header: RtMsg,
    #[nla(1)] // RTA_DST
    pub(crate) destination: Option<IpAddr>,
    #[nla(4)] // RTA_OIF
    pub(crate) device: Option<u32>,
    #[nla(5)] // RTA_GATEWAY
    pub(crate) gateway: Option<IpAddr>,
}

#[derive(Debug, Parse)]
pub(crate) struct Neighbour<'a> {
    #[netlink(header)]
    pub(crate) header: NdMsg,
    #[nla(1)] // NDA_DST
    pub(crate) destination: Option<&'a [u8]>,
}

#[derive(Clone, Copy, Debug, FromBytes)]
#[repr(C)]
pub(crate) struct IfInfoMsg {
    pub(crate) family: u8,
    pub(crate) pad: u8,
    pub(crate) ty: u16,
    pub(crate) index: i32,
    pub(crate) flags: u32,
    pub(crate) change: u32,
}

#[derive(Clone, Copy, Debug, FromBytes)]
#[repr(C)]
pub(crate) struct IfAddrMsg {
    pub(crate) family: u8,
    pub(crate) prefix_len: u8,
    pub(crate) flags: u8,
    pub(crate) scope: u8,
    pub(crate) index: u32,
}

#[derive(Clone, Copy, Debug, FromBytes)]
#[repr(C)]
pub(crate) struct RtMsg {
    pub(crate) family: u8,
    pub(crate) dst_len: u8,
    pub(crate) src_len: u8,
    pub(crate) tos: u8,
    pub(crate) rest: [u8; 4],
    pub(crate) flags: u32,
}

#[derive(Clone, Copy, Debug, FromBytes)]
#[repr(C)]
pub(crate) struct NdMsg {
    pub(crate) family: u8,
    pub(crate) pad: [u8; 3],
    pub(crate) index: i32,
    pub(crate) state: u16,
    pub(crate) flags: u8,
    pub(crate) ty: u8,
}

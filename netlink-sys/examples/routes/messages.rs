//! What is said to the kernel, and what it answers: routes, and the names of links.

use core::ffi::CStr;
use core::net::IpAddr;

use netlink_core::{Emit, Parse};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

// linux/rtnetlink.h and linux/if_link.h
const RTM_NEWLINK: u16 = 16;
const RTM_GETLINK: u16 = 18;
const IFLA_IFNAME: u16 = 3;
const RTM_NEWROUTE: u16 = 24;
const RTM_DELROUTE: u16 = 25;
const RTM_GETROUTE: u16 = 26;
const RTA_DST: u16 = 1;
const RTA_OIF: u16 = 4;
const RTA_GATEWAY: u16 = 5;
const RTA_PRIORITY: u16 = 6;
const RTA_PREFSRC: u16 = 7;
const RTA_TABLE: u16 = 15;

/// The request for a list, with what it is to be filtered by.
#[derive(Debug, Emit)]
#[netlink(message = RTM_GETROUTE, reply = Route)]
pub(crate) struct GetRoutes {
    #[netlink(header)]
    pub(crate) header: RtMsg,
    #[nla(RTA_TABLE)]
    pub(crate) table: Option<u32>,
    #[nla(RTA_OIF)]
    pub(crate) device: Option<u32>,
}

/// A route: what the kernel sends, and what it is sent to make one.
#[derive(Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWROUTE)]
pub(crate) struct Route {
    #[netlink(header)]
    pub(crate) header: RtMsg,
    #[nla(RTA_DST)]
    pub(crate) destination: Option<IpAddr>,
    #[nla(RTA_GATEWAY)]
    pub(crate) gateway: Option<IpAddr>,
    #[nla(RTA_OIF)]
    pub(crate) device: Option<u32>,
    #[nla(RTA_PRIORITY)]
    pub(crate) metric: Option<u32>,
    #[nla(RTA_PREFSRC)]
    pub(crate) source: Option<IpAddr>,
    #[nla(RTA_TABLE)]
    pub(crate) table: Option<u32>,
}

/// The same route in two messages.
#[derive(Debug, Emit)]
pub(crate) enum Change {
    #[netlink(message = RTM_NEWROUTE)]
    Add(Route),
    #[netlink(message = RTM_DELROUTE)]
    Delete(Route),
}

/// `struct rtmsg`, the fixed header of all of them.
#[derive(Clone, Copy, Debug, Default, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[repr(C)]
pub(crate) struct RtMsg {
    pub(crate) family: u8,
    pub(crate) destination_len: u8,
    pub(crate) source_len: u8,
    pub(crate) tos: u8,
    pub(crate) table: u8,
    pub(crate) protocol: u8,
    pub(crate) scope: u8,
    pub(crate) ty: u8,
    pub(crate) flags: u32,
}

/// The names of links, since routes have numbers.
#[derive(Debug, Parse)]
#[netlink(message = RTM_NEWLINK)]
pub(crate) struct Link<'a> {
    #[netlink(header)]
    pub(crate) info: [u32; 4], // struct ifinfomsg: the second is the index
    #[nla(IFLA_IFNAME)]
    pub(crate) name: &'a CStr,
}

#[derive(Debug, Emit)]
#[netlink(message = RTM_GETLINK, reply = Link<'_>)]
pub(crate) struct GetLinks {
    #[netlink(header)]
    pub(crate) info: [u32; 4],
}

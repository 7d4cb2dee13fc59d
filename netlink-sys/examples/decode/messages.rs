//! What is known by name. Numbers: `linux/rtnetlink.h`, `linux/if_link.h`, `linux/if_addr.h` and
//! `linux/genetlink.h`.

#![expect(
    dead_code,
    reason = "most is only displayed, by the policy that is made of names and types"
)]

use core::ffi::CStr;
use core::net::IpAddr;

use netlink_core::{Indexed, Parse, RawMessage};
use zerocopy::FromBytes;

/// Messages of rtnetlink.
#[derive(Debug, Parse)]
pub(crate) enum Route<'a> {
    #[netlink(message = 16)] // RTM_NEWLINK
    NewLink(NewLink<'a>),
    #[netlink(message = 20)] // RTM_NEWADDR
    NewAddress(NewAddress<'a>),
    #[netlink(message = 24)] // RTM_NEWROUTE
    NewRoute(NewRoute),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// Messages of generic netlink's own family.
#[derive(Debug, Parse)]
#[netlink(family = "nlctrl", version = 2)]
pub(crate) enum Generic<'a> {
    #[netlink(command = 1)] // CTRL_CMD_NEWFAMILY
    NewFamily(NewFamily<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// `ifinfomsg`.
#[derive(Debug, FromBytes)]
#[repr(C)]
pub(crate) struct IfInfo {
    family: u8,
    padding: u8,
    device_type: u16,
    index: i32,
    flags: u32,
    change: u32,
}

#[derive(Debug, Parse)]
pub(crate) struct NewLink<'a> {
    #[netlink(header)]
    info: IfInfo,
    #[nla(3)]
    ifname: Option<&'a CStr>,
    #[nla(4)]
    mtu: Option<u32>,
    #[nla(16)]
    operstate: Option<OperState>,
    #[nla(18)]
    linkinfo: Option<LinkInfo<'a>>,
}

#[derive(Debug, Parse)]
pub(crate) struct LinkInfo<'a> {
    #[nla(1)]
    kind: Option<&'a CStr>,
}

#[derive(Debug, Parse)]
#[repr(u8)]
pub(crate) enum OperState {
    Unknown = 0,
    Down = 2,
    Dormant = 5,
    Up = 6,
    #[netlink(other)]
    Other(u8),
}

/// `ifaddrmsg`.
#[derive(Debug, FromBytes)]
#[repr(C)]
pub(crate) struct IfAddr {
    family: u8,
    prefix_len: u8,
    flags: u8,
    scope: u8,
    index: u32,
}

#[derive(Debug, Parse)]
pub(crate) struct NewAddress<'a> {
    #[netlink(header)]
    header: IfAddr,
    #[nla(1)]
    address: Option<IpAddr>,
    #[nla(2)]
    local: Option<IpAddr>,
    #[nla(3)]
    label: Option<&'a CStr>,
}

/// `rtmsg`.
#[derive(Debug, FromBytes)]
#[repr(C)]
pub(crate) struct RtMsg {
    family: u8,
    dst_len: u8,
    src_len: u8,
    tos: u8,
    table: u8,
    protocol: u8,
    scope: u8,
    kind: u8,
    flags: u32,
}

#[derive(Debug, Parse)]
pub(crate) struct NewRoute {
    #[netlink(header)]
    header: RtMsg,
    #[nla(1)]
    dst: Option<IpAddr>,
    #[nla(4)]
    oif: Option<u32>,
    #[nla(5)]
    gateway: Option<IpAddr>,
}

#[derive(Debug, Parse)]
pub(crate) struct NewFamily<'a> {
    #[nla(1)]
    pub(crate) id: u16,
    #[nla(2)]
    pub(crate) name: &'a CStr,
    #[nla(3)]
    version: u32,
    #[nla(7)]
    groups: Option<Indexed<'a, Group<'a>>>,
}

#[derive(Clone, Debug, Parse)]
pub(crate) struct Group<'a> {
    #[nla(1)]
    name: &'a CStr,
    #[nla(2)]
    id: u32,
}

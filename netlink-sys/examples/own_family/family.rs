//! The family `mptcp_pm`, by which multipath TCP is configured: the part that is needed here.
//!
//! Header: `linux/mptcp_pm.h`.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_core::{Emit, Parse};

pub(crate) const FAMILY: &str = "mptcp_pm";
pub(crate) const ADD_ADDR: u8 = 1;
pub(crate) const GET_ADDR: u8 = 3;
pub(crate) const SET_LIMITS: u8 = 5;
pub(crate) const GET_LIMITS: u8 = 6;

const AF_INET: u16 = 2;
const AF_INET6: u16 = 10;

/// An address that connections can use besides the one they began with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
pub(crate) struct Address {
    #[nla(1)] // MPTCP_PM_ADDR_ATTR_FAMILY
    family: Option<u16>,
    #[nla(2)] // MPTCP_PM_ADDR_ATTR_ID
    pub(crate) id: Option<u8>,
    #[nla(3)] // MPTCP_PM_ADDR_ATTR_ADDR4
    v4: Option<Ipv4Addr>,
    #[nla(4)] // MPTCP_PM_ADDR_ATTR_ADDR6
    v6: Option<Ipv6Addr>,
    #[nla(6)] // MPTCP_PM_ADDR_ATTR_FLAGS
    pub(crate) flags: Option<u32>,
}

impl Address {
    pub(crate) fn of(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(v4) => Self { family: Some(AF_INET), v4: Some(v4), ..Self::default() },
            IpAddr::V6(v6) => Self { family: Some(AF_INET6), v6: Some(v6), ..Self::default() },
        }
    }

    pub(crate) fn ip(&self) -> Option<IpAddr> {
        self.v4.map(IpAddr::V4).or(self.v6.map(IpAddr::V6))
    }
}

/// Adds an endpoint.
#[derive(Debug, Parse, Emit)]
#[netlink(family = FAMILY, command = ADD_ADDR)]
pub(crate) struct AddEndpoint {
    #[nla(1)] // MPTCP_PM_ENDPOINT_ADDR
    pub(crate) address: Address,
}

/// Asks for all endpoints.
#[derive(Debug, Parse, Emit)]
#[netlink(family = FAMILY, command = GET_ADDR, reply = Endpoint)]
pub(crate) struct GetEndpoints {}

/// One of them.
#[derive(Debug, Parse, Emit)]
#[netlink(family = FAMILY, command = GET_ADDR)]
pub(crate) struct Endpoint {
    #[nla(1)] // MPTCP_PM_ATTR_ADDR
    pub(crate) address: Address,
}

/// How many more addresses and paths a connection may have.
#[derive(Clone, Copy, Debug, Default, Parse, Emit)]
pub(crate) struct Limits {
    #[nla(2)] // MPTCP_PM_ATTR_RCV_ADD_ADDRS
    pub(crate) accepted_addresses: u32,
    #[nla(3)] // MPTCP_PM_ATTR_SUBFLOWS
    pub(crate) subflows: u32,
}

/// Asks for the limits.
#[derive(Debug, Parse, Emit)]
#[netlink(family = FAMILY, command = GET_LIMITS, reply = LimitsMessage)]
pub(crate) struct GetLimits {}

/// The same attributes in two commands: as the answer to one, and to be set by the other.
#[derive(Debug, Parse, Emit)]
#[netlink(family = FAMILY)]
pub(crate) enum LimitsMessage {
    #[netlink(command = GET_LIMITS)]
    Are(Limits),
    #[netlink(command = SET_LIMITS)]
    Set(Limits),
}

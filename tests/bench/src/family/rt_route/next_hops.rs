//! `RTA_MULTIPATH`: several ways at once.
//!
//! ```text
//! +----------+-------+------+---------+------------+----------+--
//! | rtnh_len | flags | hops | ifindex | attributes | rtnh_len | …
//! | u16      | u8    | u8   | i32     |            |          |
//! +----------+-------+------+---------+------------+----------+--
//! :<------------- rtnh_len --------------------->:
//! ```
//!
//! Each nexthop is a set behind a fixed header that holds the set's length, aligned to 4 bytes.

use netlink_core::{Emit, Parse, Unknown, value::Records};

use super::{Encap, EncapType, Ip, RtNextHop, Via, constants::*};

/// One of several ways to a destination.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct NextHop<'a> {
    #[netlink(header)]
    pub header: RtNextHop,
    #[nla(RTA_GATEWAY)]
    pub gateway: Option<Ip<'a>>,
    #[nla(RTA_VIA)]
    pub via: Option<Via<'a>>,
    #[nla(RTA_FLOW)]
    pub flow: Option<u32>,
    #[nla(RTA_NEWDST)]
    pub new_dst: Option<&'a [u8]>,
    #[nla(RTA_ENCAP_TYPE)]
    pub encap_type: Option<EncapType>,
    #[nla(RTA_ENCAP, select = encap_type)]
    pub encap: Option<Encap<'a>>,
    #[nla(RTA_TTL_PROPAGATE, emit(range = 0..=1))]
    pub ttl_propagate: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The ways to a destination, read or written without allocation.
pub type NextHops<'a> = Records<'a, NextHop<'a>>;

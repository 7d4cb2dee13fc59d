//! `rt-nexthop`: nexthop objects and groups of them, which routes refer to by ID.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `ip nexthop`, built into kernels since Linux 5.3 (`CONFIG_INET`). Header
//! `linux/nexthop.h`.
//!
//! ```
//! use netlink_families::rt_nexthop::{GroupEntry, Nexthop};
//!
//! // Nexthop 10: a group of the nexthops 1 and 2, which share the traffic equally.
//! let group = [GroupEntry { id: 1, ..Default::default() }, GroupEntry { id: 2, ..Default::default() }];
//! let nexthop = Nexthop { id: Some(10), group: Some(&group), ..Default::default() };
//! assert_eq!(netlink_core::message_len(&nexthop), 16 + 8 + 8 + 20);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Uint, Unknown};

use crate::Struct;
use crate::Ip;
use crate::rt_route::{Encap, EncapType};

/// A nexthop or a group, or the request to create or replace one (`RTM_NEWNEXTHOP`, attributes `NHA_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 104, protocol = 0)]
pub struct Nexthop<'a> {
    #[netlink(header)] pub header: NexthopHeader,
    #[nla(1)] pub id: Option<u32>,
    #[nla(2)] pub group: Option<&'a [GroupEntry]>,
    #[nla(3)] pub group_type: Option<GroupType>,
    #[nla(4)] pub blackhole: bool,
    #[nla(5)] pub oif: Option<u32>,
    #[nla(6, select = header.family)] pub gateway: Option<Ip<'a>>,
    #[nla(7)] pub encap_type: Option<EncapType>,
    #[nla(8, select = encap_type)] pub encap: Option<Encap<'a>>,
    #[nla(9)] pub groups: bool,
    #[nla(10)] pub master: Option<u32>,
    #[nla(11)] pub fdb: bool,
    #[nla(12)] pub res_group: Option<ResilientGroup<'a>>,
    #[nla(13)] pub res_bucket: Option<ResilientBucket<'a>>,
    #[nla(14)] pub op_flags: Option<OpFlags>,
    #[nla(15)] pub group_stats: Option<GroupStats<'a>>,
    #[nla(16)] pub hw_stats_enable: Option<u32>,
    #[nla(17)] pub hw_stats_used: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes a nexthop or a group (`RTM_DELNEXTHOP`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 105, protocol = 0)]
pub struct DelNexthop<'a> {
    #[netlink(header)] pub header: NexthopHeader,
    #[nla(1)] pub id: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests a nexthop by ID, or a dump (`RTM_GETNEXTHOP`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 106, protocol = 0, reply = Nexthop<'_>)]
pub struct GetNexthop<'a> {
    #[netlink(header)] pub header: Struct<'a, NexthopHeader>,
    #[nla(1)] pub id: Option<u32>,
    #[nla(5)] pub oif: Option<u32>,
    #[nla(9)] pub groups: bool,
    #[nla(10)] pub master: Option<u32>,
    #[nla(11)] pub fdb: bool,
    #[nla(14)] pub op_flags: Option<OpFlags>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A bucket of a resilient group (`RTM_NEWNEXTHOPBUCKET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 116, protocol = 0)]
pub struct Bucket<'a> {
    #[netlink(header)] pub header: NexthopHeader,
    #[nla(1)] pub id: Option<u32>,
    #[nla(13)] pub res_bucket: Option<ResilientBucket<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests a bucket, or a dump of buckets (`RTM_GETNEXTHOPBUCKET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 118, protocol = 0, reply = Bucket<'_>)]
pub struct GetBucket<'a> {
    #[netlink(header)] pub header: Struct<'a, NexthopHeader>,
    #[nla(1)] pub id: Option<u32>,
    #[nla(5)] pub oif: Option<u32>,
    #[nla(10)] pub master: Option<u32>,
    #[nla(13)] pub res_bucket: Option<ResilientBucket<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A resilient group (`NHA_RES_GROUP_*`). Times are in clock ticks of `USER_HZ`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct ResilientGroup<'a> {
    #[nla(1)] pub buckets: Option<u16>,
    #[nla(2)] pub idle_timer: Option<u32>,
    #[nla(3)] pub unbalanced_timer: Option<u32>,
    #[nla(4)] pub unbalanced_time: Option<u64>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A bucket of a resilient group (`NHA_RES_BUCKET_*`). Times are in clock ticks of `USER_HZ`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct ResilientBucket<'a> {
    #[nla(1)] pub index: Option<u16>,
    #[nla(2)] pub idle_time: Option<u64>,
    #[nla(3)] pub nh_id: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Packets of the members of a group (`NHA_GROUP_STATS_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct GroupStats<'a> {
    #[nla(1)] pub entry: netlink_core::Repeated<'a, GroupStatsEntry<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Packets of a member of a group (`NHA_GROUP_STATS_ENTRY_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct GroupStatsEntry<'a> {
    #[nla(1)] pub id: Option<u32>,
    #[nla(2)] pub packets: Option<Uint>,
    #[nla(3)] pub packets_hw: Option<Uint>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast group.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 104)] New(Nexthop<'a>),
    #[netlink(message = 105)] Del(Nexthop<'a>),
    #[netlink(message = 116)] NewBucket(Bucket<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

/// How a group chooses a member (`NEXTHOP_GRP_TYPE_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u16)]
pub enum GroupType {
    Mpath, Res,
    #[netlink(other)] Other(u16),
}

flags! {
    /// What a dump has in addition (`NHA_OP_FLAG_*`).
    OpFlags: u32 {
        DUMP_STATS = 1, DUMP_HW_STATS = 2, RESP_GRP_RESVD_0 = 0x8000_0000,
    }
}

flags! {
    /// State of a nexthop (`RTNH_F_*`).
    NexthopFlags: u32 {
        DEAD = 1, PERVASIVE = 2, ONLINK = 4, OFFLOAD = 8, LINKDOWN = 0x10, UNRESOLVED = 0x20, TRAP = 0x40,
    }
}

headers! {
    /// Fixed header of all messages.
    NexthopHeader ["nhmsg"] {
        family: u8, scope: u8, protocol: u8, resvd: u8, flags: NexthopFlags,
    }
}

packed_structs! {
    /// A member of a group. The weight is `weight` + 1; since Linux 6.12, `weight_high` has its upper 8 bits.
    GroupEntry ["nexthop_grp"] {
        id: u32, weight: u8, weight_high: u8, resvd2: u16,
    }
}

family! {
    "rt-nexthop", protocol 0;
    operations {
        "newnexthop" Do Nexthop<'_>,
        "delnexthop" Do DelNexthop<'_>,
        "getnexthop" Both GetNexthop<'_> => Nexthop<'_>,
        "getnexthopbucket" Both GetBucket<'_> => Bucket<'_>,
    }
    notifications { Event<'_>, }
    groups { "nexthop" = 32, }
}

//! `rt-mdb`: the multicast database of bridges and of VXLAN interfaces: which group is forwarded to which port.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `bridge mdb`, kernel option `CONFIG_BRIDGE_IGMP_SNOOPING`. Header `linux/if_bridge.h`.
//!
//! ```
//! use netlink_families::rt_mdb::{AddEntry, Entry, EntryState, PortHeader};
//!
//! // Forward 239.1.1.1 to port 4 of bridge 3.
//! let mut entry = Entry { ifindex: 4, state: EntryState::PERMANENT, proto: 0x800.into(), ..Default::default() };
//! entry.addr[..4].copy_from_slice(&[239, 1, 1, 1]);
//! let request = AddEntry {
//!     header: PortHeader { family: 7, ifindex: 3, ..Default::default() }, // AF_BRIDGE
//!     set_entry: Some(entry.into()),
//!     ..Default::default()
//! };
//! assert_eq!(netlink_core::message_len(&request), 16 + 8 + 32);
//! ```

use core::net::IpAddr;
use netlink_core::{Emit, Parse, RawMessage, Repeated, Unknown};
use netlink_core::zerocopy::big_endian as be;
use crate::Struct;

/// The database of a bridge, as notifications and dumps report it (`RTM_NEWMDB`, attributes `MDBA_*`). A dump has one message for
/// each bridge. To add an entry, use [`AddEntry`], which has the same message type and other attributes.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = [84, 86], protocol = 0)]
pub struct Mdb<'a> {
    #[netlink(header)] pub header: PortHeader,
    #[nla(1)] pub mdb: Repeated<'a, Entries<'a>>,
    #[nla(2)] pub router: Option<Routers<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Adds an entry (`RTM_NEWMDB`, attributes `MDBA_SET_ENTRY*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 84, protocol = 0)]
pub struct AddEntry<'a> {
    #[netlink(header)] pub header: PortHeader,
    #[nla(1)] pub set_entry: Option<Struct<'a, Entry>>,
    #[nla(2)] pub set_entry_attrs: Option<EntryAttrs<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes an entry, or with `NLM_F_BULK` all that match (`RTM_DELMDB`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 85, protocol = 0)]
pub struct DelEntry<'a> {
    #[netlink(header)] pub header: PortHeader,
    #[nla(1)] pub set_entry: Option<Struct<'a, Entry>>,
    #[nla(2)] pub set_entry_attrs: Option<EntryAttrs<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests a dump of all databases (`RTM_GETMDB`). Kernels reply with this message type to a request for one entry, see
/// [`GetEntry`].
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 86, protocol = 0, reply = Mdb<'_>)]
pub struct GetMdb<'a> {
    #[netlink(header)] pub header: Struct<'a, PortHeader>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests one entry (`RTM_GETMDB`, attributes `MDBA_GET_ENTRY*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 86, protocol = 0, reply = Mdb<'_>)]
pub struct GetEntry<'a> {
    #[netlink(header)] pub header: Struct<'a, PortHeader>,
    #[nla(1)] pub get_entry: Option<Struct<'a, Entry>>,
    #[nla(2)] pub get_entry_attrs: Option<EntryAttrs<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Entries (`MDBA_MDB_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Entries<'a> {
    #[nla(1)] pub entry: Repeated<'a, EntryInfos<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The ports of one group (`MDBA_MDB_ENTRY_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct EntryInfos<'a> {
    #[nla(1)] pub info: Repeated<'a, EntryInfo<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// An entry with its attributes (`MDBA_MDB_EATTR_*`). Times are in clock ticks of `USER_HZ`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct EntryInfo<'a> {
    #[netlink(header)] pub entry: Entry,
    #[nla(1)] pub timer: Option<u32>,
    #[nla(2)] pub src_list: Option<Sources<'a>>,
    #[nla(3)] pub group_mode: Option<GroupMode>,
    #[nla(4)] pub source: Option<IpAddr>,
    #[nla(5)] pub rtprot: Option<u8>,
    #[nla(6)] pub dst: Option<IpAddr>,
    #[nla(7)] pub dst_port: Option<u16>,
    #[nla(8)] pub vni: Option<u32>,
    #[nla(9)] pub ifindex: Option<u32>,
    #[nla(10)] pub src_vni: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Sources of a group (`MDBA_MDB_SRCLIST_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Sources<'a> {
    #[nla(1)] pub entry: Repeated<'a, Source<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A source of a group (`MDBA_MDB_SRCATTR_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Source<'a> {
    #[nla(1)] pub address: Option<IpAddr>,
    #[nla(2)] pub timer: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Ports with multicast routers (`MDBA_ROUTER_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Routers<'a> {
    #[nla(1)] pub port: Repeated<'a, Router<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A port with a multicast router (`MDBA_ROUTER_PATTR_*`). Times are in clock ticks of `USER_HZ`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Router<'a> {
    #[netlink(header)] pub port: RouterPort,
    #[nla(1)] pub timer: Option<u32>,
    #[nla(2, name = "type")] pub ty: Option<RouterType>,
    #[nla(3)] pub inet_timer: Option<u32>,
    #[nla(4)] pub inet6_timer: Option<u32>,
    #[nla(5)] pub vid: Option<u16>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Attributes of an entry in requests (`MDBE_ATTR_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct EntryAttrs<'a> {
    #[nla(1)] pub source: Option<IpAddr>,
    #[nla(2)] pub src_list: Option<RequestSources<'a>>,
    #[nla(3)] pub group_mode: Option<GroupMode>,
    #[nla(4)] pub rtprot: Option<u8>,
    #[nla(5)] pub dst: Option<IpAddr>,
    #[nla(6)] pub dst_port: Option<u16>,
    #[nla(7)] pub vni: Option<u32>,
    #[nla(8)] pub ifindex: Option<u32>,
    #[nla(9)] pub src_vni: Option<u32>,
    #[nla(10)] pub state_mask: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Sources of an entry in requests (`MDBE_SRC_LIST_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct RequestSources<'a> {
    #[nla(1)] pub entry: Repeated<'a, RequestSource<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A source of an entry in requests (`MDBE_SRCATTR_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct RequestSource<'a> {
    #[nla(1)] pub address: Option<IpAddr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast group.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 84)] New(Mdb<'a>),
    #[netlink(message = 85)] Del(Mdb<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

/// Whether the list of sources is of those included or excluded (`MCAST_INCLUDE`, `MCAST_EXCLUDE`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum GroupMode {
    Exclude, Include,
    #[netlink(other)] Other(u8),
}

/// How a port became one of a multicast router (`MDB_RTR_TYPE_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum RouterType {
    Disabled, TempQuery, Perm, Temp,
    #[netlink(other)] Other(u8),
}

values! {
    /// Whether an entry is removed when it is not renewed (`MDB_TEMPORARY`, `MDB_PERMANENT`).
    EntryState: u8 { TEMPORARY = 0, PERMANENT = 1, }
}

flags! {
    /// State of an entry (`MDB_FLAGS_*`).
    EntryFlags: u8 {
        OFFLOAD = 1, FAST_LEAVE = 2, STAR_EXCL = 4, BLOCKED = 8, OFFLOAD_FAILED = 0x10,
    }
}

headers! {
    /// Fixed header of all messages: `AF_BRIDGE` (7) and the bridge.
    PortHeader ["br_port_msg"] {
        family: u8, gap: [u8; 3], ifindex: u32,
    }

    /// The port of a [`Router`].
    RouterPort { ifindex: u32, }
}

structs! {
    /// A group and a port. `addr` is an IPv4, IPv6 or Ethernet address, as the EtherType `proto` says: `0x800`, `0x86dd` or 0.
    Entry ["br_mdb_entry"] {
        ifindex: u32, state: EntryState, flags: EntryFlags, vid: u16, addr: [u8; 16], proto: be::U16, gap: [u8; 2],
    }
}

family! {
    "rt-mdb", protocol 0;
    operations {
        "newmdb" Do AddEntry<'_>,
        "delmdb" Do DelEntry<'_>,
        "getmdb" Dump GetMdb<'_> => Mdb<'_>,
        "getmdb-entry" Do GetEntry<'_> => Mdb<'_>,
    }
    notifications { Event<'_>, }
    groups { "mdb" = 26, }
}

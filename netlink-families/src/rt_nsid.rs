//! `rt-nsid`: IDs by which a network namespace calls other network namespaces.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `ip netns list-id`, kernel option `CONFIG_NET_NS`. Header `linux/net_namespace.h`.
//!
//! ```
//! use netlink_families::rt_nsid::{GetNsid, Nsid};
//!
//! // Which ID does the network namespace of process 1 have?
//! let request = GetNsid { pid: Some(1), ..Default::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 8);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Unknown};

/// No ID is assigned (`NETNSA_NSID_NOT_ASSIGNED`). In a request to assign one, the kernel chooses it.
pub const NOT_ASSIGNED: i32 = -1;

/// The ID of a network namespace, or the request to assign one (`RTM_NEWNSID`, attributes `NETNSA_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 88, protocol = 0)]
pub struct Nsid<'a> {
    #[netlink(header)] pub header: NsidHeader,
    #[nla(1)] pub nsid: Option<i32>,
    #[nla(2)] pub pid: Option<u32>,
    #[nla(3)] pub fd: Option<u32>,
    #[nla(4)] pub target_nsid: Option<i32>,
    #[nla(5)] pub current_nsid: Option<i32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests the ID of the network namespace of a process or file descriptor, or a dump (`RTM_GETNSID`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 90, protocol = 0, reply = Nsid<'_>)]
pub struct GetNsid<'a> {
    #[netlink(header)] pub header: NsidHeader,
    #[nla(1)] pub nsid: Option<i32>,
    #[nla(2)] pub pid: Option<u32>,
    #[nla(3)] pub fd: Option<u32>,
    #[nla(4)] pub target_nsid: Option<i32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast group.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 88)] New(Nsid<'a>),
    #[netlink(message = 89)] Del(Nsid<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

headers! {
    /// Fixed header of all messages: `AF_UNSPEC` (0).
    NsidHeader ["rtgenmsg"] { family: u8, }
}

family! {
    "rt-nsid", protocol 0;
    operations {
        "newnsid" Do Nsid<'_>,
        "getnsid" Both GetNsid<'_> => Nsid<'_>,
    }
    notifications { Event<'_>, }
    groups { "nsid" = 28, }
}

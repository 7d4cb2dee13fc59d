//! `conntrack-exp`: connections that connection tracking expects, such as the data connections of FTP.
//!
//! Netlink protocol `NETLINK_NETFILTER`, subsystem `NFNL_SUBSYS_CTNETLINK_EXP`, tool `conntrack -L expect`, kernel option
//! `CONFIG_NF_CT_NETLINK`. Header `linux/netfilter/nfnetlink_conntrack.h`.
//!
//! ```
//! use netlink_families::conntrack_exp::{GetExpectation, NfHeader};
//!
//! let request = GetExpectation { header: NfHeader { family: 2, ..Default::default() }, ..Default::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4);
//! ```

use core::ffi::CStr;
use netlink_core::{Be, Emit, Parse, RawMessage, Unknown};
use crate::conntrack::Tuple;

pub use crate::nfnetlink::NfHeader;

/// An expected connection, or the request to expect one (`IPCTNL_MSG_EXP_NEW`, attributes `CTA_EXPECT_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x200, protocol = 12)]
pub struct Expectation<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub master: Option<Tuple<'a>>,
    #[nla(2)] pub tuple: Option<Tuple<'a>>,
    #[nla(3)] pub mask: Option<Tuple<'a>>,
    #[nla(4)] pub timeout: Option<Be<u32>>,
    #[nla(5)] pub id: Option<Be<u32>>,
    #[nla(6)] pub help_name: Option<&'a CStr>,
    #[nla(7)] pub zone: Option<Be<u16>>,
    #[nla(8)] pub flags: Option<ExpectFlags>,
    #[nla(9)] pub class: Option<Be<u32>>,
    #[nla(10)] pub nat: Option<ExpectNat<'a>>,
    #[nla(11, name = "fn")] pub fn_: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests an expected connection, or a dump (`IPCTNL_MSG_EXP_GET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x201, protocol = 12, reply = Expectation<'_>)]
pub struct GetExpectation<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub master: Option<Tuple<'a>>,
    #[nla(2)] pub tuple: Option<Tuple<'a>>,
    #[nla(5)] pub id: Option<Be<u32>>,
    #[nla(7)] pub zone: Option<Be<u16>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes expected connections: one, those of a helper, or all (`IPCTNL_MSG_EXP_DELETE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x202, protocol = 12)]
pub struct DelExpectation<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(2)] pub tuple: Option<Tuple<'a>>,
    #[nla(5)] pub id: Option<Be<u32>>,
    #[nla(6)] pub help_name: Option<&'a CStr>,
    #[nla(7)] pub zone: Option<Be<u16>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of a CPU: the request of a dump and the replies (`IPCTNL_MSG_EXP_GET_STATS_CPU`, attributes `CTA_STATS_EXP_*`). `res_id` of
/// the header is the CPU. Kernels reply with the message type of another subsystem (`0x103`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = [0x203, 0x103], protocol = 12, reply = Stats<'_>)]
pub struct Stats<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub new: Option<Be<u32>>,
    #[nla(2)] pub create: Option<Be<u32>>,
    #[nla(3)] pub delete: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// An expected connection, nested in a verdict about a packet (`CTA_EXPECT_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Exp<'a> {
    #[nla(1)] pub master: Option<Tuple<'a>>,
    #[nla(2)] pub tuple: Option<Tuple<'a>>,
    #[nla(3)] pub mask: Option<Tuple<'a>>,
    #[nla(4)] pub timeout: Option<Be<u32>>,
    #[nla(5)] pub id: Option<Be<u32>>,
    #[nla(6)] pub help_name: Option<&'a CStr>,
    #[nla(7)] pub zone: Option<Be<u16>>,
    #[nla(8)] pub flags: Option<ExpectFlags>,
    #[nla(9)] pub class: Option<Be<u32>>,
    #[nla(10)] pub nat: Option<ExpectNat<'a>>,
    #[nla(11, name = "fn")] pub fn_: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// How an expected connection is translated (`CTA_EXPECT_NAT_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct ExpectNat<'a> {
    #[nla(1)] pub dir: Option<Be<u32>>,
    #[nla(2)] pub tuple: Option<Tuple<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast groups.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 12)]
pub enum Event<'a> {
    #[netlink(message = 0x200)] New(Expectation<'a>),
    #[netlink(message = 0x202)] Del(Expectation<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// Flags of an expected connection (`NF_CT_EXPECT_*`, header `linux/netfilter/nf_conntrack_common.h`).
    ExpectFlags: Be<u32> { PERMANENT = 1, INACTIVE = 2, USERSPACE = 4, }
}

family! {
    "conntrack-exp", protocol 12;
    operations {
        "new" Do Expectation<'_>,
        "get" Both GetExpectation<'_> => Expectation<'_>,
        "delete" Do DelExpectation<'_>,
        "get-stats" Dump Stats<'_> => Stats<'_>,
    }
    notifications { Event<'_>, }
    groups { "exp-new" = 4, "exp-update" = 5, "exp-destroy" = 6, }
}

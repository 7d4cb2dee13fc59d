//! `nfacct`: named counters and quotas of packets.
//!
//! Netlink protocol `NETLINK_NETFILTER`, subsystem `NFNL_SUBSYS_ACCT`, tool `nfacct`, kernel option `CONFIG_NETFILTER_NETLINK_ACCT`.
//! Header `linux/netfilter/nfnetlink_acct.h`.
//!
//! ```
//! use netlink_core::Be;
//! use netlink_families::nfacct::{Account, AccountFlags};
//!
//! // A counter that notifies after 1 MB.
//! let request = Account {
//!     name: Some(c"web"),
//!     flags: Some(AccountFlags::QUOTA_BYTES),
//!     quota: Some(Be(1_000_000)),
//!     ..Account::default()
//! };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 8 + 8 + 12);
//! ```

use core::ffi::CStr;
use netlink_core::{Be, Emit, Parse, RawMessage, Unknown};

pub use crate::nfnetlink::NfHeader;

/// A counter, and the request to create one or to reset it (`NFNL_MSG_ACCT_NEW`, attributes `NFACCT_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x700, protocol = 12)]
pub struct Account<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=31))] pub name: Option<&'a CStr>,
    #[nla(2)] pub pkts: Option<Be<u64>>,
    #[nla(3)] pub bytes: Option<Be<u64>>,
    #[nla(4, name = "use")] pub use_: Option<Be<u32>>,
    #[nla(5)] pub flags: Option<AccountFlags>,
    #[nla(6)] pub quota: Option<Be<u64>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests one counter, or a dump of those that the filter selects (`NFNL_MSG_ACCT_GET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x701, protocol = 12, reply = Account<'_>)]
pub struct GetAccount<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=31))] pub name: Option<&'a CStr>,
    #[nla(7)] pub filter: Option<Filter<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// As [`GetAccount`], and sets the counters to 0 (`NFNL_MSG_ACCT_GET_CTRZERO`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x702, protocol = 12, reply = Account<'_>)]
pub struct GetAccountReset<'a>(pub GetAccount<'a>);

/// Deletes a counter, or all that are not in use (`NFNL_MSG_ACCT_DEL`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x703, protocol = 12)]
pub struct DelAccount<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=31))] pub name: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A quota is reached (`NFNL_MSG_ACCT_OVERQUOTA`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x704, protocol = 12)]
pub struct OverQuota<'a>(pub Account<'a>);

/// What the multicast group delivers.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 12)]
pub enum Event<'a> {
    #[netlink(message = 0x704)] OverQuota(OverQuota<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

/// Which counters are dumped: those whose flags, under the mask, are the value (`NFACCT_FILTER_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Filter<'a> {
    #[nla(1)] pub mask: Option<AccountFlags>,
    #[nla(2)] pub value: Option<AccountFlags>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

flags! {
    /// What the quota counts; `OVERQUOTA` is set by the kernel (`NFACCT_F_*`).
    AccountFlags: Be<u32> {
        QUOTA_PKTS = 1, QUOTA_BYTES = 2, OVERQUOTA = 4,
    }
}

family! {
    "nfacct", protocol 12;
    operations {
        "new" Do Account<'_>,
        "get" Both GetAccount<'_> => Account<'_>,
        "get-ctrzero" Both GetAccountReset<'_> => Account<'_>,
        "del" Do DelAccount<'_>,
    }
    notifications { Event<'_>, }
    groups { "acct-quota" = 8, }
}

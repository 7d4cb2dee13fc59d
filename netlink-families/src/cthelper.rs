//! `cthelper`: connection tracking helpers in user space.
//!
//! Netlink protocol `NETLINK_NETFILTER`, subsystem `NFNL_SUBSYS_CTHELPER`, tool `nfct helper`, kernel option
//! `CONFIG_NF_CT_NETLINK_HELPER`. Header `linux/netfilter/nfnetlink_cthelper.h`.
//!
//! ```
//! use netlink_core::Be;
//! use netlink_families::cthelper::{GetHelper, Tuple};
//!
//! // The helpers for TCP over IPv4.
//! let tuple = Tuple { l3protonum: Some(Be(2)), l4protonum: Some(6), ..Tuple::default() };
//! let request = GetHelper { tuple: Some(tuple), ..GetHelper::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 4 + 8 + 8);
//! ```

use core::ffi::CStr;
use netlink_core::{Be, Emit, Parse, Unknown};

pub use crate::nfnetlink::NfHeader;

/// A helper, and the request to create or change one (`NFNL_MSG_CTHELPER_NEW`, attributes `NFCTH_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x900, protocol = 12)]
pub struct Helper<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=15))] pub name: Option<&'a CStr>,
    #[nla(2)] pub tuple: Option<Tuple<'a>>,
    #[nla(3)] pub queue_num: Option<Be<u32>>,
    #[nla(4)] pub policy: Option<Policies<'a>>,
    #[nla(5)] pub priv_data_len: Option<Be<u32>>,
    #[nla(6)] pub status: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests helpers (`NFNL_MSG_CTHELPER_GET`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x901, protocol = 12, reply = Helper<'_>)]
pub struct GetHelper<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=15))] pub name: Option<&'a CStr>,
    #[nla(2)] pub tuple: Option<Tuple<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes helpers (`NFNL_MSG_CTHELPER_DEL`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x902, protocol = 12)]
pub struct DelHelper<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1, emit(len = ..=15))] pub name: Option<&'a CStr>,
    #[nla(2)] pub tuple: Option<Tuple<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Which connections a helper is for (`NFCTH_TUPLE_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Tuple<'a> {
    #[nla(1)] pub l3protonum: Option<Be<u16>>,
    #[nla(2)] pub l4protonum: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// How many connections a helper may expect, by class (`NFCTH_POLICY_SET*`). `set_num` is how many classes there are.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Policies<'a> {
    #[nla(1)] pub set_num: Option<Be<u32>>,
    #[nla(2)] pub set: Option<Policy<'a>>,
    #[nla(3)] pub set2: Option<Policy<'a>>,
    #[nla(4)] pub set3: Option<Policy<'a>>,
    #[nla(5)] pub set4: Option<Policy<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A class of expected connections; the timeout is in seconds (`NFCTH_POLICY_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Policy<'a> {
    #[nla(1, emit(len = ..=15))] pub name: Option<&'a CStr>,
    #[nla(2)] pub expect_max: Option<Be<u32>>,
    #[nla(3)] pub expect_timeout: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

family! {
    "cthelper", protocol 12;
    operations {
        "new" Do Helper<'_>,
        "get" Both GetHelper<'_> => Helper<'_>,
        "del" Do DelHelper<'_>,
    }
    notifications { }
    groups { }
}

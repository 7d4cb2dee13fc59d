//! `dcb`: data center bridging of network devices: traffic classes, priorities, flow control, buffers.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `dcb`, kernel option `CONFIG_DCB`. Header `linux/dcbnl.h`.
//!
//! The attributes of IEEE 802.1Q, which the tool uses, have types. Those of the older CEE standard are kept as nests.
//!
//! ```
//! use netlink_families::dcb::{Command, DcbHeader, GetDcb};
//!
//! // The traffic classes of a device.
//! let header = DcbHeader { cmd: Command::IEEE_GET, ..DcbHeader::default() };
//! let request = GetDcb { header, ifname: Some(c"eth0".into()), ..GetDcb::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 12);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Repeated, Unknown};
use netlink_core::value::{Nest, NlaStr};
use crate::Struct;

/// Requests settings, and has them in the reply (`RTM_GETDCB`, attributes `DCB_ATTR_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 78, protocol = 0, reply = GetDcb<'_>)]
pub struct GetDcb<'a> {
    #[netlink(header)] pub header: DcbHeader,
    #[nla(1, emit(len = ..=15))] pub ifname: Option<NlaStr<'a>>,
    #[nla(2)] pub state: Option<u8>,
    #[nla(3)] pub pfc_state: Option<u8>,
    #[nla(4)] pub pfc_cfg: Option<Nest<'a>>,
    #[nla(5)] pub num_tc: Option<u8>,
    #[nla(6)] pub pg_cfg: Option<Nest<'a>>,
    #[nla(7)] pub set_all: Option<u8>,
    #[nla(8)] pub perm_hwaddr: Option<&'a [u8]>,
    #[nla(9)] pub cap: Option<Nest<'a>>,
    #[nla(10)] pub numtcs: Option<Nest<'a>>,
    #[nla(11)] pub bcn: Option<Nest<'a>>,
    #[nla(12)] pub app: Option<Nest<'a>>,
    #[nla(13)] pub ieee: Option<Ieee<'a>>,
    #[nla(14)] pub dcbx: Option<Dcbx>,
    #[nla(15)] pub featcfg: Option<Nest<'a>>,
    #[nla(16)] pub cee: Option<Nest<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Changes settings; the reply has the result, an error number, as `u8` in the attribute that was set (`RTM_SETDCB`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 79, protocol = 0, reply = DcbSet<'_>)]
pub struct SetDcb<'a>(pub GetDcb<'a>);

/// The result of a change: 0, or an error number (`RTM_SETDCB`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 79, protocol = 0)]
pub struct DcbSet<'a> {
    #[netlink(header)] pub header: DcbHeader,
    #[nla(2)] pub state: Option<u8>,
    #[nla(3)] pub pfc_state: Option<u8>,
    #[nla(4)] pub pfc_cfg: Option<u8>,
    #[nla(5)] pub num_tc: Option<u8>,
    #[nla(6)] pub pg_cfg: Option<u8>,
    #[nla(7)] pub set_all: Option<u8>,
    #[nla(11)] pub bcn: Option<u8>,
    #[nla(12)] pub app: Option<u8>,
    #[nla(13)] pub ieee: Option<u8>,
    #[nla(14)] pub dcbx: Option<u8>,
    #[nla(15)] pub featcfg: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What the multicast group delivers: settings, after a change.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 78)] Dcb(GetDcb<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

/// Settings of IEEE 802.1Q (`DCB_ATTR_IEEE_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Ieee<'a> {
    #[nla(1)] pub ets: Option<Struct<'a, Ets>>,
    #[nla(2)] pub pfc: Option<Struct<'a, Pfc>>,
    #[nla(3)] pub app_table: Option<AppTable<'a>>,
    #[nla(4)] pub peer_ets: Option<Struct<'a, Ets>>,
    #[nla(5)] pub peer_pfc: Option<Struct<'a, Pfc>>,
    #[nla(6)] pub peer_app: Option<AppTable<'a>>,
    #[nla(7)] pub maxrate: Option<Struct<'a, MaxRate>>,
    #[nla(8)] pub qcn: Option<&'a [u8]>,
    #[nla(9)] pub qcn_stats: Option<&'a [u8]>,
    #[nla(10)] pub buffer: Option<Struct<'a, Buffer>>,
    #[nla(11)] pub app_trust_table: Option<Nest<'a>>,
    #[nla(12)] pub rewr_table: Option<AppTable<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Priorities of applications (`DCB_ATTR_IEEE_APP`, and `DCB_ATTR_DCB_APP` for selectors beyond the standard).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct AppTable<'a> {
    #[nla(1)] pub ieee: Repeated<'a, Struct<'a, App>>,
    #[nla(2)] pub dcb: Repeated<'a, Struct<'a, App>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

flags! {
    /// Which side negotiates, and by which protocol (`DCB_CAP_DCBX_*`).
    Dcbx: u8 {
        HOST = 1, LLD_MANAGED = 2, VER_CEE = 4, VER_IEEE = 8, STATIC = 0x10,
    }
}

values! {
    /// What is requested (`DCB_CMD_*`).
    Command: u8 {
        GSTATE = 1, SSTATE = 2, PGTX_GCFG = 3, PGTX_SCFG = 4, PGRX_GCFG = 5, PGRX_SCFG = 6, PFC_GCFG = 7, PFC_SCFG = 8, SET_ALL = 9,
        GPERM_HWADDR = 10, GCAP = 11, GNUMTCS = 12, SNUMTCS = 13, PFC_GSTATE = 14, PFC_SSTATE = 15, BCN_GCFG = 16, BCN_SCFG = 17,
        GAPP = 18, SAPP = 19, IEEE_SET = 20, IEEE_GET = 21, GDCBX = 22, SDCBX = 23, GFEATCFG = 24, SFEATCFG = 25, CEE_GET = 26,
        IEEE_DEL = 27,
    }
}

headers! {
    /// Fixed header of all messages.
    DcbHeader ["dcbmsg"] { family: u8, cmd: Command, pad: u16, }
}

structs! {
    /// Enhanced transmission selection: bandwidths in percent, and algorithms, of each of 8 classes; classes of 8 priorities.
    Ets ["ieee_ets"] {
        willing: u8, ets_cap: u8, cbs: u8, tc_tx_bw: [u8; 8], tc_rx_bw: [u8; 8], tc_tsa: [u8; 8], prio_tc: [u8; 8],
        tc_reco_bw: [u8; 8], tc_reco_tsa: [u8; 8], reco_prio_tc: [u8; 8],
    }

    /// Priority-based flow control: a bit for each priority, the delay in bits, and counters.
    Pfc ["ieee_pfc"] {
        pfc_cap: u8, pfc_en: u8, mbc: u8, gap: [u8; 1], delay: u16, gap2: [u8; 2], requests: [u64; 8], indications: [u64; 8],
    }

    /// At most this many kbit/s for each class; 0 means unlimited.
    MaxRate ["ieee_maxrate"] { tc_maxrate: [u64; 8], }

    /// The buffers of 8 priorities, and the sizes of buffers in bytes.
    Buffer ["dcbnl_buffer"] { prio2buffer: [u8; 8], buffer_size: [u32; 8], total_size: u32, }

    /// The priority of an application: `protocol` is an EtherType, a port or a code point, by the selector.
    App ["dcb_app"] { selector: u8, priority: u8, protocol: u16, }
}

family! {
    "dcb", protocol 0;
    operations {
        "get" Do GetDcb<'_> => GetDcb<'_>,
        "set" Do SetDcb<'_> => DcbSet<'_>,
    }
    notifications { Event<'_>, }
    groups { "dcb" = 23, }
}

//! What is known of the way to a destination, and what is to be done on it.

use core::ffi::CStr;

use netlink_core::{Attr, Emit, Parse, Unknown};

use super::constants::*;

/// All features that a route can switch on.
pub const FEATURES: u32 = RTAX_FEATURE_ECN
    | RTAX_FEATURE_SACK
    | RTAX_FEATURE_TIMESTAMP
    | RTAX_FEATURE_ALLFRAG
    | RTAX_FEATURE_TCP_USEC_TS;

/// The metrics of a route. Times are in milliseconds, those of `rtt` and `rttvar` in eighths and
/// quarters of one.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Metrics<'a> {
    /// Which of the metrics are locked: one bit for each, by attribute type.
    #[nla(RTAX_LOCK)]
    pub lock: Option<u32>,
    #[nla(RTAX_MTU)]
    pub mtu: Option<u32>,
    #[nla(RTAX_WINDOW)]
    pub window: Option<u32>,
    #[nla(RTAX_RTT)]
    pub rtt: Option<u32>,
    #[nla(RTAX_RTTVAR)]
    pub rttvar: Option<u32>,
    #[nla(RTAX_SSTHRESH)]
    pub ssthresh: Option<u32>,
    #[nla(RTAX_CWND)]
    pub cwnd: Option<u32>,
    #[nla(RTAX_ADVMSS)]
    pub advmss: Option<u32>,
    #[nla(RTAX_REORDERING)]
    pub reordering: Option<u32>,
    #[nla(RTAX_HOPLIMIT)]
    pub hoplimit: Option<u32>,
    #[nla(RTAX_INITCWND)]
    pub initcwnd: Option<u32>,
    /// `RTAX_FEATURE_*`
    #[nla(RTAX_FEATURES, emit(mask = FEATURES))]
    pub features: Option<u32>,
    #[nla(RTAX_RTO_MIN)]
    pub rto_min: Option<u32>,
    #[nla(RTAX_INITRWND)]
    pub initrwnd: Option<u32>,
    #[nla(RTAX_QUICKACK)]
    pub quickack: Option<u32>,
    /// How TCP avoids congestion.
    #[nla(RTAX_CC_ALGO, len = ..=15)]
    pub congestion_control: Option<&'a CStr>,
    #[nla(RTAX_FASTOPEN_NO_COOKIE)]
    pub fastopen_no_cookie: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// One metric, for readers that need no struct.
#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
pub enum Metric<'a> {
    #[nla(RTAX_LOCK)]
    Lock(u32),
    #[nla(RTAX_MTU)]
    Mtu(u32),
    #[nla(RTAX_WINDOW)]
    Window(u32),
    #[nla(RTAX_RTT)]
    Rtt(u32),
    #[nla(RTAX_RTTVAR)]
    Rttvar(u32),
    #[nla(RTAX_SSTHRESH)]
    Ssthresh(u32),
    #[nla(RTAX_CWND)]
    Cwnd(u32),
    #[nla(RTAX_ADVMSS)]
    Advmss(u32),
    #[nla(RTAX_REORDERING)]
    Reordering(u32),
    #[nla(RTAX_HOPLIMIT)]
    Hoplimit(u32),
    #[nla(RTAX_INITCWND)]
    Initcwnd(u32),
    #[nla(RTAX_FEATURES, emit(mask = FEATURES))]
    Features(u32),
    #[nla(RTAX_RTO_MIN)]
    RtoMin(u32),
    #[nla(RTAX_INITRWND)]
    Initrwnd(u32),
    #[nla(RTAX_QUICKACK)]
    Quickack(u32),
    #[nla(RTAX_CC_ALGO, len = ..=15)]
    CongestionControl(&'a CStr),
    #[nla(RTAX_FASTOPEN_NO_COOKIE)]
    FastopenNoCookie(u32),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

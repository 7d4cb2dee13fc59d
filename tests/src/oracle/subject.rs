//! Every message of the families, in one list.

use core::fmt::Debug;

use netlink_core::{EmitMessage, ParseMessage, ParseSet, View};

use super::{agree, payload, payload::stream};
use crate::family::{
    ethtool, inet_diag, netdev, nftables, nlctrl, rt_addr, rt_link, rt_neigh, rt_route, rt_rule, tc,
};

/// A type, by what can be done with bytes that are said to be one.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Family and type: `rt_link::Link`.
    pub name: &'static str,
    /// [`payload`] of it; of a stream, without its strict reading.
    pub payload: fn(&[u8]),
    /// [`agree`] of it, where it is a set that is read as a whole. A stream is read as far as one walks.
    pub agree: Option<fn(&[u8])>,
}

impl Subject {
    const fn set<T>(name: &'static str) -> Self
    where
        T: View,
        for<'a> T::Of<'a>: ParseMessage<'a> + ParseSet<'a> + EmitMessage + Debug,
    {
        Self { name, payload: payload::<T>, agree: Some(|bytes| agree::<T::Of<'_>>(bytes)) }
    }

    const fn stream<T>(name: &'static str) -> Self
    where
        T: View,
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        Self { name, payload: stream::<T>, agree: None }
    }

    const fn any_of<T>(name: &'static str) -> Self
    where
        T: View,
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        Self { name, payload: payload::<T>, agree: None }
    }
}

macro_rules! subjects {
    ($($make:ident $family:ident: $($name:ident)*;)*) => {
        /// Every type of the families that is a message. New ones are added at the end: inputs of
        /// the fuzz targets name a type by its place.
        pub const SUBJECTS: &[Subject] = &[$($(
            Subject::$make::<$family::$name<'_>>(concat!(stringify!($family), "::", stringify!($name))),
        )*)*];
    };
}

subjects! {
    set rt_link: Link DelLink GetLink;
    set rt_addr: Addr DelAddr GetAddr GetMulticast Multicast;
    set rt_route: Route DelRoute GetRoute;
    set rt_neigh: Neighbour DelNeighbour GetNeighbour Table GetTable SetTable;
    set rt_rule: Rule DelRule GetRule;
    set tc: Qdisc DelQdisc GetQdisc Class DelClass GetClass Filter DelFilter GetFilter Chain GetChain
        Actions GetActions;
    set nftables: BatchBegin BatchEnd Table DelTable GetTable Chain DelChain GetChain Rule DelRule
        GetRule Generation GetGeneration Flowtable GetFlowtable Object DelObject GetObject Set DelSet
        GetSet Elements DelElements GetElements;
    set inet_diag: GetSocket DestroySocket Socket;
    set nlctrl: GetFamily Family GetPolicy FamilyPolicy;
    set ethtool: GetLinkInfo LinkInfo LinkModes LinkState Features SetFeatures FeaturesChange Channels
        SetChannels Rings SetRings GetStringSets StringSets;
    set netdev: GetDevice Device GetNapi ListNapis Napi SetNapi GetPagePool PagePool GetPagePoolStats
        PagePoolStats GetQueue Queue BindReceive Binding GetQueueStats QueueStats;
    stream rt_link: LinkStream;
    stream rt_addr: AddrStream;
    stream rt_route: RouteStream;
    stream rt_neigh: NeighbourStream;
    stream rt_rule: RuleStream;
    stream tc: QdiscStream;
    stream nftables: RuleStream;
    stream inet_diag: SocketStream;
    stream nlctrl: FamilyStream;
    stream ethtool: LinkInfoStream LinkModesStream LinkStateStream FeaturesStream ChannelsStream
        RingsStream;
    stream netdev: DeviceStream QueueStream;
    any_of rt_addr: AddrEvent;
    any_of rt_route: RouteEvent;
    any_of rt_neigh: NeighbourEvent;
    any_of rt_rule: RuleEvent;
    any_of tc: Event;
    any_of nftables: Event;
    any_of nlctrl: Event;
    any_of ethtool: Event;
    any_of netdev: Event;
}

/// [`payload`] of the type whose place in [`SUBJECTS`] is the first byte.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn family(bytes: &[u8]) {
    if let Some((subject, payload)) = chosen(bytes) {
        (subject.payload)(payload);
    }
}

/// [`agree`] of the type whose place in [`SUBJECTS`] is the first byte.
///
/// # Panics
///
/// As [`agree`].
pub fn agreement(bytes: &[u8]) {
    if let Some((Subject { agree: Some(agree), .. }, payload)) = chosen(bytes) {
        agree(payload);
    }
}

fn chosen(bytes: &[u8]) -> Option<(&'static Subject, &[u8])> {
    let (place, payload) = bytes.split_first()?;
    Some((SUBJECTS.get(usize::from(*place))?, payload))
}

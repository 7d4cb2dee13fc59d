//! ethtool: what network devices can do, over generic netlink.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. Headers: `linux/ethtool_netlink.h`, `linux/ethtool.h`.

pub mod bitset;
pub mod constants;
pub mod features;
pub mod header;
pub mod link;
pub mod queues;
pub mod strings;

use netlink_core::{Emit, Parse, RawMessage, Unknown};

pub use self::{
    bitset::*,
    constants::*,
    features::*,
    header::{Header, PhyHeader, StatisticsHeader},
    link::*,
    queues::*,
    strings::*,
};

/// Requests that consist of a header: for one device, or for all of them.
macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident = $command:ident, $attribute:ident: $header:ident, $reply:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Parse, Emit)]
        #[netlink(
            family = ETHTOOL,
            command = $command,
            version = ETHTOOL_GENL_VERSION,
            reply = $reply,
        )]
        pub struct $name<'a> {
            #[nla($attribute)]
            pub header: $header<'a>,
            #[netlink(unknown)]
            pub rest: Unknown<'a>,
        }

        impl<'a> $name<'a> {
            /// Of one device; with an empty header, to dump all.
            pub fn of(header: $header<'a>) -> Self {
                Self { header, ..Self::default() }
            }
        }
    )*};
}

requests! {
    /// The request for [`LinkInfo`].
    GetLinkInfo = ETHTOOL_MSG_LINKINFO_GET, ETHTOOL_A_LINKINFO_HEADER: Header, LinkInfo<'_>;
    /// The request for [`LinkModes`].
    GetLinkModes = ETHTOOL_MSG_LINKMODES_GET, ETHTOOL_A_LINKMODES_HEADER: Header, LinkModes<'_>;
    /// The request for [`LinkState`].
    GetLinkState = ETHTOOL_MSG_LINKSTATE_GET, ETHTOOL_A_LINKSTATE_HEADER: StatisticsHeader, LinkState<'_>;
    /// The request for [`Features`].
    GetFeatures = ETHTOOL_MSG_FEATURES_GET, ETHTOOL_A_FEATURES_HEADER: Header, Features<'_>;
    /// The request for [`Rings`].
    GetRings = ETHTOOL_MSG_RINGS_GET, ETHTOOL_A_RINGS_HEADER: Header, Rings<'_>;
    /// The request for [`Channels`].
    GetChannels = ETHTOOL_MSG_CHANNELS_GET, ETHTOOL_A_CHANNELS_HEADER: Header, Channels<'_>;
}

/// What has changed on a device: what the group `monitor` tells.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(family = ETHTOOL, version = ETHTOOL_GENL_VERSION)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each event")]
pub enum Event<'a> {
    #[netlink(command = ETHTOOL_MSG_LINKINFO_NTF)]
    LinkInfo(LinkInfo<'a>),
    #[netlink(command = ETHTOOL_MSG_LINKMODES_NTF)]
    LinkModes(LinkModes<'a>),
    #[netlink(command = ETHTOOL_MSG_FEATURES_NTF)]
    Features(Features<'a>),
    #[netlink(command = ETHTOOL_MSG_RINGS_NTF)]
    Rings(Rings<'a>),
    #[netlink(command = ETHTOOL_MSG_CHANNELS_NTF)]
    Channels(Channels<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

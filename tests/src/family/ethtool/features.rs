//! Features that a device has, wants, and uses.

use netlink_core::{Attr, Emit, Parse, Stream, Unknown};

use super::{bitset::Bitset, constants::*, header::Header};

/// The features of a device: the bits that [`ETH_SS_FEATURES`] names.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_FEATURES_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct Features<'a> {
    #[nla(ETHTOOL_A_FEATURES_HEADER)]
    pub header: Header<'a>,
    /// What can be switched.
    #[nla(ETHTOOL_A_FEATURES_HW)]
    pub hardware: Option<Bitset<'a>>,
    /// What was requested.
    #[nla(ETHTOOL_A_FEATURES_WANTED)]
    pub wanted: Option<Bitset<'a>>,
    #[nla(ETHTOOL_A_FEATURES_ACTIVE)]
    pub active: Option<Bitset<'a>>,
    /// What cannot be switched, whatever the hardware.
    #[nla(ETHTOOL_A_FEATURES_NOCHANGE)]
    pub never_changed: Option<Bitset<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// [`Features`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_FEATURES_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct FeaturesStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, FeaturesItem<'a>>,
}

/// One attribute of [`Features`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum FeaturesItem<'a> {
    #[nla(ETHTOOL_A_FEATURES_HEADER)]
    Header(Header<'a>),
    #[nla(ETHTOOL_A_FEATURES_HW)]
    Hardware(Bitset<'a>),
    #[nla(ETHTOOL_A_FEATURES_WANTED)]
    Wanted(Bitset<'a>),
    #[nla(ETHTOOL_A_FEATURES_ACTIVE)]
    Active(Bitset<'a>),
    #[nla(ETHTOOL_A_FEATURES_NOCHANGE)]
    NeverChanged(Bitset<'a>),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// The request to switch features.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = ETHTOOL,
    command = ETHTOOL_MSG_FEATURES_SET,
    version = ETHTOOL_GENL_VERSION,
    reply = FeaturesChange<'_>,
)]
pub struct SetFeatures<'a> {
    #[nla(ETHTOOL_A_FEATURES_HEADER)]
    pub header: Header<'a>,
    #[nla(ETHTOOL_A_FEATURES_WANTED)]
    pub wanted: Bitset<'a>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What a change of features came to.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = ETHTOOL,
    command = ETHTOOL_MSG_FEATURES_SET_REPLY,
    version = ETHTOOL_GENL_VERSION,
)]
pub struct FeaturesChange<'a> {
    #[nla(ETHTOOL_A_FEATURES_HEADER)]
    pub header: Header<'a>,
    /// Features whose result differs from the request.
    #[nla(ETHTOOL_A_FEATURES_WANTED)]
    pub wanted: Option<Bitset<'a>>,
    /// What has changed.
    #[nla(ETHTOOL_A_FEATURES_ACTIVE)]
    pub active: Option<Bitset<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

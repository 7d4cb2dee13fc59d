//! Links: how they are attached, at what speed they run, and whether they do.

use netlink_core::{Attr, Emit, Parse, Stream, Unknown};

use super::{bitset::Bitset, constants::*, header::Header};

/// How a device is attached to its link.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_LINKINFO_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct LinkInfo<'a> {
    #[nla(ETHTOOL_A_LINKINFO_HEADER)]
    pub header: Header<'a>,
    #[nla(ETHTOOL_A_LINKINFO_PORT)]
    pub port: Option<Port>,
    #[nla(ETHTOOL_A_LINKINFO_PHYADDR)]
    pub phy_address: Option<u8>,
    /// Whether pairs are crossed.
    #[nla(ETHTOOL_A_LINKINFO_TP_MDIX)]
    pub tp_mdix: Option<u8>,
    #[nla(ETHTOOL_A_LINKINFO_TP_MDIX_CTRL)]
    pub tp_mdix_control: Option<u8>,
    #[nla(ETHTOOL_A_LINKINFO_TRANSCEIVER)]
    pub transceiver: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// [`LinkInfo`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_LINKINFO_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct LinkInfoStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, LinkInfoItem<'a>>,
}

/// One attribute of [`LinkInfo`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum LinkInfoItem<'a> {
    #[nla(ETHTOOL_A_LINKINFO_HEADER)]
    Header(Header<'a>),
    #[nla(ETHTOOL_A_LINKINFO_PORT)]
    Port(Port),
    #[nla(ETHTOOL_A_LINKINFO_PHYADDR)]
    PhyAddress(u8),
    #[nla(ETHTOOL_A_LINKINFO_TP_MDIX)]
    TpMdix(u8),
    #[nla(ETHTOOL_A_LINKINFO_TP_MDIX_CTRL)]
    TpMdixControl(u8),
    #[nla(ETHTOOL_A_LINKINFO_TRANSCEIVER)]
    Transceiver(u8),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// How fast a link is, and how fast it could be.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_LINKMODES_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct LinkModes<'a> {
    #[nla(ETHTOOL_A_LINKMODES_HEADER)]
    pub header: Header<'a>,
    #[nla(ETHTOOL_A_LINKMODES_AUTONEG)]
    pub autonegotiation: Option<u8>,
    /// What we can do, and what of it we offer.
    #[nla(ETHTOOL_A_LINKMODES_OURS)]
    pub ours: Option<Bitset<'a>>,
    /// What the other end offers.
    #[nla(ETHTOOL_A_LINKMODES_PEER)]
    pub peer: Option<Bitset<'a>>,
    /// In Mbit/s; all bits are set if it is unknown.
    #[nla(ETHTOOL_A_LINKMODES_SPEED)]
    pub speed: Option<u32>,
    #[nla(ETHTOOL_A_LINKMODES_DUPLEX)]
    pub duplex: Option<Duplex>,
    #[nla(ETHTOOL_A_LINKMODES_MASTER_SLAVE_CFG)]
    pub master_slave_config: Option<u8>,
    #[nla(ETHTOOL_A_LINKMODES_MASTER_SLAVE_STATE)]
    pub master_slave_state: Option<u8>,
    #[nla(ETHTOOL_A_LINKMODES_LANES)]
    pub lanes: Option<u32>,
    #[nla(ETHTOOL_A_LINKMODES_RATE_MATCHING)]
    pub rate_matching: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// [`LinkModes`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_LINKMODES_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct LinkModesStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, LinkModesItem<'a>>,
}

/// One attribute of [`LinkModes`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum LinkModesItem<'a> {
    #[nla(ETHTOOL_A_LINKMODES_HEADER)]
    Header(Header<'a>),
    #[nla(ETHTOOL_A_LINKMODES_AUTONEG)]
    Autonegotiation(u8),
    #[nla(ETHTOOL_A_LINKMODES_OURS)]
    Ours(Bitset<'a>),
    #[nla(ETHTOOL_A_LINKMODES_PEER)]
    Peer(Bitset<'a>),
    #[nla(ETHTOOL_A_LINKMODES_SPEED)]
    Speed(u32),
    #[nla(ETHTOOL_A_LINKMODES_DUPLEX)]
    Duplex(Duplex),
    #[nla(ETHTOOL_A_LINKMODES_MASTER_SLAVE_CFG)]
    MasterSlaveConfig(u8),
    #[nla(ETHTOOL_A_LINKMODES_MASTER_SLAVE_STATE)]
    MasterSlaveState(u8),
    #[nla(ETHTOOL_A_LINKMODES_LANES)]
    Lanes(u32),
    #[nla(ETHTOOL_A_LINKMODES_RATE_MATCHING)]
    RateMatching(u8),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// Whether a link is up, and why not.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_LINKSTATE_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct LinkState<'a> {
    #[nla(ETHTOOL_A_LINKSTATE_HEADER)]
    pub header: Header<'a>,
    #[nla(ETHTOOL_A_LINKSTATE_LINK)]
    pub link: Option<u8>,
    #[nla(ETHTOOL_A_LINKSTATE_SQI)]
    pub signal_quality: Option<u32>,
    #[nla(ETHTOOL_A_LINKSTATE_SQI_MAX)]
    pub signal_quality_max: Option<u32>,
    #[nla(ETHTOOL_A_LINKSTATE_EXT_STATE)]
    pub extended_state: Option<u8>,
    #[nla(ETHTOOL_A_LINKSTATE_EXT_SUBSTATE)]
    pub extended_substate: Option<u8>,
    #[nla(ETHTOOL_A_LINKSTATE_EXT_DOWN_CNT)]
    pub down_count: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// [`LinkState`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_LINKSTATE_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct LinkStateStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, LinkStateItem<'a>>,
}

/// One attribute of [`LinkState`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum LinkStateItem<'a> {
    #[nla(ETHTOOL_A_LINKSTATE_HEADER)]
    Header(Header<'a>),
    #[nla(ETHTOOL_A_LINKSTATE_LINK)]
    Link(u8),
    #[nla(ETHTOOL_A_LINKSTATE_SQI)]
    SignalQuality(u32),
    #[nla(ETHTOOL_A_LINKSTATE_SQI_MAX)]
    SignalQualityMax(u32),
    #[nla(ETHTOOL_A_LINKSTATE_EXT_STATE)]
    ExtendedState(u8),
    #[nla(ETHTOOL_A_LINKSTATE_EXT_SUBSTATE)]
    ExtendedSubstate(u8),
    #[nla(ETHTOOL_A_LINKSTATE_EXT_DOWN_CNT)]
    DownCount(u32),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// Whether both ends can send at once.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum Duplex {
    Half = DUPLEX_HALF,
    Full = DUPLEX_FULL,
    // Not the last: Rust numbers it after the variant before it, which must not be 255.
    #[netlink(other)]
    Other(u8),
    Unknown = DUPLEX_UNKNOWN,
}

/// The plug.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum Port {
    TwistedPair = PORT_TP,
    Aui = PORT_AUI,
    Mii = PORT_MII,
    Fibre = PORT_FIBRE,
    Bnc = PORT_BNC,
    DirectAttach = PORT_DA,
    None = PORT_NONE,
    // Not the last, as in [`Duplex`].
    #[netlink(other)]
    Other(u8),
    Unspecified = PORT_OTHER,
}

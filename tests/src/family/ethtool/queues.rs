//! Queues of a device: how many there are, and how long their rings.

use netlink_core::{Attr, Emit, Parse, Stream, Unknown};

use super::{constants::*, header::Header};

/// How many channels a device has, and how many it could have.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_CHANNELS_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct Channels<'a> {
    #[nla(ETHTOOL_A_CHANNELS_HEADER)]
    pub header: Header<'a>,
    #[nla(ETHTOOL_A_CHANNELS_RX_MAX)]
    pub rx_max: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_TX_MAX)]
    pub tx_max: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_OTHER_MAX)]
    pub other_max: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_COMBINED_MAX)]
    pub combined_max: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_RX_COUNT)]
    pub rx_count: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_TX_COUNT)]
    pub tx_count: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_OTHER_COUNT)]
    pub other_count: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_COMBINED_COUNT)]
    pub combined_count: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// [`Channels`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_CHANNELS_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct ChannelsStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, ChannelsItem<'a>>,
}

/// One attribute of [`Channels`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum ChannelsItem<'a> {
    #[nla(ETHTOOL_A_CHANNELS_HEADER)]
    Header(Header<'a>),
    #[nla(ETHTOOL_A_CHANNELS_RX_MAX)]
    RxMax(u32),
    #[nla(ETHTOOL_A_CHANNELS_TX_MAX)]
    TxMax(u32),
    #[nla(ETHTOOL_A_CHANNELS_OTHER_MAX)]
    OtherMax(u32),
    #[nla(ETHTOOL_A_CHANNELS_COMBINED_MAX)]
    CombinedMax(u32),
    #[nla(ETHTOOL_A_CHANNELS_RX_COUNT)]
    RxCount(u32),
    #[nla(ETHTOOL_A_CHANNELS_TX_COUNT)]
    TxCount(u32),
    #[nla(ETHTOOL_A_CHANNELS_OTHER_COUNT)]
    OtherCount(u32),
    #[nla(ETHTOOL_A_CHANNELS_COMBINED_COUNT)]
    CombinedCount(u32),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// The request to change the numbers of channels.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = ETHTOOL,
    command = ETHTOOL_MSG_CHANNELS_SET,
    version = ETHTOOL_GENL_VERSION,
)]
pub struct SetChannels<'a> {
    #[nla(ETHTOOL_A_CHANNELS_HEADER)]
    pub header: Header<'a>,
    #[nla(ETHTOOL_A_CHANNELS_RX_COUNT)]
    pub rx_count: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_TX_COUNT)]
    pub tx_count: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_OTHER_COUNT)]
    pub other_count: Option<u32>,
    #[nla(ETHTOOL_A_CHANNELS_COMBINED_COUNT)]
    pub combined_count: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// How long a device's rings are, and how long they could be.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_RINGS_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct Rings<'a> {
    #[nla(ETHTOOL_A_RINGS_HEADER)]
    pub header: Header<'a>,
    #[nla(ETHTOOL_A_RINGS_RX_MAX)]
    pub rx_max: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX_MINI_MAX)]
    pub rx_mini_max: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX_JUMBO_MAX)]
    pub rx_jumbo_max: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_TX_MAX)]
    pub tx_max: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX)]
    pub rx: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX_MINI)]
    pub rx_mini: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX_JUMBO)]
    pub rx_jumbo: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_TX)]
    pub tx: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX_BUF_LEN)]
    pub rx_buf_len: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_TCP_DATA_SPLIT)]
    pub tcp_data_split: Option<TcpDataSplit>,
    #[nla(ETHTOOL_A_RINGS_CQE_SIZE)]
    pub cqe_size: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_TX_PUSH)]
    pub tx_push: Option<u8>,
    #[nla(ETHTOOL_A_RINGS_RX_PUSH)]
    pub rx_push: Option<u8>,
    #[nla(ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN)]
    pub tx_push_buf_len: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN_MAX)]
    pub tx_push_buf_len_max: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_HDS_THRESH)]
    pub hds_thresh: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_HDS_THRESH_MAX)]
    pub hds_thresh_max: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// [`Rings`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_RINGS_GET_REPLY, version = ETHTOOL_GENL_VERSION)]
pub struct RingsStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, RingsItem<'a>>,
}

/// One attribute of [`Rings`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum RingsItem<'a> {
    #[nla(ETHTOOL_A_RINGS_HEADER)]
    Header(Header<'a>),
    #[nla(ETHTOOL_A_RINGS_RX_MAX)]
    RxMax(u32),
    #[nla(ETHTOOL_A_RINGS_RX_MINI_MAX)]
    RxMiniMax(u32),
    #[nla(ETHTOOL_A_RINGS_RX_JUMBO_MAX)]
    RxJumboMax(u32),
    #[nla(ETHTOOL_A_RINGS_TX_MAX)]
    TxMax(u32),
    #[nla(ETHTOOL_A_RINGS_RX)]
    Rx(u32),
    #[nla(ETHTOOL_A_RINGS_RX_MINI)]
    RxMini(u32),
    #[nla(ETHTOOL_A_RINGS_RX_JUMBO)]
    RxJumbo(u32),
    #[nla(ETHTOOL_A_RINGS_TX)]
    Tx(u32),
    #[nla(ETHTOOL_A_RINGS_RX_BUF_LEN)]
    RxBufLen(u32),
    #[nla(ETHTOOL_A_RINGS_TCP_DATA_SPLIT)]
    TcpDataSplit(TcpDataSplit),
    #[nla(ETHTOOL_A_RINGS_CQE_SIZE)]
    CqeSize(u32),
    #[nla(ETHTOOL_A_RINGS_TX_PUSH)]
    TxPush(u8),
    #[nla(ETHTOOL_A_RINGS_RX_PUSH)]
    RxPush(u8),
    #[nla(ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN)]
    TxPushBufLen(u32),
    #[nla(ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN_MAX)]
    TxPushBufLenMax(u32),
    #[nla(ETHTOOL_A_RINGS_HDS_THRESH)]
    HdsThresh(u32),
    #[nla(ETHTOOL_A_RINGS_HDS_THRESH_MAX)]
    HdsThreshMax(u32),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// The request to change rings. A kernel sends more than it accepts, so these rules are
/// not those of [`Rings`].
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = ETHTOOL, command = ETHTOOL_MSG_RINGS_SET, version = ETHTOOL_GENL_VERSION)]
pub struct SetRings<'a> {
    #[nla(ETHTOOL_A_RINGS_HEADER)]
    pub header: Header<'a>,
    #[nla(ETHTOOL_A_RINGS_RX)]
    pub rx: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX_MINI)]
    pub rx_mini: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX_JUMBO)]
    pub rx_jumbo: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_TX)]
    pub tx: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_RX_BUF_LEN, range = 1..)]
    pub rx_buf_len: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_TCP_DATA_SPLIT, range = ..=ETHTOOL_TCP_DATA_SPLIT_ENABLED)]
    pub tcp_data_split: Option<TcpDataSplit>,
    #[nla(ETHTOOL_A_RINGS_CQE_SIZE, range = 1..)]
    pub cqe_size: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_TX_PUSH, range = ..=1)]
    pub tx_push: Option<u8>,
    #[nla(ETHTOOL_A_RINGS_RX_PUSH, range = ..=1)]
    pub rx_push: Option<u8>,
    #[nla(ETHTOOL_A_RINGS_TX_PUSH_BUF_LEN)]
    pub tx_push_buf_len: Option<u32>,
    #[nla(ETHTOOL_A_RINGS_HDS_THRESH)]
    pub hds_thresh: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Whether headers and data of TCP go to buffers of their own.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum TcpDataSplit {
    Unknown = ETHTOOL_TCP_DATA_SPLIT_UNKNOWN,
    Disabled = ETHTOOL_TCP_DATA_SPLIT_DISABLED,
    Enabled = ETHTOOL_TCP_DATA_SPLIT_ENABLED,
    #[netlink(other)]
    Other(u8),
}

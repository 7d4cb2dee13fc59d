//! Devices, and what of XDP they can do.

use netlink_core::{Attr, Emit, Parse, RawMessage, Stream, Unknown};

use super::{PagePool, constants::*};

/// The request for one device; without an index, to dump all.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_DEV_GET,
    version = NETDEV_FAMILY_VERSION,
    reply = Device<'_>,
)]
pub struct GetDevice<'a> {
    #[nla(NETDEV_A_DEV_IFINDEX, range = 1..)]
    pub ifindex: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A device.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_DEV_GET,
    version = NETDEV_FAMILY_VERSION,
)]
pub struct Device<'a> {
    #[nla(NETDEV_A_DEV_IFINDEX, range = 1..)]
    pub ifindex: u32,
    #[nla(NETDEV_A_DEV_XDP_FEATURES)]
    pub xdp_features: Option<u64>,
    #[nla(NETDEV_A_DEV_XDP_ZC_MAX_SEGS, range = 1..)]
    pub xdp_zc_max_segs: Option<u32>,
    #[nla(NETDEV_A_DEV_XDP_RX_METADATA_FEATURES)]
    pub xdp_rx_metadata_features: Option<u64>,
    #[nla(NETDEV_A_DEV_XSK_FEATURES)]
    pub xsk_features: Option<u64>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// [`Device`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = NETDEV, command = NETDEV_CMD_DEV_GET, version = NETDEV_FAMILY_VERSION)]
pub struct DeviceStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, DeviceItem<'a>>,
}

/// One attribute of [`Device`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum DeviceItem<'a> {
    #[nla(NETDEV_A_DEV_IFINDEX)]
    Ifindex(u32),
    #[nla(NETDEV_A_DEV_XDP_FEATURES)]
    XdpFeatures(u64),
    #[nla(NETDEV_A_DEV_XDP_ZC_MAX_SEGS)]
    XdpZcMaxSegs(u32),
    #[nla(NETDEV_A_DEV_XDP_RX_METADATA_FEATURES)]
    XdpRxMetadataFeatures(u64),
    #[nla(NETDEV_A_DEV_XSK_FEATURES)]
    XskFeatures(u64),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// A device or a page pool that has come, gone or changed: what the groups tell.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(family = NETDEV, version = NETDEV_FAMILY_VERSION)]
pub enum Event<'a> {
    #[netlink(command = NETDEV_CMD_DEV_ADD_NTF)]
    NewDevice(Device<'a>),
    #[netlink(command = NETDEV_CMD_DEV_DEL_NTF)]
    DeletedDevice(Device<'a>),
    #[netlink(command = NETDEV_CMD_DEV_CHANGE_NTF)]
    ChangedDevice(Device<'a>),
    #[netlink(command = NETDEV_CMD_PAGE_POOL_ADD_NTF)]
    NewPagePool(PagePool<'a>),
    #[netlink(command = NETDEV_CMD_PAGE_POOL_DEL_NTF)]
    DeletedPagePool(PagePool<'a>),
    #[netlink(command = NETDEV_CMD_PAGE_POOL_CHANGE_NTF)]
    ChangedPagePool(PagePool<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

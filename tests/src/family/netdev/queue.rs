//! Queues of devices, their counters, and their NAPI instances.

use netlink_core::{Attr, Emit, Parse, Repeated, Stream, Uint, Unknown};

use super::{IoUring, constants::*};

/// The request for one queue, or to dump those of a device or all.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_QUEUE_GET,
    version = NETDEV_FAMILY_VERSION,
    reply = Queue<'_>,
)]
pub struct GetQueue<'a> {
    #[nla(NETDEV_A_QUEUE_ID)]
    pub id: Option<u32>,
    #[nla(NETDEV_A_QUEUE_IFINDEX, range = 1..)]
    pub ifindex: Option<u32>,
    #[nla(NETDEV_A_QUEUE_TYPE, emit(range = ..=NETDEV_QUEUE_TYPE_TX))]
    pub ty: Option<QueueType>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A queue.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_QUEUE_GET,
    version = NETDEV_FAMILY_VERSION,
)]
pub struct Queue<'a> {
    #[nla(NETDEV_A_QUEUE_ID)]
    pub id: u32,
    #[nla(NETDEV_A_QUEUE_IFINDEX, range = 1..)]
    pub ifindex: u32,
    #[nla(NETDEV_A_QUEUE_TYPE)]
    pub ty: QueueType,
    #[nla(NETDEV_A_QUEUE_NAPI_ID)]
    pub napi_id: Option<u32>,
    #[nla(NETDEV_A_QUEUE_DMABUF)]
    pub dmabuf: Option<u32>,
    #[nla(NETDEV_A_QUEUE_IO_URING)]
    pub io_uring: Option<IoUring<'a>>,
    #[nla(NETDEV_A_QUEUE_XSK)]
    pub xsk: Option<Xsk<'a>>,
    #[nla(NETDEV_A_QUEUE_LEASE)]
    pub lease: Option<Lease<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// [`Queue`], attribute by attribute.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = NETDEV, command = NETDEV_CMD_QUEUE_GET, version = NETDEV_FAMILY_VERSION)]
pub struct QueueStream<'a> {
    #[netlink(stream)]
    pub attrs: Stream<'a, QueueItem<'a>>,
}

/// One attribute of [`Queue`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum QueueItem<'a> {
    #[nla(NETDEV_A_QUEUE_ID)]
    Id(u32),
    #[nla(NETDEV_A_QUEUE_IFINDEX)]
    Ifindex(u32),
    #[nla(NETDEV_A_QUEUE_TYPE)]
    Type(QueueType),
    #[nla(NETDEV_A_QUEUE_NAPI_ID)]
    NapiId(u32),
    #[nla(NETDEV_A_QUEUE_DMABUF)]
    Dmabuf(u32),
    #[nla(NETDEV_A_QUEUE_IO_URING)]
    IoUring(IoUring<'a>),
    #[nla(NETDEV_A_QUEUE_XSK)]
    Xsk(Xsk<'a>),
    #[nla(NETDEV_A_QUEUE_LEASE)]
    Lease(Lease<'a>),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// Whether packets come or go through a queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
pub enum QueueType {
    Receive = NETDEV_QUEUE_TYPE_RX,
    Send = NETDEV_QUEUE_TYPE_TX,
    #[netlink(other)]
    Other(u32),
}

/// A program has taken the queue for AF_XDP. Nothing is known of that yet.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Xsk<'a> {
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The queue of another device to which this one belongs.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Lease<'a> {
    #[nla(NETDEV_A_LEASE_IFINDEX, range = 1..)]
    pub ifindex: Option<u32>,
    #[nla(NETDEV_A_LEASE_QUEUE)]
    pub queue: Option<QueueId<'a>>,
    #[nla(NETDEV_A_LEASE_NETNS_ID, range = 0..)]
    pub netns_id: Option<i32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A queue within a device.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct QueueId<'a> {
    #[nla(NETDEV_A_QUEUE_ID)]
    pub id: Option<u32>,
    #[nla(NETDEV_A_QUEUE_TYPE, emit(range = ..=NETDEV_QUEUE_TYPE_TX))]
    pub ty: Option<QueueType>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to bind memory of another device to queues of this one.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_BIND_RX,
    version = NETDEV_FAMILY_VERSION,
    reply = Binding<'_>,
)]
pub struct BindReceive<'a> {
    #[nla(NETDEV_A_DMABUF_IFINDEX, range = 1..)]
    pub ifindex: u32,
    #[nla(NETDEV_A_DMABUF_QUEUES)]
    pub queues: Repeated<'a, QueueId<'a>>,
    #[nla(NETDEV_A_DMABUF_FD)]
    pub fd: u32,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The number of a binding.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(family = NETDEV, command = NETDEV_CMD_BIND_RX, version = NETDEV_FAMILY_VERSION)]
pub struct Binding<'a> {
    #[nla(NETDEV_A_DMABUF_ID, range = 1..)]
    pub id: u32,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for statistics, of one device or of all.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_QSTATS_GET,
    version = NETDEV_FAMILY_VERSION,
    reply = QueueStats<'_>,
)]
pub struct GetQueueStats<'a> {
    #[nla(NETDEV_A_QSTATS_IFINDEX, range = 1..)]
    pub ifindex: Option<u32>,
    #[nla(NETDEV_A_QSTATS_SCOPE, mask = NETDEV_QSTATS_SCOPE_QUEUE)]
    pub scope: Option<Uint>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What went through a device or through one of its queues.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_QSTATS_GET,
    version = NETDEV_FAMILY_VERSION,
)]
pub struct QueueStats<'a> {
    #[nla(NETDEV_A_QSTATS_IFINDEX)]
    pub ifindex: Option<u32>,
    #[nla(NETDEV_A_QSTATS_QUEUE_TYPE)]
    pub queue_type: Option<QueueType>,
    #[nla(NETDEV_A_QSTATS_QUEUE_ID)]
    pub queue_id: Option<u32>,
    #[nla(NETDEV_A_QSTATS_SCOPE)]
    pub scope: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_PACKETS)]
    pub rx_packets: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_BYTES)]
    pub rx_bytes: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_PACKETS)]
    pub tx_packets: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_BYTES)]
    pub tx_bytes: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_ALLOC_FAIL)]
    pub rx_alloc_fail: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_HW_DROPS)]
    pub rx_hw_drops: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_HW_DROP_OVERRUNS)]
    pub rx_hw_drop_overruns: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_CSUM_COMPLETE)]
    pub rx_csum_complete: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_CSUM_UNNECESSARY)]
    pub rx_csum_unnecessary: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_CSUM_NONE)]
    pub rx_csum_none: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_CSUM_BAD)]
    pub rx_csum_bad: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_HW_GRO_PACKETS)]
    pub rx_hw_gro_packets: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_HW_GRO_BYTES)]
    pub rx_hw_gro_bytes: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_HW_GRO_WIRE_PACKETS)]
    pub rx_hw_gro_wire_packets: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_HW_GRO_WIRE_BYTES)]
    pub rx_hw_gro_wire_bytes: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_RX_HW_DROP_RATELIMITS)]
    pub rx_hw_drop_ratelimits: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_HW_DROPS)]
    pub tx_hw_drops: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_HW_DROP_ERRORS)]
    pub tx_hw_drop_errors: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_CSUM_NONE)]
    pub tx_csum_none: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_NEEDS_CSUM)]
    pub tx_needs_csum: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_HW_GSO_PACKETS)]
    pub tx_hw_gso_packets: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_HW_GSO_BYTES)]
    pub tx_hw_gso_bytes: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_HW_GSO_WIRE_PACKETS)]
    pub tx_hw_gso_wire_packets: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_HW_GSO_WIRE_BYTES)]
    pub tx_hw_gso_wire_bytes: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_HW_DROP_RATELIMITS)]
    pub tx_hw_drop_ratelimits: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_STOP)]
    pub tx_stop: Option<Uint>,
    #[nla(NETDEV_A_QSTATS_TX_WAKE)]
    pub tx_wake: Option<Uint>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

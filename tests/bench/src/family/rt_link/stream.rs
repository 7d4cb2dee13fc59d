//! The attributes of a link one by one, in the order in which they stand.

use core::ffi::CStr;

use netlink_core::{Attr, Emit, Parse, Stream, Uint};

use super::{constants::*, *};

/// A network interface as a stream of its attributes.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = RTM_NEWLINK)]
pub struct LinkStream<'a> {
    #[netlink(header)]
    pub info: IfInfoMsg,
    #[netlink(stream)]
    pub attrs: Stream<'a, LinkAttr<'a>>,
}

/// One attribute of a link.
///
/// Attributes whose type depends on the header or on another attribute are bytes, because an item is parsed alone.
#[derive(Clone, Debug, Parse, Emit)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each attribute")]
pub enum LinkAttr<'a> {
    #[nla(IFLA_ADDRESS, len = ..=MAX_ADDR_LEN)]
    Address(&'a [u8]),
    #[nla(IFLA_BROADCAST, len = ..=MAX_ADDR_LEN)]
    Broadcast(&'a [u8]),
    #[nla(IFLA_IFNAME, len = ..=15)]
    Name(&'a CStr),
    #[nla(IFLA_MTU)]
    Mtu(u32),
    #[nla(IFLA_LINK)]
    Link(u32),
    #[nla(IFLA_QDISC)]
    Qdisc(&'a CStr),
    #[nla(IFLA_STATS)]
    Stats(&'a LinkStats),
    #[nla(IFLA_MASTER)]
    Master(u32),
    #[nla(IFLA_WIRELESS)]
    Wireless(&'a [u8]),
    #[nla(IFLA_PROTINFO)]
    ProtocolInfo(&'a [u8]),
    #[nla(IFLA_TXQLEN)]
    TxQueueLen(u32),
    #[nla(IFLA_MAP)]
    Map(&'a LinkMap),
    #[nla(IFLA_WEIGHT)]
    Weight(u32),
    #[nla(IFLA_OPERSTATE)]
    OperState(u8),
    #[nla(IFLA_LINKMODE)]
    LinkMode(u8),
    #[nla(IFLA_LINKINFO)]
    LinkInfo(LinkInfo<'a>),
    #[nla(IFLA_NET_NS_PID)]
    NetnsPid(u32),
    #[nla(IFLA_IFALIAS, len = ..=255)]
    Alias(&'a CStr),
    #[nla(IFLA_NUM_VF)]
    NumVf(u32),
    #[nla(IFLA_VFINFO_LIST)]
    VirtualFunctions(virtual_function::List<'a>),
    #[nla(IFLA_STATS64)]
    Stats64(&'a LinkStats64),
    #[nla(IFLA_VF_PORTS)]
    VfPorts(virtual_function::Ports<'a>),
    #[nla(IFLA_PORT_SELF)]
    PortSelf(virtual_function::Port<'a>),
    #[nla(IFLA_AF_SPEC)]
    AfSpec(&'a [u8]),
    #[nla(IFLA_GROUP)]
    Group(u32),
    #[nla(IFLA_NET_NS_FD)]
    NetnsFd(u32),
    #[nla(IFLA_EXT_MASK)]
    ExtMask(u32),
    #[nla(IFLA_PROMISCUITY)]
    Promiscuity(u32),
    #[nla(IFLA_NUM_TX_QUEUES)]
    NumTxQueues(u32),
    #[nla(IFLA_NUM_RX_QUEUES)]
    NumRxQueues(u32),
    #[nla(IFLA_CARRIER)]
    Carrier(u8),
    #[nla(IFLA_PHYS_PORT_ID)]
    PhysPortId(&'a [u8]),
    #[nla(IFLA_CARRIER_CHANGES)]
    CarrierChanges(u32),
    #[nla(IFLA_PHYS_SWITCH_ID)]
    PhysSwitchId(&'a [u8]),
    #[nla(IFLA_LINK_NETNSID)]
    LinkNetnsid(i32),
    #[nla(IFLA_PHYS_PORT_NAME)]
    PhysPortName(&'a CStr),
    #[nla(IFLA_PROTO_DOWN)]
    ProtoDown(u8),
    #[nla(IFLA_GSO_MAX_SEGS)]
    GsoMaxSegs(u32),
    #[nla(IFLA_GSO_MAX_SIZE)]
    GsoMaxSize(u32),
    #[nla(IFLA_XDP)]
    Xdp(Xdp<'a>),
    #[nla(IFLA_EVENT)]
    Event(u32),
    #[nla(IFLA_NEW_NETNSID)]
    NewNetnsid(i32),
    #[nla(IFLA_TARGET_NETNSID)]
    TargetNetnsid(i32),
    #[nla(IFLA_CARRIER_UP_COUNT)]
    CarrierUpCount(u32),
    #[nla(IFLA_CARRIER_DOWN_COUNT)]
    CarrierDownCount(u32),
    #[nla(IFLA_NEW_IFINDEX)]
    NewIfindex(i32),
    #[nla(IFLA_MIN_MTU)]
    MinMtu(u32),
    #[nla(IFLA_MAX_MTU)]
    MaxMtu(u32),
    #[nla(IFLA_PROP_LIST)]
    Properties(Properties<'a>),
    #[nla(IFLA_PERM_ADDRESS)]
    PermAddress(&'a [u8]),
    #[nla(IFLA_PROTO_DOWN_REASON)]
    ProtoDownReason(ProtoDownReason<'a>),
    #[nla(IFLA_PARENT_DEV_NAME)]
    ParentDevName(&'a CStr),
    #[nla(IFLA_PARENT_DEV_BUS_NAME)]
    ParentDevBusName(&'a CStr),
    #[nla(IFLA_GRO_MAX_SIZE)]
    GroMaxSize(u32),
    #[nla(IFLA_TSO_MAX_SIZE)]
    TsoMaxSize(u32),
    #[nla(IFLA_TSO_MAX_SEGS)]
    TsoMaxSegs(u32),
    #[nla(IFLA_ALLMULTI)]
    Allmulti(u32),
    #[nla(IFLA_DEVLINK_PORT)]
    DevlinkPort(DevlinkPort<'a>),
    #[nla(IFLA_GSO_IPV4_MAX_SIZE)]
    GsoIpv4MaxSize(u32),
    #[nla(IFLA_GRO_IPV4_MAX_SIZE)]
    GroIpv4MaxSize(u32),
    #[nla(IFLA_DPLL_PIN)]
    DpllPin(DpllPin<'a>),
    #[nla(IFLA_MAX_PACING_OFFLOAD_HORIZON)]
    MaxPacingOffloadHorizon(Uint),
    #[nla(IFLA_NETNS_IMMUTABLE)]
    NetnsImmutable(u8),
    #[nla(IFLA_HEADROOM)]
    Headroom(u16),
    #[nla(IFLA_TAILROOM)]
    Tailroom(u16),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

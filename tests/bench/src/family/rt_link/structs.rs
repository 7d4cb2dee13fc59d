//! C structures, with the names that they and their members have in the kernel's headers.

use core::fmt;

use netlink_core::{Emit, Parse};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// A C structure as the headers should have it.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    pub name: &'static str,
    pub size: usize,
    /// Each member with its offset.
    pub members: &'static [(&'static str, usize)],
}

/// Defines structures that can be borrowed from anywhere in a message, and lists their layouts.
macro_rules! structs {
    ($($(#[$doc:meta])* $name:ident = $c_name:literal { $($field:ident: $ty:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(
                Clone, Copy, Debug, Eq, PartialEq,
                FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
            )]
            #[repr(C, packed)]
            pub struct $name {
                $(pub $field: $ty,)*
            }
        )*

        /// What the headers should say of these structures.
        pub const LAYOUTS: &[Layout] = &[$(
            Layout {
                name: $c_name,
                size: size_of::<$name>(),
                members: &[$((stringify!($field), core::mem::offset_of!($name, $field))),*],
            }
        ),*];
    };
}

/// Gaps at the end of a C structure that starts with a 64-bit integer.
const fn gap(len: usize) -> usize {
    len.next_multiple_of(align_of::<u64>()) - len
}

/// The fixed header of all messages about links.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct IfInfoMsg {
    pub family: u8,
    pub pad: u8,
    pub ty: u16,
    pub index: i32,
    pub flags: LinkFlags,
    /// Which of the flags a request changes.
    pub change: LinkFlags,
}

/// What a link is and does: `IFF_*` of `linux/if.h`.
#[derive(
    Clone, Copy, Default, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout, Parse, Emit,
)]
#[netlink(flags(
    UP = 1 << 0,
    BROADCAST = 1 << 1,
    DEBUG = 1 << 2,
    LOOPBACK = 1 << 3,
    POINTOPOINT = 1 << 4,
    NOTRAILERS = 1 << 5,
    RUNNING = 1 << 6,
    NOARP = 1 << 7,
    PROMISC = 1 << 8,
    ALLMULTI = 1 << 9,
    MASTER = 1 << 10,
    SLAVE = 1 << 11,
    MULTICAST = 1 << 12,
    PORTSEL = 1 << 13,
    AUTOMEDIA = 1 << 14,
    DYNAMIC = 1 << 15,
    LOWER_UP = 1 << 16,
    DORMANT = 1 << 17,
    ECHO = 1 << 18,
))]
#[repr(transparent)]
pub struct LinkFlags(pub u32);

impl fmt::Debug for LinkFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", <Self as Parse<'_>>::PARSE_ATTR.display_flags(self.0.into()))
    }
}

/// What the headers should say of [`IfInfoMsg`]. Its own names do without the prefix.
pub const IF_INFO_MSG: Layout = Layout {
    name: "ifinfomsg",
    size: size_of::<IfInfoMsg>(),
    members: &[
        ("ifi_family", core::mem::offset_of!(IfInfoMsg, family)),
        ("ifi_type", core::mem::offset_of!(IfInfoMsg, ty)),
        ("ifi_index", core::mem::offset_of!(IfInfoMsg, index)),
        ("ifi_flags", core::mem::offset_of!(IfInfoMsg, flags)),
        ("ifi_change", core::mem::offset_of!(IfInfoMsg, change)),
    ],
};

structs! {
    /// What went through a link, in numbers that wrap early.
    LinkStats = "rtnl_link_stats" {
        rx_packets: u32,
        tx_packets: u32,
        rx_bytes: u32,
        tx_bytes: u32,
        rx_errors: u32,
        tx_errors: u32,
        rx_dropped: u32,
        tx_dropped: u32,
        multicast: u32,
        collisions: u32,
        rx_length_errors: u32,
        rx_over_errors: u32,
        rx_crc_errors: u32,
        rx_frame_errors: u32,
        rx_fifo_errors: u32,
        rx_missed_errors: u32,
        tx_aborted_errors: u32,
        tx_carrier_errors: u32,
        tx_fifo_errors: u32,
        tx_heartbeat_errors: u32,
        tx_window_errors: u32,
        rx_compressed: u32,
        tx_compressed: u32,
        rx_nohandler: u32,
    }

    /// What went through a link.
    LinkStats64 = "rtnl_link_stats64" {
        rx_packets: u64,
        tx_packets: u64,
        rx_bytes: u64,
        tx_bytes: u64,
        rx_errors: u64,
        tx_errors: u64,
        rx_dropped: u64,
        tx_dropped: u64,
        multicast: u64,
        collisions: u64,
        rx_length_errors: u64,
        rx_over_errors: u64,
        rx_crc_errors: u64,
        rx_frame_errors: u64,
        rx_fifo_errors: u64,
        rx_missed_errors: u64,
        tx_aborted_errors: u64,
        tx_carrier_errors: u64,
        tx_fifo_errors: u64,
        tx_heartbeat_errors: u64,
        tx_window_errors: u64,
        rx_compressed: u64,
        tx_compressed: u64,
        rx_nohandler: u64,
        rx_otherhost_dropped: u64,
    }

    /// Where a card's memory and ports are.
    LinkMap = "rtnl_link_ifmap" {
        mem_start: u64,
        mem_end: u64,
        base_addr: u64,
        irq: u16,
        dma: u8,
        port: u8,
        gap: [u8; gap(28)],
    }

    /// Times of IPv6 on a link.
    CacheInfo = "ifla_cacheinfo" {
        max_reasm_len: u32,
        tstamp: u32,
        reachable_time: u32,
        retrans_time: u32,
    }

    /// The identifier of a bridge in the spanning tree.
    BridgeId = "ifla_bridge_id" {
        prio: [u8; 2],
        addr: [u8; 6],
    }

    /// Switches of a bridge, and which of them count.
    BoolOptions = "br_boolopt_multi" {
        optval: u32,
        optmask: u32,
    }

    /// A VLAN of a bridge.
    BridgeVlanInfo = "bridge_vlan_info" {
        flags: u16,
        vid: u16,
    }

    /// Switches of a vlan, and which of them count.
    VlanFlags = "ifla_vlan_flags" {
        flags: u32,
        mask: u32,
    }

    /// A priority, and the one that it becomes.
    VlanQosMapping = "ifla_vlan_qos_mapping" {
        from: u32,
        to: u32,
    }

    /// Source ports of a vxlan, in network byte order.
    VxlanPortRange = "ifla_vxlan_port_range" {
        low: [u8; 2],
        high: [u8; 2],
    }

    /// The address of a virtual function.
    VfMac = "ifla_vf_mac" {
        vf: u32,
        mac: [u8; 32],
    }

    /// The VLAN of a virtual function.
    VfVlan = "ifla_vf_vlan" {
        vf: u32,
        vlan: u32,
        qos: u32,
    }

    /// A VLAN of a virtual function, with its protocol in network byte order.
    VfVlanInfo = "ifla_vf_vlan_info" {
        vf: u32,
        vlan: u32,
        qos: u32,
        vlan_proto: [u8; 2],
        gap: [u8; 2],
    }

    /// One number that is set for a virtual function: rates and switches.
    VfSetting = "ifla_vf_trust" {
        vf: u32,
        setting: u32,
    }

    /// How fast a virtual function may send.
    VfRate = "ifla_vf_rate" {
        vf: u32,
        min_tx_rate: u32,
        max_tx_rate: u32,
    }

    /// A name of a virtual function in the whole world.
    VfGuid = "ifla_vf_guid" {
        vf: u32,
        gap: [u8; gap(4)],
        guid: u64,
    }
}

#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![allow(
    clippy::large_enum_variant,
    reason = "parsed values are short-lived, and nothing is allocated"
)]
// Fields and constants have the kernel's names and meaning; the kernel documents them.

#[macro_use]
mod macros;
mod flexible;
mod ip;
pub mod layout;
pub mod registry;
#[cfg(any(feature = "inet-diag", feature = "unix-diag", feature = "vsock-diag"))]
mod shutdown;
#[cfg(feature = "audit")]
mod text;

pub use flexible::Flexible;
pub use ip::Ip;
pub use netlink_core::value::{NlaStr, Struct};
#[cfg(feature = "visit")]
pub use registry::Visitor;
pub use registry::{FAMILIES, Family, Group, Modes, Operation, structure};
#[cfg(feature = "audit")]
pub use text::Text;

/// Declares the modules that several families share, and lists their structures.
macro_rules! shared {
    ($($module:ident: $($feature:literal)+;)*) => {
        $(
            #[cfg(any($(feature = $feature),+))]
            mod $module;
        )*

        /// The structures that several families have.
        const SHARED: &[&[layout::Structure]] = &[
            $(
                #[cfg(any($(feature = $feature),+))]
                $module::STRUCTURES,
            )*
            #[cfg(feature = "ovs-flow")]
            ovs_flow::MaskedU32::AND_OTHERS,
        ];
    };
}

shared! {
    nfnetlink: "conntrack-exp" "cthelper" "cttimeout" "ipset" "nfacct" "nflog" "nfqueue";
    sock_diag: "inet-diag" "netlink-diag" "packet-diag" "unix-diag" "xdp-diag";
}

/// Declares the module of each family, and lists their tables.
macro_rules! families {
    ($($feature:literal $module:ident,)*) => {
        $(
            #[cfg(feature = $feature)]
            pub mod $module;
        )*

        /// The tables of all families that are compiled in.
        pub(crate) const ALL: &[&Family] = &[$(
            #[cfg(feature = $feature)]
            &$module::FAMILY,
        )*];

        /// Calls a visitor with each message type of all families that are compiled in.
        #[cfg(feature = "visit")]
        pub fn visit<V: Visitor>(visitor: &mut V) {
            let _ = &visitor;
            $(
                #[cfg(feature = $feature)]
                $module::visit(visitor);
            )*
        }
    };
}

families! {
    // Generated from the kernel's specifications.
    "binder" binder,
    "conntrack" conntrack,
    "dev-energymodel" dev_energymodel,
    "devlink" devlink,
    "dpll" dpll,
    "drm-ras" drm_ras,
    "ethtool" ethtool,
    "fou" fou,
    "handshake" handshake,
    "lockd" lockd,
    "mptcp-pm" mptcp_pm,
    "net-shaper" net_shaper,
    "netdev" netdev,
    "nfsd" nfsd,
    "nftables" nftables,
    "nl80211" nl80211,
    "nlctrl" nlctrl,
    "ovpn" ovpn,
    "ovs-datapath" ovs_datapath,
    "ovs-flow" ovs_flow,
    "ovs-packet" ovs_packet,
    "ovs-vport" ovs_vport,
    "psp" psp,
    "rt-addr" rt_addr,
    "rt-link" rt_link,
    "rt-neigh" rt_neigh,
    "rt-route" rt_route,
    "rt-rule" rt_rule,
    "sunrpc" sunrpc,
    "tc" tc,
    "tcp-metrics" tcp_metrics,
    "team" team,
    "wireguard" wireguard,
    // Written by hand: these have no specification.
    "audit" audit,
    "conntrack-exp" conntrack_exp,
    "cthelper" cthelper,
    "cttimeout" cttimeout,
    "dcb" dcb,
    "inet-diag" inet_diag,
    "ipset" ipset,
    "netlink-diag" netlink_diag,
    "nfacct" nfacct,
    "nflog" nflog,
    "nfqueue" nfqueue,
    "packet-diag" packet_diag,
    "proc-connector" proc_connector,
    "rt-addrlabel" rt_addrlabel,
    "rt-mdb" rt_mdb,
    "rt-netconf" rt_netconf,
    "rt-nexthop" rt_nexthop,
    "rt-nsid" rt_nsid,
    "rt-prefix" rt_prefix,
    "rt-stats" rt_stats,
    "rt-tunnel" rt_tunnel,
    "rt-vlan" rt_vlan,
    "smc-diag" smc_diag,
    "taskstats" taskstats,
    "uevent" uevent,
    "unix-diag" unix_diag,
    "vsock-diag" vsock_diag,
    "xdp-diag" xdp_diag,
    "xfrm" xfrm,
}

//! Numbers of attributes, flags and values, against the constants of the system's headers.
//!
//! Fields and constants have the kernel's names without the prefix that their set has in the header, so a prefix says
//! all names of a set. What is named otherwise is listed.

use std::fmt::Debug;

use netlink_core::{AttrPolicy, Parse, ParseSet};
use netlink_tests::{or_skip, partly_skip, uapi};

/// C names with our numbers.
type Names = Vec<(String, i128)>;

/// The attributes of a set.
fn attrs<'a, T: ParseSet<'a>>(prefix: &str, others: &[(&str, &str)]) -> Names {
    let attrs = T::PARSE_POLICY.attrs().map(|attr| (attr.name(), i128::from(attr.ty())));
    named(prefix, attrs, others)
}

/// The flags of a newtype, or the values of an enum.
fn values<'a, T: Parse<'a>>(prefix: &str, others: &[(&str, &str)]) -> Names {
    let policy: AttrPolicy = T::PARSE_ATTR;
    let names = policy.names().iter().map(|name| (name.name, name.value));
    named(prefix, names, others)
}

/// The values of an integer in a structure: those that `Debug` shows by name.
fn members<T: Debug>(prefix: &str, of: fn(u8) -> T, others: &[(&str, &str)]) -> Names {
    let shown: Vec<(String, i128)> = (0..=u8::MAX)
        .map(|value| (format!("{:?}", of(value)), i128::from(value)))
        .filter(|(name, _)| name.parse::<u8>().is_err())
        .collect();
    named(prefix, shown.iter().map(|(name, value)| (&name[..], *value)), others)
}

fn named<'n>(
    prefix: &str,
    names: impl Iterator<Item = (&'n str, i128)>,
    others: &[(&str, &str)],
) -> Names {
    let names =
        names.filter_map(|(name, value)| match others.iter().find(|(ours, _)| *ours == name) {
            Some((_, "")) => None,
            Some((_, theirs)) => Some(((*theirs).to_owned(), value)),
            None => Some((format!("{prefix}{}", screaming(name)), value)),
        });
    let names: Names = names.collect();
    assert!(!names.is_empty(), "no names with {prefix}");
    names
}

/// `TempQuery` and `temp_query` are `TEMP_QUERY`.
fn screaming(name: &str) -> String {
    let mut screaming = String::new();
    let mut before = '_';
    for character in name.trim_end_matches('_').replace('-', "_").chars() {
        if character.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            screaming.push('_');
        }
        before = character;
        screaming.extend(character.to_uppercase());
    }
    screaming
}

/// The multicast groups of a family.
fn groups(family: &netlink_families::Family, prefix: &str) -> Names {
    let groups = family.groups.iter();
    let groups = groups.map(|group| (group.name, group.number.expect("a number").into()));
    named(prefix, groups, &[])
}

fn same(headers: &[&str], names: &[Names]) {
    let names: Vec<(&str, i128)> =
        names.iter().flatten().map(|(name, value)| (&name[..], *value)).collect();
    let values = or_skip!(uapi::same(headers, &names));
    if let Err(skip) = values.all_present() {
        partly_skip!(skip);
    }
}

#[test]
fn inet_diag_is_numbered_as_in_the_headers() {
    use netlink_families::inet_diag::*;
    same(
        &["netinet/in.h", "linux/inet_diag.h", "linux/sock_diag.h", "linux/tls.h", "linux/mptcp.h"],
        &[
            attrs::<GetSocket<'_>>("INET_DIAG_REQ_", &[]),
            attrs::<Socket<'_>>("INET_DIAG_", &[]),
            attrs::<StorageRequest<'_>>("SK_DIAG_BPF_STORAGE_REQ_", &[]),
            attrs::<Storages<'_>>("SK_DIAG_BPF_", &[]),
            attrs::<Storage<'_>>("SK_DIAG_BPF_STORAGE_", &[]),
            attrs::<UlpInfo<'_>>("INET_ULP_INFO_", &[]),
            attrs::<TlsInfo<'_>>("TLS_INFO_", &[]),
            attrs::<MptcpSubflow<'_>>("MPTCP_SUBFLOW_ATTR_", &[]),
            values::<TlsConf>("TLS_CONF_", &[]),
            values::<SubflowFlags>("MPTCP_SUBFLOW_FLAG_", &[]),
        ],
    );
    let bits = |attribute: &str| format!("1 << (INET_DIAG_{attribute} - 1)");
    let extensions = <Extensions as Parse<'_>>::PARSE_ATTR.names().iter();
    same(&["linux/inet_diag.h"], &[extensions.map(|name| (bits(name.name), name.value)).collect()]);
    let states = <States as Parse<'_>>::PARSE_ATTR.names().iter().filter(|name| name.name != "ALL");
    same(
        &["netinet/tcp.h"],
        &[states.map(|name| (format!("1 << TCP_{}", name.name), name.value)).collect()],
    );
}

#[test]
fn unix_diag_is_numbered_as_in_the_headers() {
    use netlink_families::unix_diag::*;
    same(
        &["linux/unix_diag.h"],
        &[attrs::<Socket<'_>>("UNIX_DIAG_", &[]), values::<Show>("UDIAG_SHOW_", &[])],
    );
}

#[test]
fn netlink_diag_is_numbered_as_in_the_headers() {
    use netlink_families::netlink_diag::*;
    same(
        &["linux/netlink_diag.h"],
        &[
            attrs::<Socket<'_>>("NETLINK_DIAG_", &[]),
            values::<Show>("NDIAG_SHOW_", &[]),
            values::<Flags>("NDIAG_FLAG_", &[]),
        ],
    );
}

#[test]
fn packet_diag_is_numbered_as_in_the_headers() {
    use netlink_families::packet_diag::*;
    same(
        &["linux/packet_diag.h"],
        &[
            attrs::<Socket<'_>>("PACKET_DIAG_", &[]),
            values::<Show>("PACKET_SHOW_", &[]),
            values::<InfoFlags>("PDI_", &[]),
        ],
    );
}

#[test]
fn xfrm_is_numbered_as_in_the_headers() {
    use netlink_families::xfrm::*;
    same(
        &["linux/xfrm.h"],
        &[
            attrs::<Sa<'_>>("XFRMA_", &[]),
            attrs::<DelSa<'_>>("XFRMA_", &[]),
            attrs::<GetSa<'_>>("XFRMA_", &[]),
            attrs::<ListSas<'_>>("XFRMA_", &[]),
            attrs::<Policy<'_>>("XFRMA_", &[]),
            attrs::<DelPolicy<'_>>("XFRMA_", &[]),
            attrs::<GetPolicy<'_>>("XFRMA_", &[]),
            attrs::<AllocSpi<'_>>("XFRMA_", &[]),
            attrs::<Acquire<'_>>("XFRMA_", &[]),
            attrs::<Expire<'_>>("XFRMA_", &[]),
            attrs::<PolExpire<'_>>("XFRMA_", &[]),
            attrs::<FlushPolicy<'_>>("XFRMA_", &[]),
            attrs::<Ae<'_>>("XFRMA_", &[]),
            attrs::<GetAe<'_>>("XFRMA_", &[]),
            attrs::<Report<'_>>("XFRMA_", &[]),
            attrs::<Migrate<'_>>("XFRMA_", &[]),
            attrs::<SadInfo<'_>>("XFRMA_SAD_", &[]),
            attrs::<SpdInfo<'_>>("XFRMA_SPD_", &[]),
            values::<SaDir>("XFRM_SA_DIR_", &[]),
            values::<StateFlags>("XFRM_STATE_", &[]),
            values::<SaXflag>("XFRM_SA_XFLAG_", &[]),
            values::<PolicyFlags>("XFRM_POLICY_", &[]),
            values::<AeFlags>("XFRM_AE_", &[]),
            values::<OffloadFlags>("XFRM_OFFLOAD_", &[]),
            members("XFRM_POLICY_", PolicyDir, &[]),
            members("XFRM_POLICY_", PolicyAction, &[]),
            members("XFRM_POLICY_TYPE_", PolicyKind, &[]),
            members("XFRM_SHARE_", Share, &[]),
            members("XFRM_MODE_", Mode, &[]),
            members("XFRM_USERPOLICY_", DefaultAction, &[]),
        ],
    );
}

#[test]
fn rt_nexthop_is_numbered_as_in_the_headers() {
    use netlink_families::rt_nexthop::*;
    same(
        &["linux/rtnetlink.h", "linux/nexthop.h"],
        &[
            attrs::<Nexthop<'_>>("NHA_", &[]),
            attrs::<DelNexthop<'_>>("NHA_", &[]),
            attrs::<GetNexthop<'_>>("NHA_", &[]),
            attrs::<Bucket<'_>>("NHA_", &[]),
            attrs::<GetBucket<'_>>("NHA_", &[]),
            attrs::<ResilientGroup<'_>>("NHA_RES_GROUP_", &[]),
            attrs::<ResilientBucket<'_>>("NHA_RES_BUCKET_", &[]),
            attrs::<GroupStats<'_>>("NHA_GROUP_STATS_", &[]),
            attrs::<GroupStatsEntry<'_>>("NHA_GROUP_STATS_ENTRY_", &[]),
            values::<GroupType>("NEXTHOP_GRP_TYPE_", &[]),
            values::<OpFlags>("NHA_OP_FLAG_", &[]),
            values::<NexthopFlags>("RTNH_F_", &[]),
        ],
    );
}

#[test]
fn rt_mdb_is_numbered_as_in_the_headers() {
    use netlink_families::rt_mdb::*;
    same(
        &["linux/if_ether.h", "linux/in6.h", "linux/if_bridge.h"],
        &[
            attrs::<Mdb<'_>>("MDBA_", &[]),
            attrs::<AddEntry<'_>>("MDBA_", &[]),
            attrs::<DelEntry<'_>>("MDBA_", &[]),
            attrs::<GetEntry<'_>>("MDBA_", &[]),
            attrs::<Entries<'_>>("MDBA_MDB_", &[]),
            attrs::<EntryInfos<'_>>("MDBA_MDB_ENTRY_", &[]),
            attrs::<EntryInfo<'_>>("MDBA_MDB_EATTR_", &[]),
            attrs::<Sources<'_>>("MDBA_MDB_SRCLIST_", &[]),
            attrs::<Source<'_>>("MDBA_MDB_SRCATTR_", &[]),
            attrs::<Routers<'_>>("MDBA_ROUTER_", &[]),
            attrs::<Router<'_>>("MDBA_ROUTER_PATTR_", &[]),
            attrs::<EntryAttrs<'_>>("MDBE_ATTR_", &[]),
            attrs::<RequestSources<'_>>("MDBE_SRC_LIST_", &[]),
            attrs::<RequestSource<'_>>("MDBE_SRCATTR_", &[]),
            values::<RouterType>("MDB_RTR_TYPE_", &[]),
            values::<EntryFlags>("MDB_FLAGS_", &[]),
            members("MDB_", EntryState, &[]),
        ],
    );
    same(&["netinet/in.h"], &[values::<GroupMode>("MCAST_", &[])]);
}

#[test]
fn the_small_rtnetlink_families_are_numbered_as_in_the_headers() {
    use netlink_families::{rt_addrlabel, rt_netconf, rt_nsid, rt_prefix};
    same(
        &["linux/if_addrlabel.h"],
        &[
            attrs::<rt_addrlabel::AddrLabel<'_>>("IFAL_", &[]),
            attrs::<rt_addrlabel::GetAddrLabel<'_>>("IFAL_", &[]),
        ],
    );
    same(
        &["linux/netconf.h"],
        &[
            attrs::<rt_netconf::Netconf<'_>>("NETCONFA_", &[]),
            attrs::<rt_netconf::GetNetconf<'_>>("NETCONFA_", &[]),
            vec![
                ("NETCONFA_IFINDEX_ALL".to_owned(), rt_netconf::IFINDEX_ALL.into()),
                ("NETCONFA_IFINDEX_DEFAULT".to_owned(), rt_netconf::IFINDEX_DEFAULT.into()),
            ],
        ],
    );
    same(
        &["linux/net_namespace.h"],
        &[
            attrs::<rt_nsid::Nsid<'_>>("NETNSA_", &[]),
            attrs::<rt_nsid::GetNsid<'_>>("NETNSA_", &[]),
            vec![("NETNSA_NSID_NOT_ASSIGNED".to_owned(), rt_nsid::NOT_ASSIGNED.into())],
        ],
    );
    same(&["linux/rtnetlink.h"], &[attrs::<rt_prefix::Prefix<'_>>("PREFIX_", &[])]);
}

#[test]
fn rt_vlan_is_numbered_as_in_the_headers() {
    use netlink_families::rt_vlan::*;
    same(
        &["linux/if_ether.h", "linux/in6.h", "linux/if_bridge.h"],
        &[
            attrs::<Vlan<'_>>("BRIDGE_VLANDB_", &[]),
            attrs::<GetVlan<'_>>("BRIDGE_VLANDB_", &[]),
            attrs::<Entry<'_>>("BRIDGE_VLANDB_ENTRY_", &[]),
            attrs::<TunnelInfo<'_>>("BRIDGE_VLANDB_TINFO_", &[]),
            attrs::<Stats<'_>>("BRIDGE_VLANDB_STATS_", &[]),
            attrs::<GlobalOptions<'_>>("BRIDGE_VLANDB_GOPTS_", &[]),
            attrs::<QuerierState<'_>>("BRIDGE_QUERIER_", &[]),
            values::<StpState>("BR_STATE_", &[]),
            values::<DumpFlags>("BRIDGE_VLANDB_DUMPF_", &[]),
            values::<VlanInfoFlags>("BRIDGE_VLAN_INFO_", &[]),
        ],
    );
}

#[test]
fn rt_stats_is_numbered_as_in_the_headers() {
    use netlink_families::rt_stats::*;
    same(
        &[
            "linux/if_ether.h",
            "linux/in6.h",
            "linux/if_link.h",
            "linux/if_bridge.h",
            "linux/if_bonding.h",
            "linux/mpls.h",
        ],
        &[
            attrs::<Stats<'_>>("IFLA_STATS_", &[("pad", "IFLA_STATS_UNSPEC")]),
            attrs::<GetStats<'_>>("IFLA_STATS_", &[]),
            attrs::<SetStats<'_>>("IFLA_STATS_", &[]),
            attrs::<GetFilters<'_>>("IFLA_STATS_", &[]),
            attrs::<LinkXstats<'_>>("LINK_XSTATS_TYPE_", &[]),
            attrs::<BridgeXstats<'_>>("BRIDGE_XSTATS_", &[]),
            attrs::<BondXstats<'_>>("BOND_XSTATS_", &[]),
            attrs::<LacpStats<'_>>("BOND_3AD_STAT_", &[]),
            attrs::<OffloadXstats<'_>>("IFLA_OFFLOAD_XSTATS_", &[]),
            attrs::<HwInfos<'_>>("IFLA_OFFLOAD_XSTATS_", &[]),
            attrs::<HwInfo<'_>>("IFLA_OFFLOAD_XSTATS_HW_S_INFO_", &[]),
            attrs::<MplsStats<'_>>("MPLS_STATS_", &[]),
        ],
    );
    same(&["sys/socket.h"], &[attrs::<AfSpec<'_>>("AF_", &[])]);
    let filters = <Filter as Parse<'_>>::PARSE_ATTR.names().iter();
    let bit = |name: &str| format!("IFLA_STATS_FILTER_BIT(IFLA_STATS_{name})");
    same(&["linux/if_link.h"], &[filters.map(|name| (bit(name.name), name.value)).collect()]);
}

#[test]
fn rt_tunnel_is_numbered_as_in_the_headers() {
    use netlink_families::rt_tunnel::*;
    same(
        &["linux/if_link.h"],
        &[
            attrs::<Tunnel<'_>>("VXLAN_VNIFILTER_", &[]),
            attrs::<Entry<'_>>("VXLAN_VNIFILTER_ENTRY_", &[]),
            attrs::<Stats<'_>>("VNIFILTER_ENTRY_STATS_", &[]),
            values::<TunnelFlags>("TUNNEL_MSG_FLAG_", &[]),
        ],
    );
}

#[test]
fn nflog_is_numbered_as_in_the_headers() {
    use netlink_families::nflog::*;
    same(
        &["linux/netfilter/nfnetlink_log.h"],
        &[
            attrs::<Packet<'_>>("NFULA_", &[]),
            attrs::<Config<'_>>("NFULA_CFG_", &[]),
            attrs::<Vlan<'_>>("NFULA_VLAN_", &[]),
            values::<ConfigFlags>("NFULNL_CFG_F_", &[]),
            members("NFULNL_CFG_CMD_", Command, &[]),
            members("NFULNL_COPY_", CopyMode, &[]),
        ],
    );
}

#[test]
fn nfqueue_is_numbered_as_in_the_headers() {
    use netlink_families::nfqueue::*;
    same(
        &["linux/netfilter/nfnetlink_queue.h", "linux/netfilter.h"],
        &[
            attrs::<Packet<'_>>("NFQA_", &[]),
            attrs::<SetVerdict<'_>>("NFQA_", &[]),
            attrs::<SetVerdicts<'_>>("NFQA_", &[]),
            attrs::<Config<'_>>("NFQA_CFG_", &[]),
            attrs::<Vlan<'_>>("NFQA_VLAN_", &[]),
            values::<ConfigFlags>("NFQA_CFG_F_", &[]),
            values::<SkbInfo>("NFQA_SKB_", &[]),
            members("NFQNL_CFG_CMD_", Command, &[]),
            members("NFQNL_COPY_", CopyMode, &[]),
            [
                ("NF_DROP", Verdict::DROP),
                ("NF_ACCEPT", Verdict::ACCEPT),
                ("NF_STOLEN", Verdict::STOLEN),
                ("NF_QUEUE", Verdict::QUEUE),
                ("NF_REPEAT", Verdict::REPEAT),
                ("NF_STOP", Verdict::STOP),
            ]
            .map(|(name, verdict)| (name.to_owned(), verdict.0.get().into()))
            .into(),
        ],
    );
}

#[test]
fn ipset_is_numbered_as_in_the_headers() {
    use netlink_families::ipset::*;
    const IPSET: &str = "IPSET_ATTR_";
    same(
        &["linux/netfilter/ipset/ip_set.h"],
        &[
            attrs::<Protocol<'_>>(IPSET, &[]),
            attrs::<Create<'_>>(IPSET, &[]),
            attrs::<Destroy<'_>>(IPSET, &[]),
            attrs::<Flush<'_>>(IPSET, &[]),
            attrs::<Rename<'_>>(IPSET, &[]),
            attrs::<Swap<'_>>(IPSET, &[]),
            attrs::<Set<'_>>(IPSET, &[]),
            attrs::<Save<'_>>(IPSET, &[]),
            attrs::<Add<'_>>(IPSET, &[]),
            attrs::<Test<'_>>(IPSET, &[]),
            attrs::<Header<'_>>(IPSET, &[]),
            attrs::<Type<'_>>(IPSET, &[]),
            attrs::<GetByName<'_>>(IPSET, &[]),
            attrs::<GetByIndex<'_>>(IPSET, &[]),
            attrs::<Options<'_>>(IPSET, &[]),
            attrs::<Elements<'_>>(IPSET, &[]),
            attrs::<Element<'_>>(IPSET, &[]),
            attrs::<IpAddress<'_>>("IPSET_ATTR_IPADDR_", &[]),
            values::<Flags>("IPSET_FLAG_", &[]),
            values::<CadtFlags>("IPSET_FLAG_", &[]),
            [
                ("IPSET_PROTOCOL", i128::from(PROTOCOL)),
                ("IPSET_PROTOCOL_MIN", PROTOCOL_MIN.into()),
                ("IPSET_ERR_PROTOCOL", Error::PROTOCOL.0.into()),
                ("IPSET_ERR_EXIST", Error::EXIST.0.into()),
                ("IPSET_ERR_REFERENCED", Error::REFERENCED.0.into()),
                ("IPSET_ERR_SKBINFO", Error::SKBINFO.0.into()),
                ("IPSET_ERR_TYPE_SPECIFIC", Error::TYPE_SPECIFIC.0.into()),
            ]
            .map(|(name, value)| (name.to_owned(), value))
            .into(),
        ],
    );
}

#[test]
fn taskstats_is_numbered_as_in_the_headers() {
    use netlink_families::taskstats::*;
    same(
        &["linux/taskstats.h"],
        &[
            attrs::<Get<'_>>("TASKSTATS_CMD_ATTR_", &[]),
            attrs::<Stats<'_>>("TASKSTATS_TYPE_", &[]),
            attrs::<Aggregate<'_>>("TASKSTATS_TYPE_", &[]),
        ],
    );
    same(&["linux/acct.h"], &[values::<AccountingFlags>("A", &[])]);
}

#[test]
fn conntrack_exp_is_numbered_as_in_the_headers() {
    use netlink_families::{conntrack_exp::*, nflog::Ct};
    same(
        &[
            "linux/netfilter/nfnetlink_conntrack.h",
            "linux/netfilter/nf_conntrack_common.h",
            "linux/netfilter/nfnetlink.h",
        ],
        &[
            attrs::<Expectation<'_>>("CTA_EXPECT_", &[]),
            attrs::<GetExpectation<'_>>("CTA_EXPECT_", &[]),
            attrs::<DelExpectation<'_>>("CTA_EXPECT_", &[]),
            attrs::<Exp<'_>>("CTA_EXPECT_", &[]),
            attrs::<ExpectNat<'_>>("CTA_EXPECT_NAT_", &[]),
            attrs::<Stats<'_>>("CTA_STATS_EXP_", &[]),
            attrs::<Ct<'_>>("CTA_", &[("counters_orig", "CTA_COUNTERS_ORIG")]),
            values::<ExpectFlags>("NF_CT_EXPECT_", &[]),
            groups(&FAMILY, "NFNLGRP_CONNTRACK_"),
        ],
    );
}

#[test]
fn audit_is_numbered_as_in_the_headers() {
    use netlink_families::audit::*;
    same(
        &["linux/audit.h"],
        &[
            values::<StatusMask>("AUDIT_STATUS_", &[]),
            values::<FeatureBitmap>("AUDIT_FEATURE_BITMAP_", &[]),
            members("AUDIT_FAIL_", |value| Failure(value.into()), &[]),
            members("AUDIT_FILTER_", |value| Filter(value.into()), &[]),
            members("AUDIT_", |value| Action(value.into()), &[]),
            groups(&FAMILY, "AUDIT_NLGRP_"),
            vec![("AUDIT_FILTER_PREPEND".to_owned(), FILTER_PREPEND.into())],
        ],
    );
    let bits = <FeatureMask as Parse<'_>>::PARSE_ATTR.names().iter();
    let bit = |name: &str| format!("AUDIT_FEATURE_TO_MASK(AUDIT_FEATURE_{name})");
    same(&["linux/audit.h"], &[bits.map(|name| (bit(name.name), name.value)).collect()]);
}

#[test]
fn proc_connector_is_numbered_as_in_the_headers() {
    use netlink_families::proc_connector::*;
    same(
        &["linux/connector.h", "linux/cn_proc.h"],
        &[members("PROC_CN_MCAST_", |value| Op(value.into()), &[])],
    );
    let kinds = <What as Parse<'_>>::PARSE_ATTR.names().iter();
    let kind = |name: &str| format!("(unsigned int)PROC_EVENT_{name}");
    same(
        &["linux/connector.h", "linux/cn_proc.h"],
        &[kinds.map(|name| (kind(name.name), name.value)).collect()],
    );
}

#[test]
fn groups_are_numbered_as_in_the_headers() {
    use netlink_families::{
        inet_diag, rt_mdb, rt_netconf, rt_nexthop, rt_nsid, rt_prefix, rt_stats, rt_tunnel,
        rt_vlan, xfrm,
    };
    let rtnetlink: Vec<Names> = [
        &rt_mdb::FAMILY,
        &rt_netconf::FAMILY,
        &rt_nexthop::FAMILY,
        &rt_nsid::FAMILY,
        &rt_prefix::FAMILY,
        &rt_stats::FAMILY,
        &rt_tunnel::FAMILY,
        &rt_vlan::FAMILY,
    ]
    .map(|family| groups(family, "RTNLGRP_"))
    .into();
    same(&["linux/rtnetlink.h"], &rtnetlink);
    same(&["linux/xfrm.h"], &[groups(&xfrm::FAMILY, "XFRMNLGRP_")]);
    same(&["linux/sock_diag.h"], &[groups(&inet_diag::FAMILY, "SKNLGRP_")]);
}

/// The message types of the records, by the names of the variants.
#[test]
fn records_of_audit_are_numbered_as_in_the_headers() {
    use netlink_families::audit::Event;
    let names: Names = <Event<'_> as netlink_core::ParseMessage<'_>>::PARSE_MESSAGES
        .iter()
        .map(|(id, _)| {
            let netlink_core::MessageId::Type(ty) = *id else { panic!("no type") };
            let header = netlink_core::MessageHeader::new(ty, netlink_core::MessageFlags::NONE);
            let mut bytes = header.to_bytes().to_vec();
            bytes[..4].copy_from_slice(&16_u32.to_ne_bytes());
            let (raw, _) = netlink_core::RawMessage::split(&bytes).unwrap();
            let shown = format!("{:?}", raw.parse::<Event<'_>>().unwrap());
            let name = shown.split('(').next().unwrap();
            let name = match name {
                "User" => "FIRST_USER_MSG".to_owned(),
                name => screaming(name),
            };
            (format!("AUDIT_{name}"), ty.into())
        })
        .collect();
    assert!(names.len() > 70);
    same(&["linux/audit.h"], &[names]);
}

#[test]
fn smc_and_xdp_diag_are_numbered_as_in_the_headers() {
    same(
        &["linux/smc_diag.h"],
        &[attrs::<netlink_families::smc_diag::Socket<'_>>("SMC_DIAG_", &[])],
    );
    use netlink_families::xdp_diag::*;
    same(
        &["linux/xdp_diag.h"],
        &[
            attrs::<Socket<'_>>("XDP_DIAG_", &[]),
            values::<Show>("XDP_SHOW_", &[]),
            values::<UmemFlags>("XDP_DU_F_", &[]),
        ],
    );
}

#[test]
fn nfacct_is_numbered_as_in_the_headers() {
    use netlink_families::nfacct::*;
    same(
        &["linux/netfilter/nfnetlink_acct.h"],
        &[
            attrs::<Account<'_>>("NFACCT_", &[]),
            attrs::<GetAccount<'_>>("NFACCT_", &[]),
            attrs::<Filter<'_>>("NFACCT_FILTER_", &[]),
            values::<AccountFlags>("NFACCT_F_", &[]),
        ],
    );
}

#[test]
fn cthelper_and_cttimeout_are_numbered_as_in_the_headers() {
    {
        use netlink_families::cthelper::*;
        same(
            &["linux/netfilter/nfnetlink_cthelper.h"],
            &[
                attrs::<Helper<'_>>("NFCTH_", &[]),
                attrs::<Tuple<'_>>("NFCTH_TUPLE_", &[]),
                attrs::<Policies<'_>>("NFCTH_POLICY_", &[]),
                attrs::<Policy<'_>>("NFCTH_POLICY_", &[]),
            ],
        );
    }
    use netlink_families::cttimeout::*;
    same(
        &["linux/netfilter/nfnetlink_cttimeout.h"],
        &[
            attrs::<Timeout<'_>>("CTA_TIMEOUT_", &[]),
            attrs::<Generic<'_>>("CTA_TIMEOUT_GENERIC_", &[]),
            attrs::<Tcp<'_>>("CTA_TIMEOUT_TCP_", &[]),
            attrs::<Udp<'_>>("CTA_TIMEOUT_UDP_", &[]),
            attrs::<Udp<'_>>("CTA_TIMEOUT_GRE_", &[]),
            attrs::<Dccp<'_>>("CTA_TIMEOUT_DCCP_", &[]),
            attrs::<Sctp<'_>>("CTA_TIMEOUT_SCTP_", &[]),
        ],
    );
}

#[test]
fn dcb_is_numbered_as_in_the_headers() {
    use netlink_families::dcb::*;
    same(
        &["linux/dcbnl.h", "linux/rtnetlink.h"],
        &[
            groups(&FAMILY, "RTNLGRP_"),
            attrs::<GetDcb<'_>>("DCB_ATTR_", &[]),
            attrs::<DcbSet<'_>>("DCB_ATTR_", &[]),
            attrs::<Ieee<'_>>(
                "DCB_ATTR_IEEE_",
                &[
                    ("buffer", "DCB_ATTR_DCB_BUFFER"),
                    ("app_trust_table", "DCB_ATTR_DCB_APP_TRUST_TABLE"),
                    ("rewr_table", "DCB_ATTR_DCB_REWR_TABLE"),
                ],
            ),
            values::<Dcbx>("DCB_CAP_DCBX_", &[]),
            members::<Command>("DCB_CMD_", Command, &[]),
        ],
    );
}

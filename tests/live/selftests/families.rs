//! `nl_nlctrl`, `nl_netdev` and `rtnetlink`: operations and policies of families, devices, multicast groups.

use core::net::{IpAddr, Ipv4Addr};

use netlink_core::{Errno, MessageFlags, policy::Kind};
use netlink_families::netdev::{GetDev, XdpAct};
use netlink_families::nlctrl::{GetFamily, OpFlags};
use netlink_families::rt_addr::{AddrHeader, GetMulticast, Multicast};
use netlink_sys::{
    Connection, Protocol,
    connection::{Error, FamilyPolicies, OperationPolicies},
};
use netlink_tests::{kernel, namespace::in_namespace, or_skip, skip::Skip};

use crate::support::{INET, connect};

const ADMIN_PERM: OpFlags = OpFlags::ADMIN_PERM;
const CAP_DO: OpFlags = OpFlags::CMD_CAP_DO;
const CAP_DUMP: OpFlags = OpFlags::CMD_CAP_DUMP;
const HAS_POLICY: OpFlags = OpFlags::CMD_CAP_HASPOL;

fn generic() -> Connection {
    Connection::open(Protocol::GENERIC).expect("a generic socket")
}

/// The result, or a skip if the kernel does not have the family.
fn known<T>(result: Result<T, Error>) -> Result<T, Skip> {
    match result {
        Err(error @ Error::NoFamily(_)) => Err(Skip::kernel(error.to_string())),
        result => Ok(result.unwrap_or_else(|error| panic!("{error}"))),
    }
}

/// The policies of an operation that is listed.
fn operation(policies: &FamilyPolicies, command: u16) -> OperationPolicies {
    let mut operations = policies.operations().iter();
    *operations.find(|it| it.command == command).expect("an operation with a policy")
}

#[test]
fn operations_have_the_capabilities_of_their_declarations() {
    in_namespace(|| {
        let mut netlink = generic();
        let family = or_skip!(known(netlink.family("netdev"))).clone();
        assert!(family.id() > 0);
        let flags = |command: u32| {
            let mut all = family.operations().iter().filter(|it| it.id == command);
            let found = all.next().map(|operation| OpFlags(operation.flags));
            assert!(all.next().is_none(), "{command} is listed twice");
            found
        };
        for operation in family.operations() {
            assert!(OpFlags(operation.flags).contains(HAS_POLICY), "{operation:?}");
        }
        let get = flags(1).expect("NETDEV_CMD_DEV_GET");
        assert!(get.contains(CAP_DO | CAP_DUMP));
        // Commands of notifications cannot be requested.
        for notification in [2, 3, 4, 6, 7, 8] {
            assert_eq!(flags(notification), None, "{notification}");
        }
        or_skip!(kernel::since(6, 13));
        let statistics = flags(12).expect("NETDEV_CMD_QSTATS_GET");
        assert!(statistics.contains(CAP_DUMP) && !statistics.contains(CAP_DO));
        let set = flags(14).expect("NETDEV_CMD_NAPI_SET");
        assert!(set.contains(CAP_DO | ADMIN_PERM) && !set.contains(CAP_DUMP));
    });
}

#[test]
fn families_are_dumped_with_the_family_of_families() {
    in_namespace(|| {
        let names = generic().collect_with(&GetFamily::default(), MessageFlags::NONE, |family| {
            family.family_name.expect("a name").to_owned()
        });
        let names: Vec<_> = names.expect("families").into_iter().collect();
        assert!(names.len() >= 2 && names.iter().any(|name| name.as_c_str() == c"nlctrl"));
    });
}

#[test]
fn policies_of_requests_and_of_dumps_are_distinguished() {
    in_namespace(|| {
        let mut netlink = generic();
        let ethtool = or_skip!(known(netlink.policies("ethtool")));
        let strings = operation(&ethtool, 1); // ETHTOOL_MSG_STRSET_GET
        let request = strings.request.expect("a policy of requests");
        assert!(!ethtool.sets().attrs(request).is_empty());
        let types = |set| {
            let attrs = ethtool.sets().attrs(set).iter();
            attrs.map(netlink_core::AttrPolicy::ty).collect::<Vec<_>>()
        };
        assert_eq!(types(request), types(strings.dump.expect("a policy of dumps")));
        let set = operation(&ethtool, 3); // ETHTOOL_MSG_LINKINFO_SET
        assert!(set.request.is_some() && set.dump.is_none(), "{set:?}");

        let netdev = or_skip!(known(netlink.policies("netdev")));
        let device = operation(&netdev, 1); // NETDEV_CMD_DEV_GET
        let request = device.request.expect("a policy of requests");
        let index = netdev.sets().attr(request, 1).expect("NETDEV_A_DEV_IFINDEX");
        assert_eq!(index.kind(), Kind::U32);
        let dump = device.dump.map(|set| netdev.sets().attrs(set).len());
        assert!(matches!(dump, None | Some(0)), "a dump of all devices takes no attribute");
        or_skip!(kernel::since(6, 8));
        let napi = operation(&netdev, 11); // NETDEV_CMD_NAPI_GET
        for set in [napi.request, napi.dump] {
            assert!(!netdev.sets().attrs(set.expect("a policy")).is_empty());
        }
    });
}

#[test]
fn devices_are_dumped_and_a_dump_refuses_attributes() {
    in_namespace(|| {
        let mut netlink = generic();
        or_skip!(known(netlink.family("netdev").map(drop)));
        let devices = netlink.collect(&GetDev::default(), MessageFlags::NONE);
        assert!(!devices.expect("devices").items.is_empty());
        let loopback = GetDev { ifindex: Some(1), ..Default::default() };
        let device = netlink.request(&loopback).expect("lo");
        assert_eq!((device.ifindex, device.xdp_features), (Some(1), Some(XdpAct::default())));
        let metadata = device.xdp_rx_metadata_features.map(|features| features.bits());
        assert!(matches!(metadata, None | Some(0)), "{metadata:?}");

        let Err(Error::Kernel(error)) = netlink.collect(&loopback, MessageFlags::NONE) else {
            or_skip!(kernel::since(7, 1));
            panic!("a dump of one device");
        };
        assert_eq!(error.errno(), Errno::EINVAL);
        assert_eq!(error.message(), Some("Unknown attribute type"));
        assert_eq!(error.field().as_deref(), Some("GetDev.ifindex"));
    });
}

#[test]
fn loopback_is_in_the_group_of_all_hosts() {
    in_namespace(|| {
        let header = AddrHeader { family: INET, ..Default::default() };
        let request = GetMulticast { header: header.into(), ..Default::default() };
        let collected =
            connect().collect_with(&request, MessageFlags::NONE, |group: Multicast<'_>| {
                group.0.multicast.and_then(|ip| ip.ip())
            });
        let groups: Vec<_> = match collected {
            Ok(groups) => groups.into_iter().flatten().collect(),
            // The dump of IPv4's groups is younger than that of IPv6's.
            Err(error) if error.errno() == Some(Errno::EOPNOTSUPP) => {
                netlink_tests::skip!(Skip::kernel(error.to_string()));
            }
            Err(error) => panic!("{error}"),
        };
        let all_hosts = IpAddr::V4(Ipv4Addr::new(224, 0, 0, 1));
        if groups.is_empty() {
            or_skip!(kernel::since(6, 15));
        }
        assert!(groups.contains(&all_hosts), "{groups:?}");
    });
}

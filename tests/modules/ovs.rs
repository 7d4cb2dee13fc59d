//! openvswitch: datapaths, ports, flows and packets, compared with `ovs-dpctl` of Debian.

mod actions;
mod flows;
mod keys;
mod packets;

use netlink_core::MessageFlags;
use netlink_core::zerocopy::native_endian::U32;
use netlink_families::ovs_datapath::{DelDatapath, GetDatapath, NewDatapath, UserFeatures};
use netlink_families::ovs_flow::DatapathHeader;
use netlink_families::ovs_vport::{DatapathHeader as PortHeader, GetVport, NewVport, VportType};
use netlink_sys::Connection;
use netlink_tests::example::example;
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::Tool;

use crate::support::{add_link, c, generic, unpacked};

/// The example program.
fn program() -> Tool {
    Tool::at(example("netlink-families", "ovs", &["all"]))
}

/// Makes a datapath.
fn datapath(netlink: &mut Connection, name: &str) -> DatapathHeader {
    let request = NewDatapath {
        name: Some(c(name)),
        upcall_pid: Some(0),
        user_features: Some(UserFeatures::UNALIGNED | UserFeatures::VPORT_PIDS),
        ..Default::default()
    };
    netlink.execute(&request, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
    let request = GetDatapath { name: Some(c(name)), ..Default::default() };
    let found = netlink.request(&request).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.name, Some(c(name)));
    DatapathHeader { dp_ifindex: found.header.dp_ifindex }
}

/// Adds a port, whose missed packets a socket gets.
fn port(
    netlink: &mut Connection,
    dp: DatapathHeader,
    name: &str,
    ty: VportType,
    upcall: u32,
) -> u32 {
    let header = PortHeader { dp_ifindex: dp.dp_ifindex };
    let upcalls = [U32::new(upcall)];
    let request = NewVport {
        header,
        ty: Some(ty),
        name: Some(c(name)),
        upcall_pid: Some(&upcalls),
        ..Default::default()
    };
    netlink.execute(&request, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
    let request = GetVport { header, name: Some(c(name)), ..Default::default() };
    netlink.request(&request).expect("the port").port_no.expect("a number")
}

#[test]
fn datapaths_and_ports_are_shown_as_ovs_dpctl_shows_them() {
    in_namespace(|| {
        let mut netlink = or_skip!(generic("ovs_datapath"));
        let tool = or_skip!(unpacked("ovs-dpctl"));
        or_skip!(add_link("d0", "dummy"));
        let first = datapath(&mut netlink, "dp0");
        let second = datapath(&mut netlink, "dp1");
        assert_eq!(port(&mut netlink, first, "int0", VportType::Internal, 0), 1);
        assert_eq!(port(&mut netlink, first, "d0", VportType::Netdev, 0), 2);
        assert_eq!(port(&mut netlink, second, "int1", VportType::Internal, 0), 1);

        let ours = program().run("show");
        assert_eq!(ours, tool.run("show"));
        assert!(ours.contains("  port 2: d0\n"), "{ours}");

        let delete = DelDatapath { name: Some(c("dp1")), ..Default::default() };
        netlink.execute(&delete, MessageFlags::NONE).expect("it is there");
        let again = netlink.execute(&delete, MessageFlags::NONE).expect_err("it is gone");
        assert_eq!(again.errno(), Some(netlink_core::Errno::ENODEV));
        assert!(!program().run("show").contains("dp1"));
    });
}

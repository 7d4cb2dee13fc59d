//! Packets from the datapath to a program, and back.

use core::time::Duration;

use netlink_core::{MessageFlags, Messages};
use netlink_families::ovs_flow::{Action, GetFlow};
use netlink_families::ovs_packet::{DatapathHeader, Execute, Miss};
use netlink_families::ovs_vport::VportType;
use netlink_sys::{Protocol, ReceiveBuffer, Socket};
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::tool;

use super::actions::list;
use super::{datapath, port};
use crate::support::generic;

/// A packet that no flow knows is given to the socket of its port with its key; sent on with that key, it leaves through
/// the other port.
#[test]
fn packets_come_out_of_the_datapath_and_go_back() {
    in_namespace(|| {
        let mut netlink = or_skip!(generic("ovs_datapath"));
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        or_skip!(ip.run_where_supported("link add w0 type veth peer name w1"));
        let upcalls = Socket::open(Protocol::GENERIC).expect("a socket");
        let own = upcalls.local_addr().expect("an address").port_id();
        let header = datapath(&mut netlink, "dp0");
        for link in ["v0", "v1", "w0", "w1"] {
            ip.run(&format!("link set {link} up"));
        }
        let first = port(&mut netlink, header, "v0", VportType::Netdev, own);
        let second = port(&mut netlink, header, "w0", VportType::Netdev, own);
        ip.run("addr add 10.7.0.1/24 dev v1");
        ip.run("neigh add 10.7.0.2 lladdr 02:00:00:00:00:77 dev v1");
        let sender = std::net::UdpSocket::bind("10.7.0.1:5000").expect("a socket");
        sender.send_to(b"netlink", "10.7.0.2:6000").expect("sent");

        // Besides ours, the kernel sends packets of IPv6 by itself.
        let mut buffer = ReceiveBuffer::new().expect("memory");
        let packet = loop {
            assert!(
                upcalls.wait_readable(Some(Duration::from_secs(20))).expect("a socket"),
                "no upcall"
            );
            assert!(upcalls.recv_into(&mut buffer).expect("an upcall").sender().is_kernel());
            let message = Messages::new(buffer.datagram().expect("all of it")).next();
            let message = message.expect("a message").expect("whole");
            let miss: Miss<'_> = message.parse().unwrap_or_else(|error| panic!("{error}"));
            let key = miss.key.expect("a key");
            if let Some(ports) = key.udp.filter(|ports| ports.dst.get() == 6000) {
                assert_eq!((key.in_port, ports.src.get()), (Some(first), 5000));
                let ipv4 = key.ipv4.as_ref().expect("addresses");
                assert_eq!((ipv4.src.get(), ipv4.dst.get()), (0x0a07_0001, 0x0a07_0002));
                assert_eq!(key.ethernet.as_ref().expect("a header").dst, [2, 0, 0, 0, 0, 0x77]);
                let actions = Some(list(vec![Action::Output(second)]));
                let packet = miss.packet.expect("a packet");
                assert!(packet.ends_with(b"netlink"), "{packet:02x?}");
                let request = Execute {
                    header: DatapathHeader { dp_ifindex: header.dp_ifindex },
                    packet: Some(packet),
                    key: Some(key),
                    actions,
                    ..Default::default()
                };
                netlink
                    .execute(&request, MessageFlags::NONE)
                    .unwrap_or_else(|error| panic!("{error}"));
                break packet.len() as u64;
            }
        };
        let received = ip.json("-j -s link show w1")[0]["stats64"]["rx"]["bytes"].as_u64();
        assert!(received.is_some_and(|received| received >= packet), "{received:?} of {packet}");
        let mut flows = netlink.dump(&GetFlow { header, ..Default::default() }).expect("a dump");
        assert!(flows.next().expect("no flow").is_none());
    });
}

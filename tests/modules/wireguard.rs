//! WireGuard, compared with `wg`.

use core::net::{IpAddr, Ipv6Addr};
use std::collections::BTreeMap;

use fastrand::Rng;
use netlink_core::value::Struct;
use netlink_core::{Indexed, MessageFlags};
use netlink_families::wireguard::*;
use netlink_sys::Connection;
use netlink_tests::example::example;
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::{Tool, tool};

use crate::support::{add_link, generic};

/// With so many addresses each, neither the peers nor the addresses of one peer fit into one message.
const PEERS: usize = 40;
const ADDRESSES: usize = 3_000;

type Peers = BTreeMap<[u8; 32], Vec<(IpAddr, u8)>>;

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks(3).map(|group| {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - group.len()));
        let digit = |at: usize| char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]);
        (0..4).map(|at| if at <= group.len() { digit(at) } else { '=' }).collect::<String>()
    });
    groups.collect()
}

/// What the kernel has, its messages put together: a peer that continues has its key again.
fn read(netlink: &mut Connection) -> (Peers, usize) {
    let (mut peers, mut messages) = (Peers::new(), 0);
    let mut dump =
        netlink.dump(&GetDevice { ifname: Some(c"wg0"), ..Default::default() }).expect("a dump");
    while let Some(device) = dump.next().unwrap_or_else(|error| panic!("{error}")) {
        messages += 1;
        for peer in device.peers.iter().flat_map(|peers| peers.iter()) {
            let peer = peer.expect("a peer");
            let addresses = peers.entry(peer.public_key.expect("a key")).or_default();
            for address in peer.allowedips.iter().flat_map(|all| all.iter()) {
                let address = address.expect("an address");
                addresses.push((
                    address.ipaddr.expect("an address"),
                    address.cidr_mask.expect("a length"),
                ));
            }
        }
    }
    peers.values_mut().for_each(|addresses| addresses.sort());
    (peers, messages)
}

/// What `wg` shows.
fn shown(wg: &Tool) -> BTreeMap<String, Vec<String>> {
    let text = wg.run("show wg0 allowed-ips");
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines
        .map(|(key, addresses)| {
            let mut addresses: Vec<_> = addresses.split(' ').map(str::to_owned).collect();
            addresses.sort();
            (key.to_owned(), addresses)
        })
        .collect()
}

fn set(netlink: &mut Connection, peer: Peer<'_>) {
    let peers = [peer];
    let peers = Some(Indexed::of(&peers));
    let request = SetDevice { ifname: Some(c"wg0"), peers, ..Default::default() };
    netlink.execute(&request, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn more_peers_and_addresses_than_fit_into_one_message_are_those_that_wg_shows() {
    in_namespace(|| {
        let mut netlink = {
            or_skip!(add_link("wg0", "wireguard"));
            or_skip!(generic("wireguard"))
        };
        let mut rng = Rng::with_seed(7);
        let mut expected = Peers::new();
        for peer in 0..PEERS {
            let mut key = [0; 32];
            rng.fill(&mut key);
            let count = if peer == 0 { ADDRESSES } else { peer };
            let addresses: Vec<(IpAddr, u8)> = (0..count)
                .map(|at| {
                    let (high, low) = ((peer >> 8) as u16, (at & 0xffff) as u16);
                    match rng.bool() {
                        true => (IpAddr::from([10, peer as u8, (at >> 8) as u8, at as u8]), 32),
                        false => (
                            Ipv6Addr::new(0x2001, 0xdb8, high, peer as u16, 0, 0, 0, low).into(),
                            128,
                        ),
                    }
                })
                .collect();
            for some in addresses.chunks(500) {
                let some: Vec<_> = some
                    .iter()
                    .map(|(address, len)| AllowedIp {
                        family: Some(if address.is_ipv4() { 2 } else { 10 }),
                        ipaddr: Some(*address),
                        cidr_mask: Some(*len),
                        ..Default::default()
                    })
                    .collect();
                let allowedips = Some(Indexed::of(&some));
                set(&mut netlink, Peer { public_key: Some(key), allowedips, ..Default::default() });
            }
            if addresses.is_empty() {
                set(&mut netlink, Peer { public_key: Some(key), ..Default::default() });
            }
            expected.insert(key, addresses);
        }
        expected.values_mut().for_each(|addresses| addresses.sort());
        let (read, messages) = read(&mut netlink);
        assert!(messages > 2, "{messages} messages");
        assert_eq!(read, expected);

        let wg = or_skip!(tool("wg"));
        let ours = read.iter().map(|(key, addresses)| {
            let mut addresses: Vec<_> =
                addresses.iter().map(|(ip, len)| format!("{ip}/{len}")).collect();
            addresses.sort();
            (base64(key), addresses)
        });
        assert_eq!(ours.collect::<BTreeMap<_, _>>(), shown(&wg));
    });
}

#[test]
fn the_example_sets_and_shows_what_wg_shows() {
    in_namespace(|| {
        or_skip!(add_link("wg0", "wireguard"));
        let wg = or_skip!(tool("wg"));
        let ours = Tool::at(example("netlink-families", "wg", &["all"]));
        let (private, peer, other) = (base64(&[0x48; 32]), base64(&[9; 32]), base64(&[10; 32]));
        ours.run(&format!(
            "set wg0 listen-port 4000 fwmark 7 private-key {private} peer {peer} preshared-key {other} \
             endpoint [2001:db8::1]:500 persistent-keepalive 25 allowed-ips 10.0.0.0/8,2001:db8::/32 \
             peer {other} endpoint 192.0.2.1:600"
        ));
        let shown = ours.run("show wg0");
        assert_eq!(shown, wg.run("show wg0 dump"));
        assert!(
            shown.contains("\t[2001:db8::1]:500\t") && shown.contains("\t192.0.2.1:600\t"),
            "{shown}"
        );
        // What `wg` sets; and addresses replace those before.
        let addresses: Vec<_> =
            (0..2_500).map(|at| format!("10.1.{}.{}/32", at / 256, at % 256)).collect();
        ours.run(&format!("set wg0 peer {peer} allowed-ips {}", addresses.join(",")));
        wg.run(&format!("set wg0 listen-port 4001 peer {other} remove"));
        let shown = ours.run("show wg0");
        assert_eq!(shown, wg.run("show wg0 dump"));
        assert!(!shown.contains("10.0.0.0/8") && !shown.contains("192.0.2.1"), "{shown}");
        ours.run(&format!("set wg0 peer {peer} remove"));
        assert_eq!(ours.run("show wg0"), wg.run("show wg0 dump"));
        let refused = ours.attempt(&["set", "wg0", "peer", "short"], "").expect_err("no key");
        assert_eq!(refused.stderr, "wg: a key has 44 digits of base 64\n");
        let refused = ours.attempt(&["show", "lo"], "").expect_err("another kind");
        assert_eq!(refused.stderr, "wg: EOPNOTSUPP (operation not supported), in GetDevice\n");
    });
}

#[test]
fn keys_ports_and_endpoints_are_those_that_wg_shows() {
    in_namespace(|| {
        or_skip!(add_link("wg0", "wireguard"));
        let mut netlink = or_skip!(generic("wireguard"));
        let request = SetDevice {
            ifname: Some(c"wg0"),
            private_key: Some([0x40; 32]),
            listen_port: Some(5123),
            fwmark: Some(7),
            ..Default::default()
        };
        netlink.execute(&request, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        // struct sockaddr_in
        let mut endpoint = [0; 16];
        endpoint[..2].copy_from_slice(&2_u16.to_ne_bytes());
        endpoint[2..8].copy_from_slice(&[0x14, 0x03, 192, 0, 2, 1]);
        set(
            &mut netlink,
            Peer {
                public_key: Some([9; 32]),
                preshared_key: Some([5; 32]),
                endpoint: Some(&endpoint),
                persistent_keepalive_interval: Some(25),
                ..Default::default()
            },
        );
        let mut dump = netlink
            .dump(&GetDevice { ifname: Some(c"wg0"), ..Default::default() })
            .expect("a dump");
        let device = dump.next().expect("a device").expect("a device");
        let peer =
            device.peers.as_ref().expect("peers").iter().next().expect("a peer").expect("a peer");
        let time = peer.last_handshake_time.map(Struct::into_inner).expect("a time");
        assert_eq!((time.sec, peer.rx_bytes, peer.tx_bytes), (0, Some(0), Some(0)));
        assert_eq!(peer.endpoint, Some(&endpoint[..]));
        let wg = or_skip!(tool("wg"));
        let ours = format!(
            "{}\t{}\t{}\t{:#x}\n{}\t{}\t192.0.2.1:5123\t(none)\t0\t0\t0\t{}\n",
            base64(&device.private_key.expect("a key")),
            base64(&device.public_key.expect("a key")),
            device.listen_port.expect("a port"),
            device.fwmark.expect("a mark"),
            base64(&peer.public_key.expect("a key")),
            base64(&peer.preshared_key.expect("a key")),
            peer.persistent_keepalive_interval.expect("seconds"),
        );
        assert_eq!(ours, wg.run("show wg0 dump"));
    });
}

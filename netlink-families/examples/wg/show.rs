//! Prints a device and its peers.

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::CString;

use netlink_core::MessageFlags;
use netlink_families::wireguard::{self, Device, GetDevice};
use netlink_sys::{Connection, Protocol};

use crate::{endpoint, key};

/// A peer that did not fit into one message continues in the next one.
#[derive(Default)]
struct Peer {
    before: String,
    after: String,
    addresses: Vec<String>,
}

/// Prints the lines of `wg show LINK dump`.
pub(crate) fn device(link: &str) -> Result<(), Box<dyn Error>> {
    let mut netlink = Connection::open(Protocol::GENERIC)?;
    let name = CString::new(link)?;
    let request = GetDevice { ifname: Some(&name), ..Default::default() };
    let (mut peers, mut order) = (BTreeMap::new(), Vec::new());
    let first = netlink.collect_with(&request, MessageFlags::NONE, |device| {
        let line = head(&device);
        for peer in device.peers.iter().flat_map(|peers| peers.iter()).flatten() {
            let key = peer.public_key.unwrap_or_default();
            let known = peers.entry(key).or_insert_with(|| {
                order.push(key);
                Peer { before: before(&peer), after: after(&peer), addresses: Vec::new() }
            });
            known.addresses.extend(addresses(&peer));
        }
        line
    })?;
    println!("{}", first.into_iter().next().unwrap_or_default());
    for peer in order.iter().filter_map(|key| peers.get(key)) {
        let addresses = peer.addresses.join(",");
        let addresses = if addresses.is_empty() { "(none)" } else { &addresses };
        println!("{}\t{addresses}\t{}", peer.before, peer.after);
    }
    Ok(())
}

fn optional(key: Option<[u8; 32]>) -> String {
    key.filter(|key| *key != [0; 32]).map_or_else(|| "(none)".to_owned(), |key| key::show(&key))
}

fn head(device: &Device<'_>) -> String {
    let mark = device.fwmark.filter(|mark| *mark != 0);
    let mark = mark.map_or_else(|| "off".to_owned(), |mark| format!("{mark:#x}"));
    let port = device.listen_port.unwrap_or_default();
    format!("{}\t{}\t{port}\t{mark}", optional(device.private_key), optional(device.public_key))
}

fn before(peer: &wireguard::Peer<'_>) -> String {
    let endpoint = peer.endpoint.and_then(endpoint::parse);
    let endpoint = endpoint.map_or_else(|| "(none)".to_owned(), |endpoint| endpoint.to_string());
    format!("{}\t{}\t{endpoint}", optional(peer.public_key), optional(peer.preshared_key))
}

fn after(peer: &wireguard::Peer<'_>) -> String {
    let seconds = peer.last_handshake_time.map_or(0, |time| time.sec);
    let (rx, tx) = (peer.rx_bytes.unwrap_or_default(), peer.tx_bytes.unwrap_or_default());
    let keepalive = peer.persistent_keepalive_interval.filter(|seconds| *seconds != 0);
    let keepalive = keepalive.map_or_else(|| "off".to_owned(), |seconds| seconds.to_string());
    format!("{seconds}\t{rx}\t{tx}\t{keepalive}")
}

fn addresses(peer: &wireguard::Peer<'_>) -> Vec<String> {
    let all = peer.allowedips.iter().flat_map(|all| all.iter()).flatten();
    all.filter_map(|allowed| Some(format!("{}/{}", allowed.ipaddr?, allowed.cidr_mask?))).collect()
}

//! What is to be set, read from the command line.

use core::ffi::CStr;
use core::net::{IpAddr, SocketAddr};
use std::error::Error;

use netlink_core::Indexed;
use netlink_families::wireguard::{self, AllowedIp, PeerFlags, SetDevice};

use crate::endpoint;
use crate::key::{self, Key};

/// How many addresses one request has: a peer with more continues in the next one.
const ADDRESSES: usize = 1_000;

#[derive(Default)]
pub(crate) struct Device {
    private_key: Option<Key>,
    listen_port: Option<u16>,
    fwmark: Option<u32>,
    peers: Vec<Peer>,
}

#[derive(Default)]
struct Peer {
    key: Key,
    remove: bool,
    preshared_key: Option<Key>,
    endpoint: Option<SocketAddr>,
    keepalive: Option<u16>,
    allowed: Option<Vec<(IpAddr, u8)>>,
}

impl Device {
    pub(crate) fn parse(words: &[&str]) -> Result<Self, Box<dyn Error>> {
        let mut device = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if *word == "remove" {
                device.peer()?.remove = true;
                continue;
            }
            let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
            let key = || key::parse(value).ok_or("a key has 44 digits of base 64");
            match *word {
                "private-key" => device.private_key = Some(key()?),
                "listen-port" => device.listen_port = Some(value.parse()?),
                "fwmark" => device.fwmark = Some(value.parse()?),
                "peer" => device.peers.push(Peer { key: key()?, ..Default::default() }),
                "preshared-key" => device.peer()?.preshared_key = Some(key()?),
                "endpoint" => device.peer()?.endpoint = Some(value.parse()?),
                "persistent-keepalive" => device.peer()?.keepalive = Some(value.parse()?),
                "allowed-ips" => device.peer()?.allowed = Some(allowed(value)?),
                _ => return Err(format!("unknown: {word}").into()),
            }
        }
        Ok(device)
    }

    fn peer(&mut self) -> Result<&mut Peer, Box<dyn Error>> {
        Ok(self.peers.last_mut().ok_or("`peer` must be first")?)
    }

    /// Returns the requests: one for the device, and as many as are needed for each peer.
    pub(crate) fn requests<'a>(&self, link: &'a CStr) -> Vec<SetDevice<'a>> {
        let mut all = vec![SetDevice {
            ifname: Some(link),
            private_key: self.private_key,
            listen_port: self.listen_port,
            fwmark: self.fwmark,
            ..Default::default()
        }];
        for peer in self.peers.iter().flat_map(Peer::parts) {
            // Requests live as long as the program.
            let peers = Some(Indexed::of(vec![peer].leak()));
            all.push(SetDevice { ifname: Some(link), peers, ..Default::default() });
        }
        all
    }
}

impl Peer {
    fn parts(&self) -> Vec<wireguard::Peer<'static>> {
        let all = self.allowed.iter().flatten().map(|(address, len)| AllowedIp {
            family: Some(if address.is_ipv4() { 2 } else { 10 }),
            ipaddr: Some(*address),
            cidr_mask: Some(*len),
            ..Default::default()
        });
        let all: &'static [AllowedIp<'_>] = all.collect::<Vec<_>>().leak();
        let mut flags = PeerFlags::default();
        if self.remove {
            flags = flags | PeerFlags::REMOVE_ME;
        }
        // Addresses that are given replace those that there were.
        if self.allowed.is_some() {
            flags = flags | PeerFlags::REPLACE_ALLOWEDIPS;
        }
        let endpoint = self.endpoint.map(|endpoint| &*endpoint::bytes(endpoint).leak());
        let mut parts = vec![wireguard::Peer {
            public_key: Some(self.key),
            preshared_key: self.preshared_key,
            flags: Some(flags),
            endpoint,
            persistent_keepalive_interval: self.keepalive,
            ..Default::default()
        }];
        parts.extend(all.chunks(ADDRESSES).map(|some| wireguard::Peer {
            public_key: Some(self.key),
            allowedips: Some(Indexed::of(some)),
            ..Default::default()
        }));
        parts
    }
}

fn allowed(text: &str) -> Result<Vec<(IpAddr, u8)>, Box<dyn Error>> {
    let all = text.split(',').filter(|text| !text.is_empty()).map(|text| {
        let (address, len) = text.split_once('/').ok_or("expected ADDRESS/LENGTH")?;
        Ok((address.parse()?, len.parse()?))
    });
    all.collect()
}

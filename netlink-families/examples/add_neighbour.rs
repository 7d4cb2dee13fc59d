//! Adds a permanent neighbour: `add_neighbour veth0 192.0.2.7 02:00:00:00:00:07`.

mod common;

use core::net::IpAddr;

use netlink_core::{MessageFlags, value::Mac};
use netlink_families::Ip;
use netlink_families::rt_neigh::{Neigh, NeighHeader, NudState};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [link, ip, mac] = common::args("add_neighbour LINK ADDRESS MAC")?;
    let (ip, mac): (IpAddr, Mac) = (ip.parse()?, mac.parse()?);
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let ifindex = common::link_index(&mut netlink, &link)?;
    let (family, state) = (Ip::from(ip).family(), NudState::PERMANENT);
    let header = NeighHeader { family, ifindex, state, ..Default::default() };
    let neigh = Neigh { header, dst: Some(ip.into()), lladdr: Some(&mac.0), ..Default::default() };
    netlink.execute(&neigh, MessageFlags::CREATE | MessageFlags::REPLACE)?;
    Ok(())
}

//! Adds an IP address to a link: `add_address lo 192.0.2.1/24`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::Ip;
use netlink_families::rt_addr::{Addr, AddrHeader};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [link, prefix] = common::args("add_address LINK ADDRESS/LENGTH")?;
    let (ip, prefixlen) = common::prefix(&prefix)?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let index = common::link_index(&mut netlink, &link)?;
    let local = Ip::from(ip);
    let header = AddrHeader { family: local.family(), prefixlen, index, ..Default::default() };
    let addr = Addr { header, local: Some(local), address: Some(local), ..Default::default() };
    netlink.execute(&addr, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

//! Creates a pair of virtual Ethernet links: `create_veth`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_link::{Link, LinkInfoData, Veth};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let link = Link::new("veth1", LinkInfoData::Veth(Veth::with_peer("veth1-peer")));
    Connection::open(Protocol::ROUTE)?.execute(&link, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

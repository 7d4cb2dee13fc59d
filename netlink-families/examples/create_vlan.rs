//! Creates a VLAN on a link: `create_vlan veth0 7`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_link::{Link, LinkInfoData, Vlan};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [lower, id] = common::args("create_vlan LINK ID")?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let lower = common::link_index(&mut netlink, &lower)?;
    let vlan = Vlan { id: Some(id.parse()?), ..Default::default() };
    let link = Link { link: Some(lower), ..Link::new("my-vlan", LinkInfoData::Vlan(vlan)) };
    netlink.execute(&link, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

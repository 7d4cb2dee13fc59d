//! Creates a VXLAN over a link, and sets it up: `create_vxlan veth0`.

mod common;

use netlink_core::{Be, MessageFlags};
use netlink_families::rt_link::{Link, LinkInfoData, Vxlan};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [lower] = common::args("create_vxlan LINK")?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let link = Some(common::link_index(&mut netlink, &lower)?);
    let vxlan = Vxlan { id: Some(10), link, port: Some(Be(4789)), ..Default::default() };
    let link = Link::new("vxlan0", LinkInfoData::Vxlan(vxlan)).up();
    netlink.execute(&link, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

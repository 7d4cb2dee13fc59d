//! Creates a macvlan on a link: `create_macvlan veth0`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_link::{Link, LinkInfoData, Macvlan, MacvlanMode};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [lower] = common::args("create_macvlan LINK")?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let lower = common::link_index(&mut netlink, &lower)?;
    let macvlan = Macvlan { mode: Some(MacvlanMode::Bridge), ..Default::default() };
    let link = Link::new("my-macvlan", LinkInfoData::Macvlan(macvlan));
    let link = Link { link: Some(lower), ..link };
    netlink.execute(&link, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

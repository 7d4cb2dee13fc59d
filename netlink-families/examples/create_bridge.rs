//! Creates a bridge: `create_bridge`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_link::{Bridge, Link, LinkInfoData};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let link = Link::new("my-bridge", LinkInfoData::Bridge(Bridge::default()));
    Connection::open(Protocol::ROUTE)?.execute(&link, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

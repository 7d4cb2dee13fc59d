//! Sets a link down: `set_link_down veth0`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_link::Link;
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [link] = common::args("set_link_down LINK")?;
    let link = Link::named(link.as_str()).down();
    Connection::open(Protocol::ROUTE)?.execute(&link, MessageFlags::NONE)?;
    Ok(())
}

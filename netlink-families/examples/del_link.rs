//! Deletes a link: `del_link my-bridge`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_link::DelLink;
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [link] = common::args("del_link LINK")?;
    let request = DelLink { ifname: Some(link.as_str().into()), ..Default::default() };
    Connection::open(Protocol::ROUTE)?.execute(&request, MessageFlags::NONE)?;
    Ok(())
}

//! Lists links: `get_links`.

mod common;

use netlink_families::rt_link::GetLink;
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let mut links = netlink.dump(&GetLink::default())?;
    while let Some(link) = links.next()? {
        let (name, mtu) = (link.ifname.unwrap_or_default(), link.mtu.unwrap_or_default());
        println!("{}: {name} {:?} mtu {mtu}", link.header.index, link.header.flags);
    }
    Ok(())
}

//! Lists the addresses of a link: `get_address lo`.

mod common;

use netlink_families::rt_addr::{AddrHeader, GetAddr};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [link] = common::args("get_address LINK")?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let index = common::link_index(&mut netlink, &link)?;
    let header = AddrHeader { index, ..Default::default() };
    let mut addresses = netlink.dump(&GetAddr { header: header.into(), ..Default::default() })?;
    while let Some(addr) = addresses.next()? {
        if let Some(ip) = addr.address.and_then(|address| address.ip()) {
            println!("{ip}/{}", addr.header.prefixlen);
        }
    }
    Ok(())
}

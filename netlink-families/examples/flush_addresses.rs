//! Deletes all addresses of a link: `flush_addresses veth0`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_addr::{AddrHeader, DelAddr, GetAddr};
use netlink_sys::connection::{Batch, Error};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [link] = common::args("flush_addresses LINK")?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let index = common::link_index(&mut netlink, &link)?;
    let header = AddrHeader { index, ..Default::default() };
    let mut batch = Batch::new();
    let mut addresses = netlink.dump(&GetAddr { header: header.into(), ..Default::default() })?;
    while let Some(addr) = addresses.next()? {
        let (header, local, address) = (addr.header, addr.local, addr.address);
        let request = DelAddr { header, local, address, ..Default::default() };
        batch.push(&request, MessageFlags::NONE)?;
    }
    netlink.run(&mut batch)?;
    // Some go with others: secondary addresses with their primary one.
    let mut failures = batch.failures().map(|(_, error)| Error::from(error));
    match failures.find(|error| !error.is_not_found()) {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

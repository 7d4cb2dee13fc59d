//! Makes a link the port of a bond, with a priority: `set_bond_port veth0 my-bond 7`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_link::{BondPort, Link, LinkInfoPortData};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [port, bond, priority] = common::args("set_bond_port LINK BOND PRIORITY")?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let master = Some(common::link_index(&mut netlink, &bond)?);
    let link = Link { master, ..Link::named(port.as_str()) };
    netlink.execute(&link, MessageFlags::NONE)?;

    let settings = BondPort { prio: Some(priority.parse()?), ..Default::default() };
    let linkinfo = Some(LinkInfoPortData::Bond(settings).into());
    let link = Link { linkinfo, ..Link::named(port.as_str()) };
    netlink.execute(&link, MessageFlags::NONE)?;
    Ok(())
}

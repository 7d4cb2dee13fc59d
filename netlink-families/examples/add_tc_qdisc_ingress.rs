//! Adds an ingress qdisc to a link: `add_tc_qdisc_ingress veth0`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::tc::{HANDLE_INGRESS, Qdisc, TcHeader};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [link] = common::args("add_tc_qdisc_ingress LINK")?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let ifindex = common::link_index(&mut netlink, &link)?;
    let header = TcHeader { ifindex, parent: HANDLE_INGRESS, ..Default::default() };
    let qdisc = Qdisc { header, kind: Some("ingress".into()), ..Default::default() };
    netlink.execute(&qdisc, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

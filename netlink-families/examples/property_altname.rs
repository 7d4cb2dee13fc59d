//! Adds an alternative name to a link, or deletes it: `property_altname veth0 add uplink-of-the-lab`.

mod common;

use netlink_core::{MessageFlags, Repeated};
use netlink_families::rt_link::{DelLinkProp, NewLinkProp, PropList};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [link, action, name] = common::args("property_altname LINK (add | del) NAME")?;
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let ifname = Some(link.as_str().into());
    let names = [name.as_str().into()];
    let prop_list = Some(PropList { alt_ifname: Repeated::of(&names), ..Default::default() });
    match action.as_str() {
        "add" => netlink.execute(
            &NewLinkProp { ifname, prop_list, ..Default::default() },
            MessageFlags::CREATE | MessageFlags::EXCL,
        )?,
        "del" => netlink.execute(
            &DelLinkProp { ifname, prop_list, ..Default::default() },
            MessageFlags::NONE,
        )?,
        _ => return Err("expected add or del".into()),
    };
    Ok(())
}

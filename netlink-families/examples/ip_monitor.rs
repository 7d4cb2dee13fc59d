//! Prints changes of links, addresses and routes, as trees: `ip_monitor`.

mod common;

use std::io::ErrorKind;

use netlink_core::RawMessage;
use netlink_families::{rt_addr, rt_link, rt_route};
use netlink_sys::connection::{Events, Notification};
use netlink_sys::{Group, Protocol};

fn main() -> common::Result {
    let families = [&rt_link::FAMILY, &rt_addr::FAMILY, &rt_route::FAMILY];
    let messages = families.map(|family| family.notifications).concat();
    let mut events = Events::<RawMessage<'_>>::subscribe(Protocol::ROUTE, &[])?;
    let groups = families.iter().flat_map(|family| family.groups);
    for group in groups.filter_map(|group| Group::new(group.number?)) {
        match events.socket().join(group) {
            // An older kernel does not have it.
            Err(error) if error.kind() == ErrorKind::InvalidInput => {}
            result => result?,
        }
    }
    loop {
        match events.next()? {
            Notification::Message(message) => println!("{:#}", message.display_as(&messages)),
            Notification::Lost => println!("events were lost"),
        }
    }
}

//! Adds a route through a gateway: `add_route 198.51.100.0/24 192.0.2.1`.

mod common;

use core::net::IpAddr;

use netlink_core::MessageFlags;
use netlink_families::Ip;
use netlink_families::rt_route::{self, Route, RouteHeader, RouteType};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [prefix, gateway] = common::args("add_route DESTINATION/LENGTH GATEWAY")?;
    let (destination, dst_len) = common::prefix(&prefix)?;
    let (dst, gateway) = (Ip::from(destination), Ip::from(gateway.parse::<IpAddr>()?));
    let header = RouteHeader {
        family: dst.family(),
        dst_len,
        protocol: rt_route::Protocol::STATIC,
        ty: RouteType::UNICAST,
        ..Default::default()
    };
    let route = Route { header, dst: Some(dst), gateway: Some(gateway), ..Default::default() };
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    netlink.execute(&route, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

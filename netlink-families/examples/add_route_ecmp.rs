//! Adds a route with two gateways: `add_route_ecmp 198.51.100.0/24 192.0.2.1 192.0.2.2`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::Ip;
use netlink_families::rt_route::{self, NextHop, NextHops, Route, RouteHeader, RouteType};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [prefix, first, second] =
        common::args("add_route_ecmp DESTINATION/LENGTH GATEWAY GATEWAY")?;
    let (destination, dst_len) = common::prefix(&prefix)?;
    let dst = Ip::from(destination);
    let header = RouteHeader {
        family: dst.family(),
        dst_len,
        protocol: rt_route::Protocol::STATIC,
        ty: RouteType::UNICAST,
        ..Default::default()
    };
    let hops = [first.parse()?, second.parse()?]
        .map(|gateway| NextHop { gateway: Some(gateway), ..Default::default() });
    let multipath = Some(NextHops::of(&hops));
    let route = Route { header, dst: Some(dst), multipath, ..Default::default() };
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    netlink.execute(&route, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

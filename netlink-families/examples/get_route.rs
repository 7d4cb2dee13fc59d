//! Lists routes of both versions of IP: `get_route`.

mod common;

use netlink_families::rt_route::GetRoute;
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let mut routes = netlink.dump(&GetRoute::default())?;
    while let Some(route) = routes.next()? {
        let dst = route.dst.and_then(|dst| dst.ip()).map_or("default".into(), |ip| ip.to_string());
        print!("{:?} {dst}/{} table {}", route.header.ty, route.header.dst_len, route.header.table);
        if let Some(gateway) = route.gateway.and_then(|gateway| gateway.ip()) {
            print!(" via {gateway}");
        }
        println!(" dev {}", route.oif.unwrap_or(0));
    }
    Ok(())
}

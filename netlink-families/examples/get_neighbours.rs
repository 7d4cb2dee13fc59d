//! Lists neighbours: `get_neighbours`.

mod common;

use netlink_families::rt_neigh::GetNeigh;
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let mut neighbours = netlink.dump(&GetNeigh::default())?;
    while let Some(neigh) = neighbours.next()? {
        let ip = neigh.dst.and_then(|dst| dst.ip()).map_or("-".into(), |ip| ip.to_string());
        println!("{ip} dev {} {:?}", neigh.header.ifindex, neigh.header.state);
    }
    Ok(())
}

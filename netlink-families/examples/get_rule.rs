//! Lists the rules of both versions of IP: `get_rule`.

mod common;

use netlink_families::rt_rule::GetRule;
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let mut rules = netlink.dump(&GetRule::default())?;
    while let Some(rule) = rules.next()? {
        let table = rule.table.unwrap_or(rule.header.table.into());
        println!("{}: family {} table {table}", rule.priority.unwrap_or(0), rule.header.family);
    }
    Ok(())
}

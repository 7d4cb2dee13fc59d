//! Adds a rule: `add_rule 198.51.100.0/24 100` looks up table 100 for these destinations.

mod common;

use netlink_core::MessageFlags;
use netlink_families::Ip;
use netlink_families::rt_rule::{Action, Rule, RuleHeader};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let [prefix, table] = common::args("add_rule DESTINATION/LENGTH TABLE")?;
    let (destination, dst_len) = common::prefix(&prefix)?;
    let dst = Ip::from(destination);
    let (family, action) = (dst.family(), Action::TO_TBL);
    let header = RuleHeader { family, dst_len, action, ..Default::default() };
    let rule = Rule { header, dst: Some(dst), table: Some(table.parse()?), ..Default::default() };
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    netlink.execute(&rule, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

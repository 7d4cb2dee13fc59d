//! Creates a bond in the mode active-backup, and sets it up: `create_bond`.

mod common;

use netlink_core::MessageFlags;
use netlink_families::rt_link::{Bond, BondMode, Link, LinkInfoData};
use netlink_sys::{Connection, Protocol};

fn main() -> common::Result {
    let bond = Bond { mode: Some(BondMode::ActiveBackup), miimon: Some(100), ..Default::default() };
    let link = Link::new("my-bond", LinkInfoData::Bond(bond)).up();
    Connection::open(Protocol::ROUTE)?.execute(&link, MessageFlags::CREATE | MessageFlags::EXCL)?;
    Ok(())
}

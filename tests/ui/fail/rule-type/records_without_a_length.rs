//! Records whose set has no header in which their length could be.
use netlink_core::value::Records;
use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct NextHop {
    #[nla(5)]
    gateway: u32,
}

#[derive(Parse, Emit)]
struct Route<'a> {
    #[nla(9)]
    multipath: Records<'a, NextHop>,
}

fn main() {}

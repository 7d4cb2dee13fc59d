//! Types with associated items of the traits' names.
#![deny(warnings)]
#![allow(dead_code, reason = "what is declared is compiled, and not used")]

use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 16)]
struct Link {
    #[nla(4, range = 68..)]
    mtu: u32,
    #[nla(5)]
    state: State,
}

impl Link {
    const ATTR: u8 = 0;
    const POLICY: u8 = 0;
    const MESSAGES: u8 = 0;
    const TAKES_OTHERS: u8 = 0;

    fn parse() {}
    fn absent() {}
    fn merge() {}
    fn emit() {}
    fn emit_attr() {}
    fn payload_len() {}
    fn attr_len() {}
    fn id() {}
    fn policy() {}
}

#[derive(Parse, Emit)]
#[repr(u8)]
enum State {
    Down,
    Up,
}

impl State {
    const ATTR: u8 = 0;

    fn key() {}
    fn parse() {}
    fn emit() {}
}

fn main() {
    Link::parse();
    State::key();
    let _ = <Link as netlink_core::EmitMessage>::policy(&Link { mtu: 68, state: State::Up });
}

//! A crate that forbids lints refuses code that allows them, and one that denies warnings refuses uses of
//! deprecated types. A user's expressions are linted where they are written, and not again.
#![forbid(
    non_upper_case_globals,
    single_use_lifetimes,
    trivial_numeric_casts,
    unreachable_patterns,
    unused_imports,
    unused_lifetimes,
    unused_parens,
    unused_qualifications
)]
#![deny(warnings)]
#![allow(dead_code)]

use netlink_core::{Emit, Parse, Repeated};

#[deprecated]
#[derive(Parse, Emit)]
#[netlink(message = 16 + 0i32)]
struct Link<'a> {
    #[nla(2, range = 1..=(3 as u8 as u32), default = -1i32 as u32)]
    mtu: u32,
    #[nla(3)]
    ports: Repeated<'a, u16>,
}

#[deprecated]
#[derive(Parse, Emit)]
#[repr(u16)]
enum State {
    #[deprecated]
    Down = 1 + 1,
    Up,
}

fn main() {}

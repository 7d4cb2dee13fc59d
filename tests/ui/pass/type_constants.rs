//! Constants and rules may be of any integer type, and any constant expression.
#![deny(warnings)]
#![allow(dead_code)]

use netlink_core::{Emit, Parse, ParseSet};

const BYTE: u8 = 1;
const SHORT: u16 = 2;
const INT: i32 = 3;
const WORD: u32 = 4;
const SIZE: usize = 5;
const LONG: i64 = 6;
const IFNAMSIZ: u32 = 16;

#[repr(u8)]
enum Types {
    Seven = 7,
}

const fn eight() -> u16 {
    8
}

trait Family {
    const NINE: u16;
}

struct Mine;

impl Family for Mine {
    const NINE: u16 = 9;
}

#[derive(Parse, Emit)]
struct Set<'a> {
    #[nla(BYTE, range = BYTE..=SHORT)]
    byte: Option<u8>,
    #[nla(SHORT, range = ..=u16::MAX / 2)]
    short: Option<u16>,
    #[nla(INT, range = -INT..INT)]
    int: Option<i32>,
    #[nla(WORD, mask = !0_u32 >> 1)]
    word: Option<u32>,
    #[nla(SIZE, len = ..IFNAMSIZ)]
    size: Option<&'a [u8]>,
    #[nla(LONG, len = BYTE..=SIZE)]
    long: Option<&'a [u8]>,
    #[nla(Types::Seven as u8)]
    seven: Option<u8>,
    #[nla(eight())]
    eight: Option<u8>,
    #[nla(<Mine as Family>::NINE)]
    nine: Option<u8>,
    #[nla((INT + 7))]
    ten: Option<u8>,
    #[nla(WORD as u16 + 7)]
    eleven: Option<u8>,
    #[nla(self::SHORT * 6)]
    twelve: Option<u8>,
    #[nla(b'\r')]
    thirteen: Option<u8>,
}

#[derive(Parse, Emit)]
#[netlink(message = Messages::New as i32)]
struct New;

#[derive(Parse, Emit)]
#[netlink(family = concat!("net", "dev"), command = SIZE, version = BYTE)]
struct Get;

#[derive(Parse, Emit)]
enum Event {
    #[netlink(message = WORD)]
    One(New),
    #[netlink(message = SIZE)]
    Two(New),
}

#[derive(Parse, Emit)]
enum Form {
    #[netlink(key = SHORT)]
    One(u8),
    #[netlink(key = SIZE + 2)]
    Two(u8),
    #[netlink(key = u64::MAX)]
    Three(u8),
}

enum Messages {
    New = 16,
}

fn main() {
    let types: Vec<u16> = Set::POLICY_OF_PARSE.attrs().map(|attr| attr.ty()).collect();
    assert_eq!(types, (1..=13).collect::<Vec<u16>>());
}

impl Set<'_> {
    const POLICY_OF_PARSE: &'static netlink_core::Policy =
        <Set<'static> as ParseSet<'static>>::PARSE_POLICY;
}

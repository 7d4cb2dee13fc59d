//! Every name that generated code might be tempted to use means something else here.
#![allow(dead_code, unused_imports, unused_macros, non_camel_case_types)]

use netlink_core::{Be, Emit, Parse};

struct Option;
struct Result;
struct Vec;
struct Box;
struct String;
struct Self_;
enum Mine {
    Some,
    None,
    Ok,
    Err,
}
use Mine::{Err, None, Ok, Some};
trait Iterator {}
trait Default {}
trait From {}
trait Into {}
trait Clone {}
trait Copy {}
trait Sized_ {}
trait Fn {}
trait FnOnce {}
mod core {}
mod std {}
mod alloc {}
mod netlink_core_ {}
struct Input;
struct Writer;
struct Policy;
struct AttrPolicy;
struct Attr;
struct ParseError;
struct EmitError;
const TYPE0: u16 = 77;
const POLICY: u8 = 1;
const ATTR: u8 = 1;
macro_rules! panic {
    ($($tokens:tt)*) => {
        compile_error!("not this one")
    };
}
macro_rules! matches {
    ($($tokens:tt)*) => {
        compile_error!("not this one")
    };
}
macro_rules! assert {
    ($($tokens:tt)*) => {
        compile_error!("not this one")
    };
}

#[derive(Parse, Emit)]
#[netlink(message = 16)]
struct Set<'a> {
    #[netlink(header)]
    header: [u8; 4],
    #[nla(1, range = 1..=9)]
    input: u32,
    #[nla(2)]
    writer: ::core::option::Option<u8>,
    #[nla(3, len = ..8)]
    attr: &'a [u8],
    #[nla(4, select = key)]
    policy: ::core::option::Option<Form>,
    #[nla(5)]
    key: ::core::option::Option<u32>,
    #[nla(6, default = 9)]
    error: u16,
    #[nla(7)]
    value: bool,
    #[nla(8)]
    other: Values,
}

#[derive(Parse, Emit)]
enum Form {
    #[netlink(key = 1)]
    Some(u32),
    #[netlink(key = 2)]
    None(u32),
}

#[derive(Parse, Emit)]
#[netlink(wire = Be<u16>)]
#[repr(u16)]
enum Values {
    Ok,
    Err,
    #[netlink(other)]
    Option(u16),
}

#[derive(Parse, Emit)]
enum Event<'a> {
    #[netlink(message = 16)]
    Ok(Set<'a>),
}

fn main() {}

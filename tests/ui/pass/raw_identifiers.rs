//! Names that are keywords, in declarations with `r#` and in errors without.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

use netlink_core::{Emit, Input, Parse, ParseSet, Stream};

#[derive(Debug, Parse, Emit)]
struct r#struct<'r#a> {
    #[nla(1)]
    r#type: &'r#a str,
    #[nla(2, select = r#type)]
    r#match: Option<r#enum<'r#a>>,
    #[nla(r#const)]
    r#fn: Stream<'r#a, r#trait>,
}

const r#const: u16 = 3;

#[derive(Debug, Parse, Emit)]
enum r#enum<'a> {
    #[netlink(key = "x")]
    r#impl(u32),
    #[netlink(other)]
    r#loop(&'a [u8]),
}

#[derive(Clone, Debug, Parse, Emit)]
enum r#trait {
    #[nla(1)]
    r#use(u32),
    #[nla(2)]
    r#where(r#mod),
}

#[derive(Clone, Debug, Parse, Emit)]
#[repr(u8)]
enum r#mod {
    r#move,
}

fn main() {
    let policy = <r#struct<'_> as ParseSet>::PARSE_POLICY;
    assert_eq!(policy.name(), "struct");
    let names: Vec<&str> = policy.attrs().map(|attr| attr.name()).collect();
    assert_eq!(names, ["type", "match", "fn"]);

    let error = r#struct::parse(Input::new(&[])).unwrap_err();
    assert!(error.to_string().starts_with("struct.type "), "{error}");
}

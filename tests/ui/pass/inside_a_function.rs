//! Declarations where only a few statements see them.
#![deny(warnings)]
#![allow(dead_code)]

use netlink_core::{Emit, Input, Parse};

fn main() {
    const ONE: u16 = 1;

    #[derive(Debug, PartialEq, Parse, Emit)]
    struct Set<'a> {
        #[nla(ONE, len = ..=8)]
        inner: Option<&'a [u8]>,
        #[nla(2)]
        form: Option<Value>,
    }

    #[derive(Debug, PartialEq, Parse, Emit)]
    #[repr(u32)]
    enum Value {
        One = ONE as u32,
    }

    assert_eq!(Set::parse(Input::new(&[])), Ok(Set { inner: None, form: None }));
}

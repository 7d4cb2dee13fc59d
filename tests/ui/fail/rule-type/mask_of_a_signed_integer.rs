use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, mask = 0xff)]
    flags: i32,
}

fn main() {}

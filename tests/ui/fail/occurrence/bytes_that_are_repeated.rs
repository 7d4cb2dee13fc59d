use netlink_core::{Emit, Parse, Repeated};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(1)]
    field: Repeated<'a, u8>,
}

fn main() {}

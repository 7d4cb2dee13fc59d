use netlink_core::{Emit, Parse, Raw, Repeated};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(1)]
    field: Raw<'a, Repeated<'a, u32>>,
}

fn main() {}

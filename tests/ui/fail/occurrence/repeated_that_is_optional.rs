use netlink_core::{Emit, Parse, Repeated};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(1)]
    field: Option<Repeated<'a, u32>>,
}

fn main() {}

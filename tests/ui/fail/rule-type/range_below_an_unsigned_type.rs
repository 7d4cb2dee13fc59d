use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Vlan {
    #[nla(1, range = -1..=4094)]
    id: u16,
}

fn main() {}

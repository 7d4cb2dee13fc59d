use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Data {
    #[netlink(key = ["vlan", true])]
    Vlan(u32),
}

fn main() {}

use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Data {
    #[netlink(key = ["vlan", 1])]
    Vlan(u32),
}

fn main() {}

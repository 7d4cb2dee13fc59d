use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 16)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16),
}

fn main() {}

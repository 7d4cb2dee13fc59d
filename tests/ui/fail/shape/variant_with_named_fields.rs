use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan { id: u16 },
}

fn main() {}

use netlink_core::{Emit, Parse};

struct Vlan {
    id: u16,
}

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(Vlan),
}

fn main() {}

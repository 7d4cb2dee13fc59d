use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Data {
    #[netlink(key = "vlan")]
    Vlan(Option<u32>),
}

fn main() {}

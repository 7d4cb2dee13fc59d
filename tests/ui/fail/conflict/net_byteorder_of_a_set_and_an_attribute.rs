use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(net_byteorder)]
struct Link {
    #[nla(1, net_byteorder)]
    port: u32,
}

fn main() {}

use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Metric {
    #[nla(2)]
    Mtu(u32),
    #[nla(2)]
    Window(u32),
}

fn main() {}

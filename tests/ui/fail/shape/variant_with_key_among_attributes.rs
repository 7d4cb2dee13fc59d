use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Metric {
    #[nla(2)]
    Mtu(u32),
    #[netlink(key = "window")]
    Window(u32),
}

fn main() {}

use netlink_core::{Emit, Parse};

const RTAX_MTU: u8 = 2;

#[derive(Parse, Emit)]
enum Metric {
    #[nla(RTAX_MTU)]
    Mtu(u32),
    #[nla(2)]
    Window(u32),
}

fn main() {}

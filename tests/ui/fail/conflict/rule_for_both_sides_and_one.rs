use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, range = 68.., emit(range = 68..=1500))]
    mtu: u32,
}

fn main() {}

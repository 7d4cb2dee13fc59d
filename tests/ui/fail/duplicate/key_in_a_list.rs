use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Data {
    #[netlink(key = ["pfifo", "bfifo"])]
    Fifo(u32),
    #[netlink(key = "bfifo")]
    Bytes,
}

fn main() {}

use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct LinkInfo<'a> {
    #[netlink(key = "kind")]
    kind: &'a [u8],
}

fn main() {}

use netlink_core::{Emit, Parse, ParseError};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    mtu: Result<u32, ParseError>,
}

fn main() {}

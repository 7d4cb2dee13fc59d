use netlink_core::{Emit, Parse};

use std::net::SocketAddr;

#[derive(Parse, Emit)]
struct Peer {
    #[nla(1)]
    endpoint: SocketAddr,
}

fn main() {}

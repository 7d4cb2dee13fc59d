use netlink_core::{Emit, Parse, Stream};

#[derive(Parse, Emit)]
struct Route<'a> {
    #[nla(8)]
    metrics: Stream<'a, u32>,
}

fn main() {}

use netlink_core::{Emit, Malformed, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(1)]
    field: Result<Option<u32>, Malformed<'a>>,
}

fn main() {}

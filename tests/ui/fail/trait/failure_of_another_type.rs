use netlink_core::Parse;

#[derive(Parse)]
struct Link {
    #[nla(4)]
    mtu: Result<u32, String>,
}

fn main() {}

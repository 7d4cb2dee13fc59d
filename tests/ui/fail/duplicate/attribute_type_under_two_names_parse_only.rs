use netlink_core::Parse;

const IFLA_MTU: u16 = 4;

#[derive(Parse)]
struct Link {
    #[nla(4)]
    mtu: u32,
    #[nla(IFLA_MTU)]
    min_mtu: u32,
}

fn main() {}

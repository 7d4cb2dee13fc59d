use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Tc<'a> {
    #[nla(1)]
    kind: &'a str,
    #[nla(7)]
    stats: Option<Stats>,
}

#[derive(Parse, Emit)]
struct Stats {
    #[nla(4, select = super)]
    app: Option<App>,
}

#[derive(Parse, Emit)]
enum App {
    #[netlink(key = "htb")]
    Htb(u32),
}

fn main() {}

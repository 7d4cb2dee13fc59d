use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Hook {
    #[nla(1, default)]
    when: When,
}

#[derive(Parse, Emit)]
#[repr(u8)]
enum When {
    Before = 1,
    After = 2,
}

fn main() {}

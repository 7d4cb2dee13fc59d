use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Event {
    #[netlink(message = 16)]
    Link,
}

fn main() {}

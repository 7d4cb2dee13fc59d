use netlink_core::{Be, Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(wire = Be<u16>)]
#[repr(u32)]
enum Port {
    Ssh = 22,
    Http = 80,
}

fn main() {}

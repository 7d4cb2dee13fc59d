use netlink_core::{Emit, EmitSet, Messages, Parse, ParseSet, Stream, View};

#[derive(Clone, Parse, Emit)]
#[netlink(message = 16, mistake)]
struct Link<'a> {
    #[nla(3)]
    name: &'a str,
}

#[derive(Clone, Parse, Emit)]
enum Metric {
    #[nla(2, mistake)]
    Mtu(u32),
}

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan", mistake)]
    Vlan(u32),
}

#[derive(Parse, Emit)]
#[repr(u32)]
#[netlink(mistake)]
enum OperState {
    Down,
}

#[derive(Parse, Emit)]
#[netlink(message = 18, reply = Link<'_>)]
struct GetLink<'a> {
    #[nla(1)]
    metrics: Stream<'a, Metric>,
    #[nla(2)]
    state: OperState,
    #[nla(3, select = state)]
    by_number: Option<LinkData>,
    #[nla(4)]
    link: Option<Link<'a>>,
}

fn read(bytes: &[u8]) {
    for message in Messages::new(bytes).flatten() {
        let link: Result<Link<'_>, _> = message.parse();
        let _ = link.map(|link| link.name.len());
    }
    let _ = (<Link<'_> as ParseSet>::PARSE_POLICY, <Link<'_> as EmitSet>::EMIT_POLICY);
}

fn view<T: View>() {}

fn names_it() {
    view::<Link<'_>>();
}

fn main() {}

//! `netlink-families` against what others say of the same families: C headers, captured messages, the
//! policies of the running kernel, and the specifications that it is generated from.

mod bytes;
mod captures;
#[allow(unreachable_pub, reason = "written by the generator, for any crate")]
#[rustfmt::skip]
mod facts;
mod headers;
mod odd;
mod policies;
mod registry;

/// Calls a visitor with the messages of one family, which is named as its module or as its specification.
fn visit(family: &str, visitor: &mut impl netlink_families::Visitor) {
    use netlink_families as all;
    match family.replace('-', "_").as_str() {
        "audit" => all::audit::visit(visitor),
        "ethtool" => all::ethtool::visit(visitor),
        "inet_diag" => all::inet_diag::visit(visitor),
        "ipset" => all::ipset::visit(visitor),
        "nftables" => all::nftables::visit(visitor),
        "nlctrl" => all::nlctrl::visit(visitor),
        "rt_addr" => all::rt_addr::visit(visitor),
        "rt_link" => all::rt_link::visit(visitor),
        "rt_neigh" => all::rt_neigh::visit(visitor),
        "rt_route" => all::rt_route::visit(visitor),
        "rt_rule" => all::rt_rule::visit(visitor),
        "tc" => all::tc::visit(visitor),
        other => panic!("no family {other}"),
    }
}

/// What the declarations of a family say, under the names that C headers have for it.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub name: &'static str,
    pub headers: &'static [&'static str],
    /// C expressions with our values.
    pub values: &'static [(&'static str, i128)],
}

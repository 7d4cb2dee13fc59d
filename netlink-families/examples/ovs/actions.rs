//! Prints actions as `ovs-dpctl dump-flows` does.

use netlink_core::Stream;
use netlink_core::zerocopy::IntoBytes;
use netlink_families::ovs_flow::{Action, MaskedKey, Userspace};

use crate::conntrack::conntrack;
use crate::flow::flow;
use crate::form::hex;
use crate::layout::{self, show};
use crate::names;

pub(crate) fn actions(list: &Stream<'_, Action<'_>>) -> String {
    let all: Vec<String> = list
        .iter()
        .map(|action| match action {
            Ok(action) => show_action(&action),
            Err(error) => format!("<{error}>"),
        })
        .collect();
    if all.is_empty() { "drop".to_owned() } else { all.join(",") }
}

fn show_action(action: &Action<'_>) -> String {
    let list = |of: &Option<Stream<'_, Action<'_>>>| of.as_ref().map_or_else(String::new, actions);
    match action {
        Action::Output(port) => port.to_string(),
        Action::Userspace(to) => userspace(to),
        Action::Set(key) => format!("set({})", flow(key, None, false)),
        Action::SetMasked(key) => format!("set({})", masked(key)),
        Action::PushVlan(tag) => {
            let tpid = tag.tpid.get();
            let tpid = if tpid == 0x8100 { String::new() } else { format!("tpid={tpid:#06x},") };
            format!("push_vlan({tpid}{})", names::vlan(tag.tci.get(), 0xffff, true))
        }
        Action::PopVlan => "pop_vlan".to_owned(),
        Action::Sample(sample) => {
            let share =
                f64::from(sample.probability.unwrap_or_default()) * 100.0 / f64::from(u32::MAX);
            format!("sample(sample={share:.1}%,actions({}))", list(&sample.actions))
        }
        Action::Recirc(id) => format!("recirc({})", hex((*id).into())),
        Action::Hash(hash) => match hash.alg {
            0 => format!("hash(l4({}))", hash.basis),
            alg => format!("hash(sym_l4 {alg} ({}))", hash.basis),
        },
        Action::PushMpls(label) => {
            let entry = names::mpls(label.lse.get(), u32::MAX);
            format!("push_mpls({entry},eth_type={:#x})", label.ethertype.get())
        }
        Action::AddMpls(label) => {
            let entry = names::mpls(label.mpls_lse.get(), u32::MAX);
            format!("add_mpls({entry},eth_type={:#x})", label.mpls_ethertype.get())
        }
        Action::PopMpls(ty) => format!("pop_mpls(eth_type={:#x})", ty.0),
        Action::Ct(ct) => conntrack(ct),
        Action::CtClear => "ct_clear".to_owned(),
        Action::Trunc(len) => format!("trunc({len})"),
        Action::PushEth(header) => {
            format!("push_eth({})", show(layout::ETHERNET, (**header).as_bytes(), None, false))
        }
        Action::PopEth => "pop_eth".to_owned(),
        Action::PopNsh => "pop_nsh()".to_owned(),
        Action::Meter(meter) => format!("meter({meter})"),
        Action::Clone(list) => format!("clone({})", actions(list)),
        Action::CheckPktLen(check) => format!(
            "check_pkt_len(size={},gt({}),le({}))",
            check.pkt_len.unwrap_or_default(),
            list(&check.actions_if_greater),
            list(&check.actions_if_less_equal)
        ),
        Action::DecTtl(ttl) => format!("dec_ttl(le_1({}))", list(&ttl.action)),
        Action::Psample(to) => format!("psample(group={})", to.group.unwrap_or_default()),
        Action::Drop(reason) => format!("drop({reason})"),
        other => format!("{other:?}"),
    }
}

fn masked(key: &MaskedKey<'_>) -> String {
    macro_rules! first {
        ($($field:ident $name:literal $layout:ident,)*) => {$(
            if let Some(both) = &key.$field {
                let (value, mask) = (both.value.as_bytes(), both.mask.as_bytes());
                return format!("{}({})", $name, show(layout::$layout, value, Some(mask), false));
            }
        )*};
    }
    first! {
        ethernet "eth" ETHERNET, ipv4 "ipv4" IPV4, ipv6 "ipv6" IPV6,
        tcp "tcp" PORTS, udp "udp" PORTS, sctp "sctp" PORTS,
    }
    for (name, both) in [("skb_priority", &key.priority), ("skb_mark", &key.skb_mark)] {
        if let Some(both) = both {
            let shown = names::masked(both.value.into(), both.mask.into(), u32::MAX.into());
            return format!("{name}({shown})");
        }
    }
    match &key.mpls {
        Some(both) => {
            format!("mpls({})", names::mpls(both.value.mpls_lse.get(), both.mask.mpls_lse.get()))
        }
        None => format!("{key:?}"),
    }
}

fn userspace(to: &Userspace<'_>) -> String {
    let mut out = format!("userspace(pid={}", to.pid.unwrap_or_default());
    if let Some(data) = to.userdata {
        let bytes: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
        out += &format!(",userdata({bytes})");
    }
    if to.actions {
        out += ",actions";
    }
    if let Some(port) = to.egress_tun_port {
        out += &format!(",tunnel_out_port={port}");
    }
    out + ")"
}

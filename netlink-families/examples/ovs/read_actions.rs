//! Reads actions as `ovs-dpctl add-flow` does.

use std::error::Error;

use netlink_core::value::Struct;
use netlink_core::{Be, Stream};
use netlink_families::ovs_flow::*;

use crate::form::read_number;
use crate::layout;
use crate::read::{Part, flow, header, parts, vlan};

type Actions = Stream<'static, Action<'static>>;

/// Reads actions. What is read lives as long as the program.
pub(crate) fn actions(text: &str) -> Result<Actions, Box<dyn Error>> {
    let mut all = Vec::new();
    for part in parts(text)?.iter().filter(|part| part.name != "drop") {
        all.push(
            action(part)
                .ok_or_else(|| format!("cannot read the action {}({})", part.name, part.inner))?,
        );
    }
    Ok(Stream::of(all.leak()))
}

/// Returns the value of `name=value`, or what is in the parentheses of `name(…)`.
fn find<'t>(inner: &'t str, name: &str) -> Option<&'t str> {
    let all = parts(inner).ok()?;
    all.iter().find_map(|part| {
        if part.name == name {
            return Some(part.inner);
        }
        part.name.strip_prefix(name)?.strip_prefix('=')
    })
}

fn number<T: TryFrom<u64>>(inner: &str, name: &str) -> Option<T> {
    T::try_from(read_number(find(inner, name)?)?).ok()
}

fn action(part: &Part<'_>) -> Option<Action<'static>> {
    let inner = part.inner;
    let list = |name: &str| actions(find(inner, name)?).ok();
    Some(match part.name {
        "set" => return set(&parts(inner).ok()?.pop()?),
        "push_vlan" => {
            let tag = parts(inner).ok()?.into_iter().filter(|part| !part.name.starts_with("tpid"));
            let tag = tag.map(|part| part.name).collect::<Vec<_>>().join(",");
            let tpid = number(inner, "tpid").unwrap_or(0x8100).into();
            Action::PushVlan(Struct::new(ActionPushVlan { tpid, tci: vlan(&tag)?.0.into() }))
        }
        "pop_vlan" => Action::PopVlan,
        "sample" => {
            let share: f64 = find(inner, "sample")?.strip_suffix('%')?.parse().ok()?;
            let probability = Some((share / 100.0 * f64::from(u32::MAX)) as u32);
            Action::Sample(Sample { probability, actions: list("actions"), ..Default::default() })
        }
        "recirc" => Action::Recirc(u32::try_from(read_number(inner)?).ok()?),
        "trunc" => Action::Trunc(u32::try_from(read_number(inner)?).ok()?),
        "meter" => Action::Meter(u32::try_from(read_number(inner)?).ok()?),
        "push_mpls" => {
            let (lse, ethertype) = (mpls(inner)?.into(), number(inner, "eth_type")?);
            Action::PushMpls(Struct::new(ActionPushMpls {
                lse,
                ethertype: u16::into(ethertype),
                gap: [0; 2],
            }))
        }
        "pop_mpls" => Action::PopMpls(Be(number(inner, "eth_type")?)),
        "push_eth" => Action::PushEth(Struct::new(header(layout::ETHERNET, inner)?.0)),
        "pop_eth" => Action::PopEth,
        "ct" => Action::Ct(Ct {
            commit: find(inner, "commit").is_some(),
            force_commit: find(inner, "force_commit").is_some(),
            zone: number(inner, "zone"),
            ..Default::default()
        }),
        "ct_clear" => Action::CtClear,
        "clone" => Action::Clone(actions(inner).ok()?),
        "check_pkt_len" => Action::CheckPktLen(CheckPktLen {
            pkt_len: number(inner, "size"),
            actions_if_greater: list("gt"),
            actions_if_less_equal: list("le"),
            ..Default::default()
        }),
        port => Action::Output(port.parse().ok()?),
    })
}

/// Reads a header to be set: in part, where not all of it is named.
fn set(part: &Part<'_>) -> Option<Action<'static>> {
    macro_rules! masked {
        ($field:ident $layout:ident $masked:ident) => {{
            let (value, mask) = header(layout::$layout, part.inner)?;
            let both = Some(Struct::new($masked { value, mask }));
            Action::SetMasked(MaskedKey { $field: both, ..Default::default() })
        }};
    }
    Some(match part.name {
        "eth" => masked!(ethernet ETHERNET MaskedEthernet),
        "ipv4" => masked!(ipv4 IPV4 MaskedIpv4),
        "ipv6" => masked!(ipv6 IPV6 MaskedIpv6),
        "tcp" => masked!(tcp PORTS MaskedTcp),
        "udp" => masked!(udp PORTS MaskedUdp),
        "sctp" => masked!(sctp PORTS MaskedSctp),
        _ => {
            let (key, mask) = flow(&format!("{}({})", part.name, part.inner)).ok()?;
            let both = |value: Option<u32>, mask: Option<u32>| {
                Some(Struct::new(MaskedU32 { value: value?, mask: mask? }))
            };
            let priority = both(key.priority, mask.priority);
            let skb_mark = both(key.skb_mark, mask.skb_mark);
            Action::SetMasked(MaskedKey { priority, skb_mark, ..Default::default() })
        }
    })
}

fn mpls(inner: &str) -> Option<u32> {
    let part = |name, shift: u32| Some(number::<u32>(inner, name)? << shift);
    Some(part("label", 12)? | part("tc", 9)? | part("ttl", 0)? | part("bos", 8)?)
}

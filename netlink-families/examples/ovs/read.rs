//! Reads flows as `ovs-dpctl add-flow` does: keys with masks.

use std::error::Error;

use netlink_core::value::Struct;
use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes};
use netlink_core::{Be, Lazy};
use netlink_families::ovs_flow::{CtStateFlags, Key};

use crate::form::read_number;
use crate::layout::{self, Layout};

/// `name(value)`, `name(a=1,b=2)` or `name`.
pub(crate) struct Part<'t> {
    pub(crate) name: &'t str,
    pub(crate) inner: &'t str,
}

/// Splits at the commas that are not in parentheses.
pub(crate) fn parts(text: &str) -> Result<Vec<Part<'_>>, Box<dyn Error>> {
    let (mut depth, mut start, mut all) = (0_usize, 0, Vec::new());
    for (at, byte) in text.bytes().chain([b',']).enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.checked_sub(1).ok_or("a `)` too many")?,
            b',' if depth == 0 => {
                all.extend(text.get(start..at).filter(|part| !part.is_empty()));
                start = at + 1;
            }
            _ => {}
        }
    }
    if depth != 0 {
        return Err("a `)` is missing".into());
    }
    Ok(all
        .into_iter()
        .map(|part| match part.split_once('(') {
            Some((name, inner)) => Part { name, inner: inner.strip_suffix(')').unwrap_or(inner) },
            None => Part { name: part, inner: "" },
        })
        .collect())
}

/// Reads `value/mask`.
fn masked(text: &str, full: u64) -> Option<(u64, u64)> {
    match text.split_once('/') {
        Some((value, mask)) => Some((read_number(value)?, read_number(mask)?)),
        None => Some((read_number(text)?, full)),
    }
}

/// Reads the fields of a header and their masks.
pub(crate) fn header<T: FromBytes + IntoBytes + Immutable>(
    layout: Layout,
    text: &str,
) -> Option<(T, T)> {
    let fields: Option<Vec<_>> =
        text.split(',').filter(|part| !part.is_empty()).map(|part| part.split_once('=')).collect();
    let (mut key, mut mask) = (T::new_zeroed(), T::new_zeroed());
    layout::read(layout, &fields?, key.as_mut_bytes(), mask.as_mut_bytes())?;
    Some((key, mask))
}

/// Reads a flow: its key and its mask. What is read lives as long as the program.
pub(crate) fn flow(text: &str) -> Result<(Key<'static>, Key<'static>), Box<dyn Error>> {
    let (mut key, mut mask) = (Key::default(), Key::default());
    for part in parts(text)? {
        one(&part, &mut key, &mut mask)
            .ok_or_else(|| format!("cannot read {}({})", part.name, part.inner))?;
    }
    Ok((key, mask))
}

fn one(part: &Part<'_>, key: &mut Key<'static>, mask: &mut Key<'static>) -> Option<()> {
    macro_rules! header {
        ($field:ident $layout:ident) => {{
            let (value, bits) = header(layout::$layout, part.inner)?;
            (key.$field, mask.$field) = (Some(Struct::new(value)), Some(Struct::new(bits)));
        }};
    }
    macro_rules! number {
        ($field:ident, $ty:ty, $make:expr) => {{
            let (value, bits) = masked(part.inner, <$ty>::MAX.into())?;
            key.$field = Some($make(<$ty>::try_from(value).ok()?));
            mask.$field = Some($make(<$ty>::try_from(bits).ok()?));
        }};
    }
    let as_is = |number: u32| number;
    match part.name {
        "recirc_id" => number!(recirc_id, u32, as_is),
        "dp_hash" => number!(dp_hash, u32, as_is),
        "skb_priority" => number!(priority, u32, as_is),
        "skb_mark" => number!(skb_mark, u32, as_is),
        "in_port" => number!(in_port, u32, as_is),
        "ct_state" => number!(ct_state, u32, CtStateFlags),
        "ct_zone" => number!(ct_zone, u16, |zone| zone),
        "ct_mark" => number!(ct_mark, u32, as_is),
        "eth_type" => number!(ethertype, u16, Be),
        "tcp_flags" => number!(tcp_flags, u16, Be),
        // That a packet has an Ethernet header always counts.
        "eth" => header!(ethernet ETHERNET),
        "ipv4" => header!(ipv4 IPV4),
        "ipv6" => header!(ipv6 IPV6),
        "tcp" => header!(tcp PORTS),
        "udp" => header!(udp PORTS),
        "sctp" => header!(sctp PORTS),
        "icmp" => header!(icmp ICMP),
        "icmpv6" => header!(icmpv6 ICMP),
        "arp" => header!(arp ARP),
        "nd" => header!(nd ND),
        "vlan" => {
            let (value, bits) = vlan(part.inner)?;
            (key.vlan, mask.vlan) = (Some(Be(value)), Some(Be(bits)));
        }
        "encap" => {
            let (inner, bits) = flow(part.inner).ok()?;
            key.encap = Some(Lazy::of(Box::leak(Box::new(inner))));
            mask.encap = Some(Lazy::of(Box::leak(Box::new(bits))));
        }
        _ => return None,
    }
    Some(())
}

/// Reads a VLAN tag. There is one, unless `cfi=0` says otherwise.
pub(crate) fn vlan(text: &str) -> Option<(u16, u16)> {
    let (mut tci, mut mask) = (0x1000, 0x1000);
    for part in text.split(',').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=')?;
        let (shift, width) = match name {
            "vid" => (0, 0xfff),
            "pcp" => (13, 7),
            "cfi" => (12, 1),
            _ => return None,
        };
        let (value, bits) = masked(value, width)?;
        tci = tci & !(u16::try_from(width).ok()? << shift)
            | u16::try_from(value & width).ok()? << shift;
        mask |= u16::try_from(bits & width).ok()? << shift;
    }
    Some((tci, mask))
}

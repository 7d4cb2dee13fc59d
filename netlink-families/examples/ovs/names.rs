//! Numbers that are written in parts or by names.

use crate::form::hex;

const STATES: [&str; 8] = ["new", "est", "rel", "rpl", "inv", "trk", "snat", "dnat"];
const TCP: [&str; 12] =
    ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns", "[200]", "[400]", "[800]"];
const TUNNEL: [&str; 4] = ["oam", "df", "csum", "key"];

pub(crate) const OAM: u32 = 1;
pub(crate) const DF: u32 = 2;
pub(crate) const CSUM: u32 = 4;
pub(crate) const KEY: u32 = 8;

/// Writes `a|b`; with a mask that is not `full`, `+a-b`.
fn flags(names: &[&str], value: u32, mask: u32, full: u32) -> String {
    let of = |bits: u32| names.iter().enumerate().filter(move |(bit, _)| bits >> bit & 1 == 1);
    match mask {
        _ if mask == full && value == 0 => "0".to_owned(),
        _ if mask == full => of(value).map(|(_, name)| *name).collect::<Vec<_>>().join("|"),
        0 => "0/0".to_owned(),
        _ => of(mask)
            .map(|(bit, name)| format!("{}{name}", if value >> bit & 1 == 1 { '+' } else { '-' }))
            .collect(),
    }
}

pub(crate) fn states(value: u32, mask: u32) -> String {
    flags(&STATES, value, mask, u32::MAX)
}

pub(crate) fn tcp_flags(value: u16, mask: u16) -> String {
    flags(&TCP, value.into(), mask.into(), 0xfff)
}

pub(crate) fn tunnel_flags(value: u32, mask: u32) -> String {
    flags(&TUNNEL, value, mask & 0xf, 0xf)
}

/// Writes the control information of a VLAN tag.
pub(crate) fn vlan(tci: u16, mask: u16, all: bool) -> String {
    let mut shown = Vec::new();
    for (name, shift, bits) in [("vid", 0, 0xfff), ("pcp", 13, 7)] {
        let (value, mask) = (tci >> shift & bits, mask >> shift & bits);
        if mask == bits {
            shown.push(format!("{name}={value}"));
        } else if mask != 0 || all {
            shown.push(format!("{name}={value}/{mask:#x}"));
        }
    }
    if tci & 0x1000 == 0 {
        shown.push("cfi=0".to_owned());
    }
    shown.join(",")
}

/// Writes an entry of an MPLS label stack.
pub(crate) fn mpls(entry: u32, mask: u32) -> String {
    let fields = [("label", 12, 0xf_ffff), ("tc", 9, 7), ("ttl", 0, 0xff), ("bos", 8, 1)];
    let all = fields.map(|(name, shift, bits)| {
        let (value, bits) = (entry >> shift & bits, mask >> shift & bits);
        match name {
            _ if mask == u32::MAX => format!("{name}={value}"),
            "tc" | "bos" => format!("{name}={value}/{bits:x}"),
            _ => format!("{name}={value}/{bits:#x}"),
        }
    });
    all.join(",")
}

/// Writes a connection tracking label.
pub(crate) fn label(value: &[u8; 16], mask: &[u8; 16]) -> String {
    let (value, mask) = (u128::from_le_bytes(*value), u128::from_le_bytes(*mask));
    let show = |number: u128| if number == 0 { "0".to_owned() } else { format!("{number:#x}") };
    if mask == u128::MAX { show(value) } else { format!("{}/{}", show(value), show(mask)) }
}

/// Writes a value and, unless all of it counts, its mask.
pub(crate) fn masked(value: u64, mask: u64, full: u64) -> String {
    if mask == full { hex(value) } else { format!("{}/{}", hex(value), hex(mask)) }
}

//! How headers are written: one table for printing and for reading. Numbers are in network byte order.

use crate::form::Form::{self, Dec, Fragment, Hex, Mac, V4, V6};
use crate::form::number;

/// The fields of a header: the name, the offset and the format of each.
pub(crate) type Layout = &'static [(&'static str, usize, Form)];

pub(crate) const ETHERNET: Layout = &[("src", 0, Mac), ("dst", 6, Mac)];
pub(crate) const IPV4: Layout = &[
    ("src", 0, V4),
    ("dst", 4, V4),
    ("proto", 8, Dec(1)),
    ("tos", 9, Hex(1)),
    ("ttl", 10, Dec(1)),
    ("frag", 11, Fragment),
];
pub(crate) const IPV6: Layout = &[
    ("src", 0, V6),
    ("dst", 16, V6),
    ("label", 32, Hex(4)),
    ("proto", 36, Dec(1)),
    ("tclass", 37, Hex(1)),
    ("hlimit", 38, Dec(1)),
    ("frag", 39, Fragment),
];
pub(crate) const PORTS: Layout = &[("src", 0, Dec(2)), ("dst", 2, Dec(2))];
pub(crate) const ICMP: Layout = &[("type", 0, Dec(1)), ("code", 1, Dec(1))];
pub(crate) const ARP: Layout =
    &[("sip", 0, V4), ("tip", 4, V4), ("op", 8, Dec(2)), ("sha", 10, Mac), ("tha", 16, Mac)];
pub(crate) const ND: Layout = &[("target", 0, V6), ("sll", 16, Mac), ("tll", 22, Mac)];
pub(crate) const TUPLE4: Layout = &[
    ("src", 0, V4),
    ("dst", 4, V4),
    ("proto", 12, Dec(1)),
    ("tp_src", 8, Dec(2)),
    ("tp_dst", 10, Dec(2)),
];
pub(crate) const TUPLE6: Layout = &[
    ("src", 0, V6),
    ("dst", 16, V6),
    ("proto", 36, Dec(1)),
    ("src_port", 32, Dec(2)),
    ("dst_port", 34, Dec(2)),
];

/// Prints the fields. Those that do not count at all are left out, unless `all` are wanted.
pub(crate) fn show(
    layout: &[(&str, usize, Form)],
    key: &[u8],
    mask: Option<&[u8]>,
    all: bool,
) -> String {
    let mut shown = Vec::new();
    for (name, offset, form) in layout {
        let range = *offset..offset + form.size();
        let (Some(key), mask) = (key.get(range.clone()), mask.and_then(|mask| mask.get(range)))
        else {
            continue;
        };
        let is_wild = mask.is_some_and(|mask| mask.iter().all(|byte| *byte == 0));
        if is_wild && (!all || matches!(form, Fragment)) {
            continue;
        }
        match mask.filter(|mask| !is_full(*form, mask)) {
            Some(mask) => shown.push(format!("{name}={}/{}", form.show(key), form.show_mask(mask))),
            None => shown.push(format!("{name}={}", form.show(key))),
        }
    }
    shown.join(",")
}

/// The label of IPv6 has 20 bits.
fn is_full(form: Form, mask: &[u8]) -> bool {
    mask.iter().all(|byte| *byte == 0xff) || matches!(form, Hex(4)) && number(mask) == 0xfffff
}

/// Reads `name=value/mask,…` as the bytes of a header and of its mask. Fields that are absent do not count.
pub(crate) fn read(
    layout: Layout,
    fields: &[(&str, &str)],
    key: &mut [u8],
    mask: &mut [u8],
) -> Option<()> {
    for (name, text) in fields {
        let (_, offset, form) = layout.iter().find(|(known, ..)| known == name)?;
        let (text, masked) = text.split_once('/').unwrap_or((text, ""));
        let full =
            if let Hex(4) = form { vec![0, 0x0f, 0xff, 0xff] } else { vec![0xff; form.size()] };
        let bits = match (masked, form) {
            ("", _) => full,
            (_, Fragment) => return None,
            _ => form.read(masked)?,
        };
        let range = *offset..offset + form.size();
        key.get_mut(range.clone())?.copy_from_slice(&form.read(text)?);
        mask.get_mut(range)?.copy_from_slice(&bits);
    }
    Some(())
}

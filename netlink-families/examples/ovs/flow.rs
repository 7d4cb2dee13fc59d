//! Prints keys and masks as `ovs-dpctl dump-flows` does.

use netlink_families::ovs_flow::Key;

use crate::form::hex;
use crate::layout;
use crate::names;
use crate::printer::Printer;
use crate::tunnel;

/// Prints a key; without a mask, all of it counts.
pub(crate) fn flow(key: &Key<'_>, mask: Option<&Key<'_>>, all: bool) -> String {
    let mut out = Printer { mask, all, out: Vec::new() };
    out.value("recirc_id", key.recirc_id, |mask| mask.recirc_id, hex);
    out.value("dp_hash", key.dp_hash, |mask| mask.dp_hash, hex);
    out.value("skb_priority", key.priority, |mask| mask.priority, hex);
    if let Some(key) = &key.tunnel {
        out.out.push(format!(
            "tunnel({})",
            tunnel::show_tunnel(key, mask.and_then(|mask| mask.tunnel.as_ref()), all)
        ));
    }
    out.value("in_port", key.in_port, |mask| mask.in_port, |port| port.to_string());
    out.value("skb_mark", key.skb_mark, |mask| mask.skb_mark, hex);
    out.state(key);
    out.value("ct_zone", key.ct_zone, |mask| mask.ct_zone, hex);
    out.value("ct_mark", key.ct_mark, |mask| mask.ct_mark, hex);
    out.label(key);
    out.header("ct_tuple4", layout::TUPLE4, key, |key| &key.ct_orig_tuple_ipv4);
    out.header("ct_tuple6", layout::TUPLE6, key, |key| &key.ct_orig_tuple_ipv6);
    out.header("eth", layout::ETHERNET, key, |key| &key.ethernet);
    out.ethertype(key);
    out.vlan(key);
    out.header("ipv4", layout::IPV4, key, |key| &key.ipv4);
    out.header("ipv6", layout::IPV6, key, |key| &key.ipv6);
    out.extensions(key);
    out.header("arp", layout::ARP, key, |key| &key.arp);
    out.mpls(key);
    out.header("tcp", layout::PORTS, key, |key| &key.tcp);
    out.tcp_flags(key);
    out.header("udp", layout::PORTS, key, |key| &key.udp);
    out.header("sctp", layout::PORTS, key, |key| &key.sctp);
    out.header("icmp", layout::ICMP, key, |key| &key.icmp);
    out.header("icmpv6", layout::ICMP, key, |key| &key.icmpv6);
    out.header("nd", layout::ND, key, |key| &key.nd);
    out.out.join(",")
}

impl<'k> Printer<'k> {
    fn ethertype(&mut self, key: &Key<'_>) {
        let Some(ty) = key.ethertype else { return };
        let mask = self.mask.map_or(0xffff, |mask| mask.ethertype.map_or(0, |mask| mask.0));
        match mask {
            0xffff => self.out.push(format!("eth_type({:#06x})", ty.0)),
            0 if !self.all => {}
            mask => self.out.push(format!("eth_type({:#06x}/{mask:#06x})", ty.0)),
        }
    }

    fn vlan(&mut self, key: &Key<'k>) {
        let Some(tci) = key.vlan else { return };
        let mask = self.mask.map_or(0xffff, |mask| mask.vlan.map_or(0, |mask| mask.0));
        if mask != 0 || self.all {
            self.out.push(format!("vlan({})", names::vlan(tci.0, mask, self.all)));
        }
        let inner = key.encap.as_ref().and_then(|inner| inner.get().ok());
        let inner_mask = self.mask.and_then(|mask| mask.encap.as_ref()?.get().ok());
        if let Some(inner) = inner {
            let mask = inner_mask.as_ref().filter(|_| self.mask.is_some());
            self.out.push(format!("encap({})", flow(&inner, mask, self.all)));
        }
    }

    fn mpls(&mut self, key: &Key<'_>) {
        let Some(label) = &key.mpls else { return };
        let mask =
            self.mask.map_or(u32::MAX, |mask| mask.mpls.map_or(0, |mask| mask.mpls_lse.get()));
        if mask != 0 || self.all {
            self.out.push(format!("mpls({})", names::mpls(label.mpls_lse.get(), mask)));
        }
    }

    fn state(&mut self, key: &Key<'_>) {
        let Some(state) = key.ct_state else { return };
        let mask = self.mask.map_or(u32::MAX, |mask| mask.ct_state.map_or(0, |mask| mask.0));
        match mask {
            0 if !self.all => {}
            u32::MAX if !self.all => {
                self.out.push(format!("ct_state({})", names::states(state.0, u32::MAX)))
            }
            _ if !self.all => self.out.push(format!("ct_state({})", names::states(state.0, mask))),
            u32::MAX => self.out.push(format!("ct_state({})", hex(state.0.into()))),
            mask => {
                self.out.push(format!("ct_state({}/{})", hex(state.0.into()), hex(mask.into())))
            }
        }
    }

    fn label(&mut self, key: &Key<'_>) {
        let Some(label) = key.ct_labels else { return };
        let mask = self.mask.map_or([0xff; 16], |mask| mask.ct_labels.unwrap_or_default());
        if mask != [0; 16] || self.all {
            self.out.push(format!("ct_label({})", names::label(&label, &mask)));
        }
    }

    /// Prints the extension headers of IPv6, which the tool knows by their number only.
    fn extensions(&mut self, key: &Key<'_>) {
        let Some(headers) = &key.ipv6_exthdrs else { return };
        let mask = self.mask.map(|mask| mask.ipv6_exthdrs.as_ref().map_or(0, |mask| mask.hdrs));
        let show = |number: u16| number.to_ne_bytes().map(|byte| format!("{byte:02x}")).join(" ");
        match mask {
            None | Some(u16::MAX) => self.out.push(format!("key32({})", show(headers.hdrs))),
            Some(mask) => self.out.push(format!("key32({}/{})", show(headers.hdrs), show(mask))),
        }
    }

    fn tcp_flags(&mut self, key: &Key<'_>) {
        let Some(flags) = key.tcp_flags else { return };
        let mask = self.mask.map_or(0xfff, |mask| mask.tcp_flags.map_or(0, |mask| mask.0 & 0xfff));
        if mask != 0 || self.all {
            self.out.push(format!("tcp_flags({})", names::tcp_flags(flags.0, mask)));
        }
    }
}

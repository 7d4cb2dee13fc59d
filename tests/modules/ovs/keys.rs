//! Random keys with masks, as the kernel reports them: zero where the mask is zero, and with all attributes that it adds.
//! `net/openvswitch/flow_netlink.c` has the rules.

use core::net::{Ipv4Addr, Ipv6Addr};

use fastrand::Rng;
use netlink_core::value::Struct;
use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes};
use netlink_core::{Be, Lazy};
use netlink_families::ovs_flow::*;

pub const IPV4: u16 = 0x0800;
pub const IPV6: u16 = 0x86dd;
pub const ARP: u16 = 0x0806;
pub const MPLS: u16 = 0x8847;
pub const TCP: u8 = 6;
pub const UDP: u8 = 17;
pub const SCTP: u8 = 132;
const ICMP: u8 = 1;
const ICMPV6: u8 = 58;

/// A key and its mask.
pub struct Match {
    pub key: Key<'static>,
    pub mask: Key<'static>,
    /// What actions depend on.
    pub ethertype: u16,
    pub proto: u8,
    pub has_ethernet: bool,
    pub has_vlan: bool,
    pub is_whole: bool,
}

/// Random bytes of which some count, in a structure.
pub fn random<T: FromBytes + IntoBytes + Immutable>(rng: &mut Rng) -> (T, T) {
    let (mut key, mut mask) = (T::new_zeroed(), T::new_zeroed());
    let way = rng.u8(..3);
    for (key, mask) in key.as_mut_bytes().iter_mut().zip(mask.as_mut_bytes()) {
        *mask = match way {
            0 => 0,
            1 => 0xff,
            _ => rng.u8(..),
        };
        *key = rng.u8(..) & *mask;
    }
    (key, mask)
}

macro_rules! put {
    ($it:ident.$field:ident, $pair:expr) => {{
        let (key, mask) = $pair;
        ($it.key.$field, $it.mask.$field) = (Some(key), Some(mask));
    }};
}

fn number<T: FromBytes + IntoBytes + Immutable>(rng: &mut Rng) -> (T, T) {
    random(rng)
}

fn structure<T: FromBytes + IntoBytes + Immutable>(
    (key, mask): (T, T),
) -> (Struct<'static, T>, Struct<'static, T>) {
    (Struct::new(key), Struct::new(mask))
}

impl Match {
    /// Makes a key that no other flow with another `id` has.
    pub fn random(rng: &mut Rng, id: u32) -> Self {
        let mut it = Self {
            key: Key::default(),
            mask: Key::default(),
            ethertype: *rng.choice(&[IPV4, IPV4, IPV6, IPV6, ARP, MPLS, 0x88cc]).unwrap_or(&IPV4),
            proto: 0,
            has_ethernet: rng.u8(..20) > 0,
            has_vlan: false,
            is_whole: true,
        };
        put!(it.recirc_id, (id, u32::MAX));
        put!(it.dp_hash, number(rng));
        put!(it.priority, number(rng));
        put!(it.in_port, (rng.u32(..0xfffe), u32::MAX));
        put!(it.skb_mark, number(rng));
        let state = rng.u32(..0x100);
        put!(it.ct_state, (CtStateFlags(rng.u32(..) & state), CtStateFlags(state)));
        put!(it.ct_zone, number(rng));
        put!(it.ct_mark, number(rng));
        put!(it.ct_labels, number(rng));
        if rng.u8(..5) == 0 {
            it.tunnel(rng);
        }
        if it.has_ethernet {
            put!(it.ethernet, structure(random(rng)));
        }
        if it.has_ethernet && rng.u8(..4) == 0 {
            it.has_vlan = true;
            it.vlan(rng);
        } else {
            it.network(rng);
        }
        it
    }

    /// One or two VLAN tags around what follows.
    fn vlan(&mut self, rng: &mut Rng) {
        let mut inner = Self { key: Key::default(), mask: Key::default(), ..*self };
        if rng.u8(..4) == 0 && self.key.ethernet.is_some() {
            inner.vlan(rng);
        } else {
            inner.network(rng);
        }
        (self.proto, self.is_whole) = (inner.proto, inner.is_whole);
        let bits = rng.u16(..) | 0x1000;
        put!(self.ethertype, (Be(*rng.choice(&[0x8100, 0x88a8]).unwrap_or(&0x8100)), Be(0xffff)));
        put!(self.vlan, (Be((rng.u16(..) | 0x1000) & bits), Be(bits)));
        let leak = |key| Lazy::of(Box::leak(Box::new(key)));
        put!(self.encap, (leak(inner.key), leak(inner.mask)));
    }

    fn network(&mut self, rng: &mut Rng) {
        put!(self.ethertype, (Be(self.ethertype), Be(0xffff)));
        match self.ethertype {
            IPV4 => {
                let (mut key, mut mask) = random::<KeyIpv4>(rng);
                (key.proto, mask.proto) = self.protocol(rng, ICMP);
                (key.frag, mask.frag) = self.fragment(rng);
                put!(self.ipv4, (Struct::new(key), Struct::new(mask)));
            }
            IPV6 => {
                let (mut key, mut mask) = random::<KeyIpv6>(rng);
                key.label = (key.label.get() & 0xf_ffff).into();
                mask.label = (mask.label.get() & 0xf_ffff).into();
                (key.proto, mask.proto) = self.protocol(rng, ICMPV6);
                let (frag, bits) = self.fragment(rng);
                (key.frag, mask.frag) = (frag.0, bits.0);
                put!(self.ipv6, (Struct::new(key), Struct::new(mask)));
            }
            ARP => {
                // The operation has 8 bits, in the kernel.
                let (mut key, mut mask) = random::<KeyArp>(rng);
                (key.gap, mask.gap) = ([0; 2], [0; 2]);
                key.op = (key.op.get() & 0xff).into();
                mask.op = (mask.op.get() & 0xff).into();
                put!(self.arp, (Struct::new(key), Struct::new(mask)));
            }
            MPLS => {
                // A label of which nothing counts is reported without the label.
                let (mut key, mut mask) = random::<KeyMpls>(rng);
                key.mpls_lse = (key.mpls_lse.get() | 0x100).into();
                mask.mpls_lse = (mask.mpls_lse.get() | 0x100).into();
                put!(self.mpls, (Struct::new(key), Struct::new(mask)));
            }
            _ => {}
        }
        if self.is_whole {
            self.transport(rng);
        }
    }

    /// A protocol that is known counts, so that its header is there.
    fn protocol(&mut self, rng: &mut Rng, icmp: u8) -> (u8, u8) {
        self.proto = *rng.choice(&[TCP, TCP, UDP, SCTP, icmp, 47]).unwrap_or(&TCP);
        (self.proto, 0xff)
    }

    fn fragment(&mut self, rng: &mut Rng) -> (FragType, FragType) {
        let frag = rng.u8(..8).saturating_sub(5);
        self.is_whole = frag != 2;
        (FragType(frag), FragType(0xff))
    }

    fn transport(&mut self, rng: &mut Rng) {
        match self.proto {
            TCP => {
                put!(self.tcp, structure(random(rng)));
                let bits = rng.u16(..0x1000);
                put!(self.tcp_flags, (Be(rng.u16(..) & bits), Be(bits)));
            }
            UDP => put!(self.udp, structure(random(rng))),
            SCTP => put!(self.sctp, structure(random(rng))),
            ICMP => put!(self.icmp, structure(random(rng))),
            ICMPV6 if rng.bool() => {
                let ty = rng.u8(135..=136);
                let (key, mask) = (KeyIcmp { ty, code: 0 }, KeyIcmp { ty: 0xff, code: 0xff });
                put!(self.icmpv6, (Struct::new(key), Struct::new(mask)));
                put!(self.nd, structure(random(rng)));
            }
            ICMPV6 => {
                let ty = rng.u8(1..128);
                let (key, mask) = (KeyIcmp { ty, code: 3 }, KeyIcmp { ty: 0xff, code: 0xff });
                put!(self.icmpv6, (Struct::new(key), Struct::new(mask)));
            }
            _ => {}
        }
    }

    fn tunnel(&mut self, rng: &mut Rng) {
        let (mut key, mut mask) = (TunnelKey::default(), TunnelKey::default());
        if rng.bool() {
            let bits = rng.u64(1..);
            (key.id, mask.id) = (Some(Be(rng.u64(..) & bits)), Some(Be(bits)));
        }
        let full = |bytes: &mut Rng| bytes.u8(1..);
        if rng.bool() {
            key.ipv4_src = Some(Ipv4Addr::new(10, full(rng), full(rng), 0));
            mask.ipv4_src = Some(Ipv4Addr::new(255, 255, 255, 0));
            key.ipv4_dst = Some(Ipv4Addr::new(10, full(rng), full(rng), full(rng)));
            mask.ipv4_dst = Some(Ipv4Addr::BROADCAST);
        } else {
            key.ipv6_src = Some(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, rng.u16(1..)));
            key.ipv6_dst = Some(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, rng.u16(1..)));
            (mask.ipv6_src, mask.ipv6_dst) = (Some([0xff; 16].into()), Some([0xff; 16].into()));
        }
        (key.tos, mask.tos) = (Some(full(rng)), Some(0xff));
        (key.ttl, mask.ttl) = (Some(full(rng)), Some(0xff));
        (mask.dont_fragment, mask.csum, mask.oam) = (rng.bool(), rng.bool(), rng.bool());
        key.dont_fragment = mask.dont_fragment && rng.bool();
        key.csum = mask.csum && rng.bool();
        key.oam = mask.oam && rng.bool();
        (key.tp_src, mask.tp_src) = (Some(Be(rng.u16(1..))), Some(Be(0xffff)));
        (key.tp_dst, mask.tp_dst) = (Some(Be(rng.u16(1..))), Some(Be(0xffff)));
        if key.id.is_some() && rng.bool() {
            let gbp = |gbp| Some(VxlanExt { gbp: Some(gbp), ..Default::default() });
            (key.vxlan_opts, mask.vxlan_opts) = (gbp(rng.u32(1..) & 0xff_ffff), gbp(0xff_ffff));
        }
        put!(self.tunnel, (key, mask));
    }
}

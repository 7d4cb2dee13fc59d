//! Random actions that the kernel accepts for a key. `net/openvswitch/flow_netlink.c` has the rules.

use core::net::IpAddr;

use fastrand::Rng;
use netlink_core::value::Struct;
use netlink_core::{Be, Stream};
use netlink_families::ovs_flow::*;

use super::keys::{ARP, IPV4, IPV6, MPLS, Match, SCTP, TCP, UDP, random};

type Actions = Stream<'static, Action<'static>>;

/// The kinds of actions that only newer kernels have, or only kernels with another module.
pub const PERHAPS: [&str; 6] = ["meter", "dec_ttl", "add_mpls", "drop", "psample", "nat"];

/// What actions can be made of.
pub struct Maker<'m> {
    pub rng: &'m mut Rng,
    /// The kinds of [`PERHAPS`] that the kernel has.
    pub has: &'m [&'static str],
}

pub fn list(actions: Vec<Action<'static>>) -> Actions {
    Stream::of(actions.leak())
}

/// One action of a kind that not every kernel has.
pub fn perhaps(kind: &str, rng: &mut Rng) -> Action<'static> {
    match kind {
        "meter" => Action::Meter(rng.u32(1..100)),
        "dec_ttl" => {
            let action = Some(list(vec![Action::Output(rng.u32(1..100))]));
            Action::DecTtl(DecTtl { action, ..Default::default() })
        }
        "add_mpls" => {
            let (mpls_lse, mpls_ethertype) = (rng.u32(..).into(), MPLS.into());
            Action::AddMpls(Struct::new(ActionAddMpls { mpls_lse, mpls_ethertype, tun_flags: 1 }))
        }
        "drop" => Action::Drop(rng.u32(..10)),
        "psample" => {
            let cookie: &'static [u8] = vec![rng.u8(..); rng.usize(1..=16)].leak();
            Action::Psample(Psample {
                group: Some(rng.u32(..)),
                cookie: Some(cookie),
                ..Default::default()
            })
        }
        "nat" => {
            let address = |last| Some(IpAddr::from([10, 0, 0, last]));
            let mut nat = Nat {
                ip_min: address(1),
                ip_max: address(9),
                persistent: rng.bool(),
                ..Default::default()
            };
            (nat.src, nat.dst) = if rng.bool() { (true, false) } else { (false, true) };
            if rng.bool() {
                (nat.proto_min, nat.proto_max) = (Some(rng.u16(1..100)), Some(rng.u16(100..200)));
                nat.proto_hash = rng.bool();
                nat.proto_random = !nat.proto_hash && rng.bool();
            }
            Action::Ct(Ct {
                commit: true,
                zone: Some(rng.u16(..)),
                nat: Some(nat),
                ..Default::default()
            })
        }
        other => panic!("{other}"),
    }
}

impl Maker<'_> {
    /// Makes the actions of a flow.
    pub fn actions(&mut self, of: &Match) -> Actions {
        let mut all = Vec::new();
        for _ in 0..self.rng.usize(..6) {
            all.push(self.action(of, 3));
        }
        all.extend(self.changing(of));
        if self.has.contains(&"drop") && self.rng.u8(..20) == 0 {
            all.push(perhaps("drop", self.rng));
        }
        list(all)
    }

    /// Makes an action after which the packet has the same headers.
    fn action(&mut self, of: &Match, depth: u8) -> Action<'static> {
        let rng = &mut *self.rng;
        match rng.u8(..if depth == 0 { 10 } else { 13 }) {
            0 | 1 => Action::Output(rng.u32(..0xffff)),
            2 => Action::Userspace(Userspace {
                pid: Some(rng.u32(1..)),
                userdata: rng.bool().then(|| &*vec![rng.u8(..); rng.usize(1..8)].leak()),
                egress_tun_port: rng.bool().then(|| rng.u32(1..100)),
                actions: rng.bool(),
                ..Default::default()
            }),
            3 => Action::Set(self.set(of)),
            4 | 5 => Action::SetMasked(self.set_masked(of)),
            6 => Action::Recirc(rng.u32(..)),
            7 => Action::Hash(Struct::new(ActionHash { alg: 0, basis: rng.u32(..) })),
            8 => self.ct(of),
            9 => match self.rng.u8(..4) {
                0 => Action::CtClear,
                1 => Action::Trunc(self.rng.u32(14..2000)),
                _ => match self.kind(&["meter", "psample"]) {
                    Some(kind) => perhaps(kind, self.rng),
                    None => Action::Output(1),
                },
            },
            10 => Action::Sample(Sample {
                probability: Some(rng.u32(1..)),
                actions: Some(self.nested(of, depth)),
                ..Default::default()
            }),
            11 => Action::Clone(self.nested(of, depth)),
            _ => Action::CheckPktLen(CheckPktLen {
                pkt_len: Some(rng.u16(..)),
                actions_if_greater: Some(self.nested(of, depth)),
                actions_if_less_equal: Some(self.nested(of, depth)),
                ..Default::default()
            }),
        }
    }

    fn kind(&mut self, kinds: &[&'static str]) -> Option<&'static str> {
        let kind = *self.rng.choice(kinds)?;
        self.has.contains(&kind).then_some(kind)
    }

    fn nested(&mut self, of: &Match, depth: u8) -> Actions {
        list((0..self.rng.usize(1..3)).map(|_| self.action(of, depth - 1)).collect())
    }

    fn ct(&mut self, of: &Match) -> Action<'static> {
        if of.ethertype == IPV4 && self.rng.bool() && self.has.contains(&"nat") {
            return perhaps("nat", self.rng);
        }
        if !matches!(of.ethertype, IPV4 | IPV6) {
            return Action::CtClear;
        }
        let mut ct = Ct { zone: Some(self.rng.u16(..)), ..Default::default() };
        (ct.commit, ct.force_commit) =
            *self.rng.choice(&[(false, false), (true, false), (false, true)]).expect("some");
        if (ct.commit || ct.force_commit) && self.rng.bool() {
            let mask = self.rng.u32(1..);
            ct.mark = Some(Struct::new(MaskedU32 { value: self.rng.u32(..) & mask, mask }));
            let (value, _) = random(self.rng);
            ct.labels = Some(Struct::new(MaskedLabels { value, mask: [0xff; 16] }));
        }
        Action::Ct(ct)
    }

    /// Sets a header as a whole.
    fn set(&mut self, of: &Match) -> Key<'static> {
        let mut key = Key::default();
        match self.rng.u8(..4) {
            0 => key.priority = Some(self.rng.u32(..)),
            1 => key.skb_mark = Some(self.rng.u32(..)),
            2 if of.has_ethernet => key.ethernet = Some(Struct::new(random(self.rng).0)),
            _ => {
                key.tunnel = Some(TunnelKey {
                    id: Some(Be(self.rng.u64(..))),
                    ipv4_src: Some([10, 0, 0, self.rng.u8(1..)].into()),
                    ipv4_dst: Some([10, 0, 1, self.rng.u8(1..)].into()),
                    tos: Some(self.rng.u8(1..)),
                    ttl: Some(self.rng.u8(1..)),
                    dont_fragment: self.rng.bool(),
                    csum: self.rng.bool(),
                    tp_dst: Some(Be(self.rng.u16(1..))),
                    ..Default::default()
                });
            }
        }
        key
    }

    /// Sets a header in part.
    fn set_masked(&mut self, of: &Match) -> MaskedKey<'static> {
        macro_rules! masked {
            ($field:ident $masked:ident) => {{
                let (value, mask) = random(self.rng);
                let both = Some(Struct::new($masked { value, mask }));
                MaskedKey { $field: both, ..Default::default() }
            }};
        }
        match (self.rng.u8(..6), of.ethertype) {
            (0, _) => masked!(priority MaskedU32),
            (1, _) => masked!(skb_mark MaskedU32),
            (2, _) if of.has_ethernet => masked!(ethernet MaskedEthernet),
            (3, IPV4) => {
                let mut key = masked!(ipv4 MaskedIpv4);
                if let Some(both) = &mut key.ipv4 {
                    let none = FragType(0);
                    (both.value.proto, both.mask.proto, both.value.frag, both.mask.frag) =
                        (0, 0, none, none);
                }
                key
            }
            (3, IPV6) => {
                let mut key = masked!(ipv6 MaskedIpv6);
                if let Some(both) = &mut key.ipv6 {
                    (both.value.proto, both.mask.proto, both.value.frag, both.mask.frag) =
                        (0, 0, 0, 0);
                    both.value.label = (both.value.label.get() & 0xf_ffff).into();
                    both.mask.label = (both.mask.label.get() & 0xf_ffff).into();
                }
                key
            }
            (_, IPV4 | IPV6) if of.is_whole => match of.proto {
                TCP => masked!(tcp MaskedTcp),
                UDP => masked!(udp MaskedUdp),
                SCTP => masked!(sctp MaskedSctp),
                _ => masked!(skb_mark MaskedU32),
            },
            (_, MPLS) => masked!(mpls MaskedMpls),
            _ => masked!(skb_mark MaskedU32),
        }
    }

    /// Makes actions after which the packet has other headers: the last ones.
    fn changing(&mut self, of: &Match) -> Vec<Action<'static>> {
        let rng = &mut *self.rng;
        let label = |rng: &mut Rng| {
            Action::PushMpls(Struct::new(ActionPushMpls {
                lse: rng.u32(..).into(),
                ethertype: MPLS.into(),
                gap: [0; 2],
            }))
        };
        let mut all = match rng.u8(..8) {
            0 | 1 if of.has_ethernet => {
                let tpid = (*rng.choice(&[0x8100, 0x88a8]).expect("some")).into();
                let tci = (rng.u16(..) | 0x1000).into();
                vec![Action::PushVlan(Struct::new(ActionPushVlan { tpid, tci }))]
            }
            2 if of.has_vlan => vec![Action::PopVlan],
            3 if !of.has_vlan && matches!(of.ethertype, IPV4 | IPV6 | ARP | MPLS) => {
                vec![label(rng)]
            }
            4 if !of.has_vlan && of.ethertype == MPLS => vec![Action::PopMpls(Be(IPV4))],
            5 if of.has_ethernet && !of.has_vlan => vec![Action::PopEth],
            5 if !of.has_ethernet => vec![Action::PushEth(Struct::new(random(rng).0))],
            6 if matches!(of.ethertype, IPV4 | IPV6) && !of.has_vlan => self
                .kind(&["dec_ttl", "add_mpls"])
                .map(|kind| perhaps(kind, self.rng))
                .into_iter()
                .collect(),
            _ => return Vec::new(),
        };
        all.push(Action::Output(self.rng.u32(..0xffff)));
        all
    }
}

//! What the crate makes of one message: parsed as every type that it can be, and emitted again.

use std::{collections::BTreeMap, fmt::Debug};

use netlink_core::{EmitMessage, MessageId, ParseMessage, Policy, RawMessage, View};
use netlink_families::{Family, Visitor};
use netlink_sys::{Connection, Protocol};
use netlink_tests::oracle::{self, Difference};

/// What became of a message; the better the greater.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Verdict {
    /// No family has such a message.
    Undeclared,
    Rejected(String),
    Changed(String),
    /// Emitted again without loss, with these unknown attributes.
    Kept(Unknowns),
}

/// Paths of attributes; fewer are greater.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Unknowns(pub Vec<String>);

impl Ord for Unknowns {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.0.len().cmp(&self.0.len())
    }
}

impl PartialOrd for Unknowns {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Tries a message as each type.
struct Judge<'m> {
    message: RawMessage<'m>,
    sent: bool,
    best: Verdict,
}

impl Visitor for Judge<'_> {
    fn request<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        if self.sent {
            self.judge::<T>();
        }
    }

    fn received<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        if !self.sent {
            self.judge::<T>();
        }
    }
}

impl Judge<'_> {
    fn judge<T: View>(&mut self)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        let ids = <T::Of<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
        let Some((id, policy)) = ids.iter().find(|(id, _)| self.message.is(*id)) else { return };
        let verdict = match oracle::message_round_trip::<T>(&self.message) {
            Ok(()) => Verdict::Kept(unknowns(&self.message, *id, policy)),
            Err(Difference::Parse(error)) => Verdict::Rejected(error.to_string()),
            Err(difference) => Verdict::Changed(difference.to_string()),
        };
        if verdict > self.best {
            self.best = verdict;
        }
    }
}

/// The attributes without a name, and what is not as it should be, from the tree.
fn unknowns(message: &RawMessage<'_>, id: MessageId, policy: &'static Policy) -> Unknowns {
    let tree = policy.display(message.body(id).expect("this message")).to_string();
    let mut path: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for line in tree.lines() {
        let depth = (line.len() - line.trim_start().len()) / 2;
        let label = line.trim_start();
        let label = label.split([':', ' ']).next().unwrap_or_default();
        path.truncate(depth);
        path.push(label);
        let is_odd =
            line.contains(" unknown:") || line.contains("left over") || line.contains(" ! ");
        if is_odd && !path[..path.len() - 1].iter().any(|step| step.parse::<u16>().is_ok()) {
            found.push(path.join("."));
        }
    }
    Unknowns(found)
}

/// Knows the families by protocol and number.
pub struct Judges {
    generic: BTreeMap<u16, &'static str>,
}

/// Calls the visitor with the families of a protocol.
macro_rules! visit {
    ($judge:expr, $protocol:expr, $name:expr => $($module:ident)*) => {$(
        let family = &netlink_families::$module::FAMILY;
        if family.protocol == $protocol.number() && $name.is_none_or(|name: &str| name == family.name) {
            netlink_families::$module::visit($judge);
        }
    )*};
}

impl Judges {
    /// Asks the kernel for the numbers of its generic netlink families.
    pub fn new() -> Self {
        let mut netlink = Connection::open(Protocol::GENERIC).expect("a generic netlink socket");
        let families = netlink_families::FAMILIES.iter().filter(|family| family.protocol == 16);
        let generic = families
            .filter_map(|family| {
                let known = netlink.family(family.name).ok()?;
                Some((known.id(), family.name))
            })
            .collect();
        Self { generic }
    }

    /// What becomes of a message.
    pub fn judge(&self, protocol: Protocol, sent: bool, message: RawMessage<'_>) -> Verdict {
        let mut judge = Judge { message, sent, best: Verdict::Undeclared };
        let name = if protocol == Protocol::GENERIC {
            match self.generic.get(&message.header().ty) {
                Some(name) => Some(*name),
                None => return Verdict::Undeclared,
            }
        } else {
            None
        };
        let visitor = &mut judge;
        visit!(visitor, protocol, name =>
            rt_addr rt_addrlabel rt_link rt_mdb rt_neigh rt_netconf rt_nexthop rt_nsid rt_prefix rt_route rt_rule
            rt_stats rt_tunnel rt_vlan tc
            inet_diag netlink_diag packet_diag unix_diag
            xfrm
            conntrack conntrack_exp ipset nflog nfqueue nftables
            ethtool mptcp_pm netdev nlctrl tcp_metrics
        );
        judge.best
    }
}

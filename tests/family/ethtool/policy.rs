//! What our requests may hold, against what the running kernel says it checks.

use std::collections::BTreeMap;

use netlink_core::{
    AttrPolicy, EmitSet, Indexed, Policy,
    policy::{Check, Kind},
};
use netlink_tests::{
    family::{
        ethtool::*,
        nlctrl::{AttributeType, GetPolicy},
    },
    namespace::in_namespace,
    skip,
    skip::Skip,
};

use crate::support::*;

/// One attribute's policy, outliving the message that it came in.
#[derive(Debug)]
struct Theirs {
    ty: AttributeType,
    range: Option<(i128, i128)>,
    max_len: Option<u32>,
    mask: Option<u64>,
    nested: Option<u32>,
}

#[derive(Debug, Default)]
struct Policies {
    /// By operation: the policy of its requests.
    operations: BTreeMap<u8, u32>,
    attributes: BTreeMap<u32, BTreeMap<u16, Theirs>>,
}

fn policies() -> Policies {
    let mut policies = Policies::default();
    let mut netlink = connect_generic();
    let request = GetPolicy { name: Some(c"ethtool"), ..GetPolicy::default() };
    let mut dump = netlink.dump(&request).unwrap();
    while let Some(reply) = dump.next().unwrap() {
        for entry in reply.operations.iter().flat_map(Indexed::entries) {
            let (command, operation) = entry.unwrap();
            if let Some(policy) = operation.request {
                policies.operations.insert(command.try_into().unwrap(), policy);
            }
        }
        for entry in reply.policies.iter().flat_map(Indexed::entries) {
            let (policy, attributes) = entry.unwrap();
            for entry in attributes.entries() {
                let (ty, attribute) = entry.unwrap();
                let range = attribute.min.zip(attribute.max);
                let theirs = Theirs {
                    ty: attribute.ty,
                    range: range.map(|(min, max)| (min.into(), max.into())),
                    max_len: attribute.max_len,
                    mask: attribute.mask,
                    nested: attribute.nested,
                };
                policies.attributes.entry(policy.into()).or_default().insert(ty, theirs);
            }
        }
    }
    policies
}

impl Policies {
    /// Every attribute that the kernel takes has a field, of the same kind and with the same rules.
    fn compare(&self, policy: u32, ours: &'static Policy) {
        for (ty, theirs) in &self.attributes[&policy] {
            // The kernel leaves what is in a bitset to its own reader, so that is not here.
            let rule = ours.attr(*ty);
            let rule = rule.unwrap_or_else(|| panic!("{} has no {ty}", ours.name()));
            let name = format!("{}.{}", ours.name(), rule.name());
            assert_eq!(kind(theirs.ty), rule.kind(), "{name}");
            compare_rule(rule, theirs, &name);
            if let (Some(policy), Some(set)) = (theirs.nested, rule.set()) {
                self.compare(policy, set);
            }
        }
    }
}

fn kind(ty: AttributeType) -> Kind {
    match ty {
        AttributeType::Flag => Kind::Flag,
        AttributeType::U8 => Kind::U8,
        AttributeType::U32 => Kind::U32,
        AttributeType::NulString => Kind::NulString,
        AttributeType::Nested => Kind::Nested,
        other => panic!("none of these requests has a {other:?}"),
    }
}

fn compare_rule(rule: &AttrPolicy, theirs: &Theirs, name: &str) {
    if let Some(len) = theirs.max_len {
        assert_eq!(rule.len().1, usize::try_from(len).unwrap(), "{name}");
    }
    if let Some(mask) = theirs.mask {
        // Statistics are a flag of those requests only that have some.
        let Check::Mask(ours) = rule.check() else { panic!("{name}: {:?}", rule.check()) };
        assert_eq!(mask & !ours, 0, "{name}");
        assert_eq!(ours & !(mask | u64::from(ETHTOOL_FLAG_STATS)), 0, "{name}");
    }
    if let Some((min, max)) = theirs.range {
        let widest = (0, if theirs.ty == AttributeType::U8 { 0xff } else { 0xffff_ffff });
        let ours = match rule.check() {
            Check::Range(from, to) => (from.max(widest.0), to.min(widest.1)),
            _ => widest,
        };
        assert_eq!(ours, (min, max), "{name}");
    }
}

#[test]
fn our_requests_have_the_rules_of_the_running_kernel() {
    in_namespace(|| {
        if family_type(c"ethtool").is_none() {
            skip!(Skip::kernel("it has no ethtool over netlink"));
        }
        let policies = policies();
        let ours: [(u8, &'static Policy); 10] = [
            (ETHTOOL_MSG_STRSET_GET, <GetStringSets<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_LINKINFO_GET, <GetLinkInfo<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_LINKMODES_GET, <GetLinkModes<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_LINKSTATE_GET, <GetLinkState<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_FEATURES_GET, <GetFeatures<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_FEATURES_SET, <SetFeatures<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_RINGS_GET, <GetRings<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_RINGS_SET, <SetRings<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_CHANNELS_GET, <GetChannels<'_> as EmitSet>::POLICY),
            (ETHTOOL_MSG_CHANNELS_SET, <SetChannels<'_> as EmitSet>::POLICY),
        ];
        for (command, policy) in ours {
            policies.compare(policies.operations[&command], policy);
        }
    });
}

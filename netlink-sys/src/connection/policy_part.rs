//! The policy of one attribute, as kernels tell it: in the answer to `CTRL_CMD_GETPOLICY`, and in an
//! extended acknowledgement. Header: `linux/netlink.h`.

use netlink_core::policy::{AttrPolicy, Check, Kind};
use netlink_core::{Input, Parse};

/// `NL_POLICY_TYPE_ATTR_*`
#[derive(Clone, Debug, Parse)]
pub(super) struct AttrPart {
    #[nla(1)] // NL_POLICY_TYPE_ATTR_TYPE
    kind: u32,
    #[nla(2)] // NL_POLICY_TYPE_ATTR_MIN_VALUE_S
    min_signed: Option<i64>,
    #[nla(3)] // NL_POLICY_TYPE_ATTR_MAX_VALUE_S
    max_signed: Option<i64>,
    #[nla(4)] // NL_POLICY_TYPE_ATTR_MIN_VALUE_U
    min: Option<u64>,
    #[nla(5)] // NL_POLICY_TYPE_ATTR_MAX_VALUE_U
    max: Option<u64>,
    #[nla(6)] // NL_POLICY_TYPE_ATTR_MIN_LENGTH
    min_len: Option<u32>,
    #[nla(7)] // NL_POLICY_TYPE_ATTR_MAX_LENGTH
    max_len: Option<u32>,
    #[nla(8)] // NL_POLICY_TYPE_ATTR_POLICY_IDX
    set: Option<u32>,
    #[nla(9)] // NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE
    pub(super) max_type: Option<u32>,
    #[nla(10)] // NL_POLICY_TYPE_ATTR_BITFIELD32_MASK
    bitfield_mask: Option<u32>,
    #[nla(12)] // NL_POLICY_TYPE_ATTR_MASK
    mask: Option<u64>,
}

/// The policy of an attribute as an extended acknowledgement tells it (`NLMSGERR_ATTR_POLICY`).
pub(super) fn told(policy: &[u8]) -> Option<AttrPolicy> {
    AttrPart::parse(Input::new(policy)).ok().map(|part| part.policy())
}

impl AttrPart {
    pub(super) fn nested(&self) -> Option<u16> {
        self.set.and_then(|set| u16::try_from(set).ok())
    }

    pub(super) fn policy(&self) -> AttrPolicy {
        let policy = match (self.kind(), self.nested()) {
            (Kind::Nested, Some(set)) => AttrPolicy::nested_number(set),
            (Kind::NestedArray, Some(set)) => AttrPolicy::array_of_number(set),
            (kind, _) => AttrPolicy::new(kind),
        };
        let len = |len: Option<u32>| len.and_then(|len| usize::try_from(len).ok());
        let (min, max) = (len(self.min_len), len(self.max_len));
        policy.with_len(min.unwrap_or(0), max.unwrap_or(usize::MAX)).with_check(self.check())
    }

    fn kind(&self) -> Kind {
        Kind::reported(self.kind)
    }

    fn check(&self) -> Check {
        let mask = self.mask.or(self.bitfield_mask.map(u64::from));
        if let Some(mask) = mask {
            return Check::Mask(mask);
        }
        let Some((lowest, highest)) = self.kind().limits() else { return Check::None };
        let min = self.min.map(i128::from).or(self.min_signed.map(i128::from)).unwrap_or(lowest);
        let max = self.max.map(i128::from).or(self.max_signed.map(i128::from)).unwrap_or(highest);
        if (min, max) == (lowest, highest) { Check::None } else { Check::Range(min, max) }
    }
}

//! The policy of an attribute as a kernel reports it. Header: `linux/netlink.h`.

use super::{AttrPolicy, Check, Kind};
use crate::attr::Attr;
use crate::codec::parse::Parse;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;

/// The policy of one attribute as a kernel reports it.
///
/// It is a set of `NL_POLICY_TYPE_ATTR_*` of `linux/netlink.h`, in the reply to `CTRL_CMD_GETPOLICY` and in
/// an extended ack.
///
/// Parsing fails if there is no kind, or if a value is shorter than the kernel makes it: a rule that cannot
/// be read is not the absence of a rule.
#[derive(Clone, Copy, Debug)]
pub struct ReportedPolicy {
    /// The policy; a nested set has its number in the kernel's dump, see
    /// [`PolicyTable`](super::PolicyTable).
    pub policy: AttrPolicy,
    /// The number of the nested set, also of kinds that have none.
    pub set: Option<u16>,
    /// The highest attribute type that the nested set knows.
    pub max_type: Option<u16>,
}

impl<'a> Parse<'a> for ReportedPolicy {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::Unspec);

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let (mut kind, mut set, mut max_type) = (None, None, None);
        let (mut signed, mut unsigned) = ((None, None), (None, None));
        let (mut len, mut mask, mut bits) = ((0, usize::MAX), None, None);
        for attr in input.attrs() {
            match attr.ty() {
                1 => kind = Some(Kind::reported(u32_of(&attr)?)),
                2 => signed.0 = Some(integer(Kind::I64, &attr)?),
                3 => signed.1 = Some(integer(Kind::I64, &attr)?),
                4 => unsigned.0 = Some(integer(Kind::U64, &attr)?),
                5 => unsigned.1 = Some(integer(Kind::U64, &attr)?),
                6 => len.0 = usize::try_from(u32_of(&attr)?).unwrap_or(usize::MAX),
                7 => len.1 = usize::try_from(u32_of(&attr)?).unwrap_or(usize::MAX),
                8 => set = u16::try_from(u32_of(&attr)?).ok(),
                9 => max_type = Some(u16::try_from(u32_of(&attr)?).unwrap_or(u16::MAX)),
                10 => bits = Some(integer(Kind::U32, &attr)?),
                12 => mask = Some(integer(Kind::U64, &attr)?),
                _ => {}
            }
        }
        let kind = kind.ok_or_else(|| input.error(ErrorKind::Missing))?;
        let policy = match (kind, set) {
            (Kind::Nested, Some(set)) => AttrPolicy::nested_number(set),
            (Kind::NestedArray, Some(set)) => AttrPolicy::array_of_number(set),
            _ => AttrPolicy::new(kind),
        };
        let mask = mask.or(bits).and_then(|mask| u64::try_from(mask).ok());
        let range = if kind.is_signed() { signed } else { unsigned };
        let check = match (mask, range, kind.limits()) {
            (Some(mask), ..) => Check::Mask(mask),
            (None, (None, None), _) | (None, _, None) => Check::None,
            (None, (min, max), Some(limits)) => {
                match (min.unwrap_or(limits.0), max.unwrap_or(limits.1)) {
                    range if range == limits => Check::None,
                    (min, max) => Check::Range(min, max),
                }
            }
        };
        let policy = policy.with_len(len.0, len.1).with_check(check);
        Ok(Self { policy, set, max_type })
    }
}

fn integer(kind: Kind, attr: &Attr<'_>) -> Result<i128, ParseError> {
    kind.integer(attr.payload()).ok_or_else(|| attr.input().error(ErrorKind::Length))
}

fn u32_of(attr: &Attr<'_>) -> Result<u32, ParseError> {
    let number = integer(Kind::U32, attr)?;
    u32::try_from(number).map_err(|_| attr.input().error(ErrorKind::Length))
}

impl AttrPolicy {
    /// Returns the policy that a kernel reports in an extended ack
    /// ([`ExtendedAck::policy`](crate::ExtendedAck::policy)), or `None` if it cannot be read: see
    /// [`ReportedPolicy`].
    #[must_use]
    pub fn reported(policy: &[u8]) -> Option<Self> {
        ReportedPolicy::parse(Input::new(policy)).ok().map(|reported| reported.policy)
    }
}

impl Kind {
    /// Returns the kind of a number that a kernel reports: `NL_ATTR_TYPE_*` of `linux/netlink.h`.
    ///
    /// Returns [`Kind::Unspec`] for other numbers.
    #[doc(alias = "netlink_attribute_type")]
    #[must_use]
    pub const fn reported(number: u32) -> Self {
        match number {
            1 => Self::Flag,
            2 => Self::U8,
            3 => Self::U16,
            4 => Self::U32,
            5 => Self::U64,
            6 => Self::I8,
            7 => Self::I16,
            8 => Self::I32,
            9 => Self::I64,
            10 => Self::Binary,
            11 => Self::String,
            12 => Self::NulString,
            13 => Self::Nested,
            14 => Self::NestedArray,
            15 => Self::Bitfield32,
            16 => Self::Sint,
            17 => Self::Uint,
            _ => Self::Unspec,
        }
    }
}

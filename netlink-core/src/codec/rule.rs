//! The rules declared for a field, as constants that fold into a comparison.

use crate::context::Verdict;
use crate::error::ErrorKind;
use crate::policy::{AttrPolicy, Check, Kind, Policy};
use crate::wire::attr::split;

/// A rule on one payload.
///
/// Ranges of unsigned integers in host byte order, and lengths, are compared where the value is parsed; all
/// others call the policy.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Everything is allowed.
    None,
    /// A range of `u8`.
    U8(u8, u8),
    /// A range of `u16`.
    U16(u16, u16),
    /// A range of `u32`.
    U32(u32, u32),
    /// A range of `u64`.
    U64(u64, u64),
    /// What a policy says of payloads that have more bytes; shorter ones are allowed.
    Longest(usize, &'static AttrPolicy),
    /// What a policy says.
    Policy(&'static AttrPolicy),
}

impl Rule {
    /// Returns the rules of the attribute with this index, in the order of declaration.
    #[must_use]
    pub const fn of(policy: &'static Policy, index: usize) -> Self {
        Self::of_attr(policy.own_attr(index))
    }

    /// Returns the rules of an attribute.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the kind's limits"
    )]
    #[must_use]
    pub const fn of_attr(attr: &'static AttrPolicy) -> Self {
        match attr.len() {
            (0, usize::MAX) if !attr.is_closed() => {}
            // A string has no more bytes than its payload.
            (0, max) if !attr.is_closed() && matches!(attr.check(), Check::None) => {
                return Self::Longest(max, attr);
            }
            _ => return Self::Policy(attr),
        }
        match (attr.kind(), attr.check()) {
            (_, Check::None) => Self::None,
            // An isolated error has no path that leads to the rule.
            _ if attr.is_isolated() => Self::Policy(attr),
            (Kind::U8, Check::Range(min, max)) => Self::U8(min as u8, max as u8),
            (Kind::U16, Check::Range(min, max)) => Self::U16(min as u16, max as u16),
            (Kind::U32, Check::Range(min, max)) => Self::U32(min as u32, max as u32),
            (Kind::U64, Check::Range(min, max)) => Self::U64(min as u64, max as u64),
            _ => Self::Policy(attr),
        }
    }

    /// Returns this rule, or the other one if this rule has no effect.
    ///
    /// The rule of a field that has one includes that of its type.
    #[inline(always)]
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match self {
            Self::None => other,
            _ => self,
        }
    }

    /// Returns the policy that has the rule, unless it was folded into a comparison.
    pub(crate) const fn policy(self) -> Option<&'static AttrPolicy> {
        match self {
            Self::Policy(attr) | Self::Longest(_, attr) => Some(attr),
            _ => None,
        }
    }

    /// Applies the rule to a payload that has been parsed.
    ///
    /// # Errors
    /// What is refused.
    #[inline(always)]
    pub fn check(self, payload: &[u8]) -> Verdict {
        match self {
            Self::None => Ok(()),
            Self::U8(min, max) => match payload {
                [value] => within(min <= *value && *value <= max),
                _ => other_width(payload, min.into(), max.into()),
            },
            Self::U16(min, max) => match payload.try_into().map(u16::from_ne_bytes) {
                Ok(value) => within(min <= value && value <= max),
                Err(_) => other_width(payload, min.into(), max.into()),
            },
            Self::U32(min, max) => match payload.try_into().map(u32::from_ne_bytes) {
                Ok(value) => within(min <= value && value <= max),
                Err(_) => other_width(payload, min.into(), max.into()),
            },
            Self::U64(min, max) => match payload.try_into().map(u64::from_ne_bytes) {
                Ok(value) => within(min <= value && value <= max),
                Err(_) => other_width(payload, min, max),
            },
            Self::Longest(max, _) if payload.len() <= max => Ok(()),
            Self::Policy(attr) | Self::Longest(_, attr) => by_policy(attr, payload),
        }
    }
}

impl Rule {
    /// Applies the rule to what was written for a field: usually one attribute.
    #[inline(always)]
    pub(crate) fn check_written(self, written: &[u8]) -> Verdict {
        match split(written) {
            Some(attr) if attr.whole_len == written.len() => self.check(attr.payload),
            Some(_) => self.check_all(written),
            None => Ok(()),
        }
    }

    #[inline(never)]
    fn check_all(self, mut written: &[u8]) -> Verdict {
        while let Some(attr) = split(written) {
            self.check(attr.payload)?;
            written = written.get(attr.whole_len..).unwrap_or_default();
        }
        Ok(())
    }
}

/// The rules of a field, for what is written for it: as a constant, and the policy that an error shows.
#[derive(Clone, Copy, Debug)]
pub struct FieldRule {
    /// The rules.
    pub rule: Rule,
    /// Where they were declared.
    pub policy: &'static AttrPolicy,
}

impl FieldRule {
    /// Returns the rules of the attribute with this index, in the order of declaration.
    #[must_use]
    pub const fn of(policy: &'static Policy, index: usize) -> Self {
        Self::of_attr(policy.own_attr(index))
    }

    /// Returns the rules of an attribute.
    #[must_use]
    pub const fn of_attr(policy: &'static AttrPolicy) -> Self {
        Self { rule: Rule::of_attr(policy), policy }
    }
}

#[inline(always)]
const fn within(is_within: bool) -> Verdict {
    if is_within { Ok(()) } else { Err(crate::context::Refusal::Because(ErrorKind::Range)) }
}

/// An integer that is wider or narrower than declared.
#[cold]
#[inline(never)]
fn other_width(payload: &[u8], min: u64, max: u64) -> Verdict {
    match Kind::U64.integer_at_own_width(payload) {
        Some(value) => within(i128::from(min) <= value && value <= i128::from(max)),
        None => Ok(()),
    }
}

#[inline(never)]
fn by_policy(attr: &AttrPolicy, payload: &[u8]) -> Verdict {
    attr.apply_as_read(payload).map_err(Into::into)
}

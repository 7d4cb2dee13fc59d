//! The rules of an attribute: which lengths and values are allowed.

use super::{AttrPolicy, Bits};
use crate::attr::NESTED;
use crate::policy::{Check, Kind};

/// No upper bound: the length field of an attribute has 16 bits.
pub(super) const UNBOUNDED: u16 = u16::MAX;

impl AttrPolicy {
    /// Sets the smallest and largest length in bytes; a string's is counted without NUL.
    ///
    /// Only for text and bytes ([`Kind::has_length`]); other kinds ignore it.
    #[must_use]
    pub const fn with_len(mut self, min: usize, max: usize) -> Self {
        match self.kind {
            Kind::String | Kind::NulString => {
                let max = if max >= UNBOUNDED as usize { u64::MAX } else { max as u64 };
                self.bounds = (min as u64, max);
            }
            Kind::Unspec | Kind::Binary => {
                self.min_len = clamp(min);
                self.max_len = clamp(max);
            }
            _ => {}
        }
        self.settled()
    }

    /// Declares that an empty payload is an empty string ([`Kind::String`]).
    ///
    /// Kernels reject it, but some send it.
    #[must_use]
    pub const fn or_empty(mut self) -> Self {
        if matches!(self.kind, Kind::String) {
            self.min_len = 0;
        }
        self
    }

    /// Returns the length in bytes of the shortest payload that a string may have.
    #[inline(always)]
    pub(in crate::policy) const fn shortest(&self) -> usize {
        self.min_len as usize
    }

    /// Sets a length that may be longer at lax levels.
    #[doc(alias = "NLA_POLICY_EXACT_LEN_WARN")]
    #[must_use]
    pub const fn with_len_when_strict(mut self, min: usize, max: usize) -> Self {
        if matches!(self.kind, Kind::Binary | Kind::Unspec) {
            self.bits = self.bits.with(Bits::OPEN);
        }
        self.with_len(min, max)
    }

    /// Sets the rule on its value.
    ///
    /// Ranges are for integers, masks for integers and bitfields; other kinds ignore them.
    #[must_use]
    pub const fn with_check(mut self, check: Check) -> Self {
        let bits = self.bits.without(Bits::CHECK);
        let is_number = self.kind.is_integer();
        self.bits = match check {
            Check::Range(min, max) if is_number => {
                self.bounds = self.ordinals(min, max);
                bits.with(Bits::RANGE)
            }
            Check::Mask(mask) if is_number || matches!(self.kind, Kind::Bitfield32) => {
                self.bounds = (mask, 0);
                bits.with(Bits::MASK)
            }
            Check::Reject => bits.with(Bits::CHECK),
            Check::None | Check::Range(..) | Check::Mask(_) => bits,
        };
        self.settled()
    }

    /// The ends of a range as ordinals, as far as the kind has such values.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the limits"
    )]
    const fn ordinals(&self, min: i128, max: i128) -> (u64, u64) {
        let Some((lowest, highest)) = self.kind.limits() else { return (0, u64::MAX) };
        if min > highest || max < lowest || min > max {
            return (1, 0);
        }
        let min = if min < lowest { lowest } else { min };
        let max = if max > highest { highest } else { max };
        let base = self.base();
        (min.wrapping_sub(base) as u64, max.wrapping_sub(base) as u64)
    }

    /// The value whose ordinal is 0.
    const fn base(&self) -> i128 {
        if self.kind.is_signed() { i64::MIN as i128 } else { 0 }
    }

    /// Returns the smallest and the largest length in bytes that its rule allows, or 0 and `usize::MAX`.
    #[must_use]
    pub const fn len(&self) -> (usize, usize) {
        match self.kind {
            Kind::String | Kind::NulString => {
                let (min, max) = self.bounds;
                (clamp_u64(min), if max == u64::MAX { usize::MAX } else { clamp_u64(max) })
            }
            Kind::Unspec | Kind::Binary => {
                let max =
                    if self.max_len == UNBOUNDED { usize::MAX } else { self.max_len as usize };
                (self.min_len as usize, max)
            }
            _ => (0, usize::MAX),
        }
    }

    /// Returns true if its length has an upper bound at strict levels only.
    #[must_use]
    pub const fn is_long_when_lax(&self) -> bool {
        self.bits.has(Bits::OPEN) && self.kind.has_length()
    }

    /// Returns the rule on its value.
    #[must_use]
    pub const fn check(&self) -> Check {
        match (self.bits.has(Bits::RANGE), self.bits.has(Bits::MASK)) {
            (false, false) => Check::None,
            (true, true) => Check::Reject,
            (false, true) => Check::Mask(self.bounds.0),
            (true, false) => {
                let base = self.base();
                let (min, max) = self.bounds;
                Check::Range(base.wrapping_add(min as i128), base.wrapping_add(max as i128))
            }
        }
    }

    /// Returns true if length and flags of an attribute are good at a level of validation that is strict
    /// about lengths and flags, or not. If not, something may still excuse it.
    #[inline(always)]
    pub(in crate::policy) const fn fits(
        &self,
        len: usize,
        raw_type: u16,
        exact: bool,
        flagged: bool,
    ) -> bool {
        let is_flagged = raw_type & NESTED != 0;
        len >= self.min_len as usize
            && (len <= self.max_len as usize || !exact && self.bits.has(Bits::OPEN))
            && (!flagged
                || is_flagged == self.kind.is_nested()
                || matches!(self.kind, Kind::Unspec)
                || self.is_unflagged())
    }

    /// Returns true if nothing is left to check once an attribute fits.
    #[inline(always)]
    pub(in crate::policy) const fn is_plain(&self) -> bool {
        self.bits.has(Bits::PLAIN)
    }

    /// The lengths in bytes that make an attribute without a nested flag good at every level, if nothing else
    /// is left to check.
    pub(in crate::policy) const fn plain_len(&self) -> Option<(u16, u16)> {
        if self.is_plain() { Some((self.min_len, self.max_len)) } else { None }
    }

    /// The bounds of a range as ordinals.
    #[inline(always)]
    pub(in crate::policy) const fn bounds(&self) -> (u64, u64) {
        self.bounds
    }
}

/// A length as an attribute has it: what is longer has no bound.
#[expect(clippy::cast_possible_truncation, reason = "checked just before")]
pub(super) const fn clamp(len: usize) -> u16 {
    if len > UNBOUNDED as usize { UNBOUNDED } else { len as u16 }
}

#[expect(clippy::cast_possible_truncation, reason = "checked just before")]
const fn clamp_u64(len: u64) -> usize {
    if len > UNBOUNDED as u64 { UNBOUNDED as usize } else { len as usize }
}

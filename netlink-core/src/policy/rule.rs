//! The rules written for an attribute: applying them, and saying them in words. Header:
//! `net/netlink.h`, which is the kernel's own.

use core::fmt;

use super::{AttrPolicy, Kind};
use crate::error::ErrorKind;

/// A rule on the value of an integer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Check {
    /// Any value.
    None,
    /// Not below the first and not above the second.
    #[doc(alias = "NLA_POLICY_RANGE")]
    Range(i128, i128),
    /// No bits but these.
    #[doc(alias = "NLA_POLICY_MASK")]
    Mask(u64),
    /// No value at all.
    Reject,
}

impl AttrPolicy {
    /// Applies the written rules to a payload: the one place where both the generated code and the
    /// validation by policy get their verdict. Inlined, so that constant rules fold to a compare.
    #[inline(always)]
    pub(crate) fn apply(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        if self.max_len < usize::MAX || self.min_len > 0 {
            self.apply_len(payload)?;
        }
        if self.closed {
            match self.kind.integer(payload) {
                Some(value) if !self.has_name(value) => return Err(ErrorKind::Value),
                _ => {}
            }
        }
        match self.check {
            Check::None => Ok(()),
            Check::Range(min, max) => match self.kind.integer(payload) {
                Some(value) if value < min || value > max => Err(ErrorKind::Range),
                _ => Ok(()),
            },
            Check::Mask(mask) => match self.kind.integer(payload) {
                Some(value) if value & !i128::from(mask) != 0 => Err(ErrorKind::ReservedBits),
                _ => self.apply_mask_to_bitfield(mask, payload),
            },
            Check::Reject => Err(ErrorKind::Rejected),
        }
    }

    /// Applies the rules to a payload that is parsed: an integer is read at its own width.
    pub(crate) fn apply_as_read(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        match (self.kind.size(), self.kind.integer_at_own_width(payload)) {
            (Some(size), Some(value)) if payload.len() != size => {
                if self.closed && !self.has_name(value) {
                    return Err(ErrorKind::Value);
                }
                match self.check {
                    Check::None => Ok(()),
                    Check::Range(min, max) if value < min || value > max => Err(ErrorKind::Range),
                    Check::Mask(mask) if value & !i128::from(mask) != 0 => Err(ErrorKind::ReservedBits),
                    Check::Range(..) | Check::Mask(_) => Ok(()),
                    Check::Reject => Err(ErrorKind::Rejected),
                }
            }
            _ => self.apply(payload),
        }
    }

    fn has_name(&self, value: i128) -> bool {
        self.names.iter().any(|name| name.value == value)
    }

    #[inline(always)]
    fn apply_len(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        let len = self.counted_len(payload);
        let terminated = matches!(self.kind, Kind::NulString);
        if terminated && len > self.max_len {
            // Kernels look for the NUL no further than where the longest string has it.
            return Err(ErrorKind::Unterminated);
        }
        if len < self.min_len || len > self.max_len && !self.long_when_lax {
            return Err(self.length_error());
        }
        if terminated && without_nul(payload).len() > self.max_len {
            return Err(ErrorKind::Length);
        }
        Ok(())
    }

    /// A mask over a bitfield is about its selector and its value.
    #[inline(always)]
    fn apply_mask_to_bitfield(&self, mask: u64, payload: &[u8]) -> Result<(), ErrorKind> {
        let (Kind::Bitfield32, Some(&[v0, v1, v2, v3, s0, s1, s2, s3])) =
            (self.kind, payload.first_chunk())
        else {
            return Ok(());
        };
        let value = u32::from_ne_bytes([v0, v1, v2, v3]);
        let selector = u32::from_ne_bytes([s0, s1, s2, s3]);
        if u64::from(value | selector) & !mask != 0 || value & !selector != 0 {
            return Err(ErrorKind::Bitfield);
        }
        Ok(())
    }

    /// The length that the length rule is about.
    #[inline(always)]
    fn counted_len(&self, payload: &[u8]) -> usize {
        match self.kind {
            Kind::NulString => payload.iter().position(|&b| b == 0).unwrap_or(payload.len()),
            Kind::String => without_nul(payload).len(),
            _ => payload.len(),
        }
    }

    const fn length_error(&self) -> ErrorKind {
        match self.kind {
            // Kernels have a rule with a message of its own where there is a lower bound.
            Kind::Binary if self.min_len > 0 => ErrorKind::LengthRule,
            _ => ErrorKind::Length,
        }
    }

    /// What about a payload offends: its value, or its length.
    pub(crate) fn offence(&self, kind: ErrorKind, payload: &[u8]) -> i128 {
        match kind {
            ErrorKind::Range | ErrorKind::ReservedBits | ErrorKind::Value => {
                self.kind.integer(payload).unwrap_or(0)
            }
            _ => {
                let counted = self.counted_len(payload);
                // Not what stands before the NUL is too long then, but what stands behind it.
                let behind = kind == ErrorKind::Length && counted >= self.min_len;
                let len = match self.kind {
                    Kind::NulString if behind => without_nul(payload).len(),
                    _ => counted,
                };
                i128::try_from(len).unwrap_or(i128::MAX)
            }
        }
    }
}

/// A payload without the NUL that may stand at its end.
#[inline(always)]
fn without_nul(payload: &[u8]) -> &[u8] {
    payload.strip_suffix(&[0]).unwrap_or(payload)
}

impl fmt::Display for AttrPolicy {
    /// What is allowed, in words: `u32 in 68..=65535`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.kind, f)?;
        match (self.min_len, self.max_len) {
            (0, usize::MAX) => {
                if let (Some(size), true) =
                    (self.kind.size(), self.check == Check::None && !self.closed)
                {
                    write!(f, " of {size} bytes")?;
                }
            }
            (min, max) if min == max => write!(f, " of {min} bytes")?,
            (0, max) => write!(f, " of at most {max} bytes")?,
            (min, usize::MAX) => write!(f, " of at least {min} bytes")?,
            (min, max) => write!(f, " of {min} to {max} bytes")?,
        }
        match self.check {
            Check::None => Ok(()),
            Check::Range(min, max) => match self.kind.limits() {
                Some((lowest, _)) if min == lowest => write!(f, " up to {max}"),
                Some((_, highest)) if max == highest => write!(f, " from {min}"),
                _ => write!(f, " in {min}..={max}"),
            },
            Check::Mask(mask) => write!(f, " with no bits but {mask:#x}"),
            Check::Reject => f.write_str(", which must not be there"),
        }?;
        if self.closed {
            for (index, name) in self.names.iter().enumerate() {
                let separator = if index == 0 { ": " } else { ", " };
                write!(f, "{separator}{} ({})", name.value, name.name)?;
            }
        }
        Ok(())
    }
}

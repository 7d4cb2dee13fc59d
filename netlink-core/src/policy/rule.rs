//! The rules declared for an attribute: applies and displays them. Header: `net/netlink.h`, which is the
//! kernel's own.

use core::fmt;

use super::{AttrPolicy, Kind};
use crate::attr::NESTED;
use crate::error::ErrorKind;
use crate::level::Level;

/// A rule on the value of an integer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Check {
    /// Any value.
    None,
    /// Not below the first and not above the second.
    #[doc(alias = "NLA_POLICY_RANGE")]
    Range(i128, i128),
    /// Only these bits.
    #[doc(alias = "NLA_POLICY_MASK")]
    Mask(u64),
    /// No value: the attribute is always rejected.
    Reject,
}

impl AttrPolicy {
    /// Applies the declared rules to a payload as a kernel reads it: an integer is its first bytes, however
    /// many follow.
    #[inline(always)]
    pub(crate) fn apply(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        self.apply_to(payload, self.kind().integer(payload))
    }

    /// Applies the declared rules to a payload as values read it: an integer of 1, 2, 4 or 8 bytes,
    /// whatever its kind's width.
    #[inline]
    pub(crate) fn apply_as_read(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        self.apply_to(payload, self.kind().integer_at_own_width(payload))
    }

    /// Applies the declared rules to a payload with this value, if it has one.
    #[inline(always)]
    fn apply_to(&self, payload: &[u8], value: Option<i128>) -> Result<(), ErrorKind> {
        if self.kind().has_length() {
            self.apply_len(payload)?;
        }
        if let (true, Some(value)) = (self.is_closed(), value) {
            if !self.has_name(value) {
                return Err(ErrorKind::Value);
            }
        }
        match (self.check(), value) {
            (Check::Range(min, max), Some(value)) if value < min || value > max => {
                Err(ErrorKind::Range)
            }
            (Check::Mask(mask), Some(value)) if value & !i128::from(mask) != 0 => {
                Err(ErrorKind::ReservedBits)
            }
            (Check::Mask(mask), None) => self.apply_mask_to_bitfield(mask, payload),
            (Check::Reject, _) => Err(ErrorKind::Rejected),
            (Check::None | Check::Range(..) | Check::Mask(_), _) => Ok(()),
        }
    }

    fn has_name(&self, value: i128) -> bool {
        self.names().iter().any(|name| name.value == value)
    }

    #[inline(always)]
    fn apply_len(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        let (min, max) = self.len();
        if (min, max) == (0, usize::MAX) {
            return Ok(());
        }
        let len = self.counted_len(payload);
        let terminated = matches!(self.kind(), Kind::NulString);
        if terminated && len > max {
            // Kernels look for the NUL no further than where the longest string has it.
            return Err(ErrorKind::Unterminated);
        }
        if len < min || len > max && !self.is_long_when_lax() {
            return Err(self.length_error());
        }
        if terminated && without_nul(payload).len() > max {
            return Err(ErrorKind::Length);
        }
        Ok(())
    }

    /// Validates one payload at a level: exact length, nested flag, kind, declared rules, in this order.
    /// What is nested in it is not looked at.
    pub(super) fn validate_payload(
        &self,
        payload: &[u8],
        raw_type: u16,
        level: Level,
    ) -> Result<(), ErrorKind> {
        if self.is_isolated() && !self.kind().is_nested() {
            // Its failure is its own: it is validated when it is read.
            return Ok(());
        }
        let len = payload.len();
        if level.contains(Level::STRICT_ATTRS) {
            // A flag and a bitfield are not in the kernel's table of exact lengths; they are
            // exact below, with another error.
            let has_exact = !matches!(self.kind(), Kind::Flag | Kind::Bitfield32);
            if self.kind().size().is_some_and(|size| has_exact && len != size)
                || self.is_long_when_lax() && len > self.len().1
            {
                return Err(ErrorKind::ExactLength);
            }
        }
        if level.contains(Level::NESTED) && !self.is_unflagged() {
            match (self.kind().is_nested(), raw_type & NESTED != 0) {
                (true, false) => return Err(ErrorKind::NestedFlagMissing),
                (false, true) if self.kind() != Kind::Unspec => {
                    return Err(ErrorKind::NestedFlagUnexpected);
                }
                _ => {}
            }
        }
        self.validate_kind(payload)?;
        match self.kind() {
            Kind::Unspec if level.contains(Level::UNSPEC) => Err(ErrorKind::Unsupported),
            Kind::Nested | Kind::NestedArray => Ok(()),
            _ => self.apply(payload),
        }
    }

    /// Checks what the kind demands at every level.
    pub(crate) fn validate_kind(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        let fits = match self.kind() {
            Kind::Flag => payload.is_empty(),
            Kind::Bitfield32 => payload.len() == 8,
            Kind::Msecs => payload.len() >= 8,
            Kind::String => payload.len() >= self.shortest(),
            Kind::Nested | Kind::NestedArray => {
                !matches!(payload.len(), 1..=3) || self.is_unflagged()
            }
            Kind::Uint | Kind::Sint if !matches!(payload.len(), 4 | 8) => {
                return Err(ErrorKind::ExactLength);
            }
            Kind::NulString if !payload.contains(&0) => return Err(ErrorKind::Unterminated),
            Kind::Reject => return Err(ErrorKind::Rejected),
            kind => kind.size().is_none_or(|size| payload.len() >= size),
        };
        if fits { Ok(()) } else { Err(ErrorKind::Length) }
    }

    /// Checks what is left of a leaf whose length and flags fit, faster than
    /// [`AttrPolicy::validate_payload`] and with the same result.
    #[inline]
    pub(super) fn validate_rest(
        &self,
        payload: &[u8],
        raw_type: u16,
        level: Level,
    ) -> Result<(), ErrorKind> {
        if !self.is_closed() && !self.is_isolated() {
            let (min, max) = self.bounds();
            match (self.kind(), self.check()) {
                (Kind::U32, Check::Range(..)) => {
                    if let Some(&bytes) = payload.first_chunk() {
                        let value = u64::from(u32::from_ne_bytes(bytes));
                        let fits = min <= value && value <= max;
                        return if fits { Ok(()) } else { Err(ErrorKind::Range) };
                    }
                }
                (Kind::NulString, Check::None) => return terminated(payload, min, max),
                (Kind::Uint | Kind::Sint, Check::None) if matches!(payload.len(), 4 | 8) => {
                    return Ok(());
                }
                _ => {}
            }
        }
        self.validate_payload(payload, raw_type, level)
    }

    /// A mask over a bitfield is about its selector and its value.
    #[inline(always)]
    fn apply_mask_to_bitfield(&self, mask: u64, payload: &[u8]) -> Result<(), ErrorKind> {
        let (Kind::Bitfield32, Some(&[v0, v1, v2, v3, s0, s1, s2, s3])) =
            (self.kind(), payload.first_chunk())
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
        match self.kind() {
            Kind::NulString => payload.iter().position(|&b| b == 0).unwrap_or(payload.len()),
            Kind::String => without_nul(payload).len(),
            _ => payload.len(),
        }
    }

    const fn length_error(&self) -> ErrorKind {
        match self.kind() {
            // Kernels have a rule with its own message if there is a lower bound.
            Kind::Binary if self.len().0 > 0 => ErrorKind::LengthRule,
            _ => ErrorKind::Length,
        }
    }

    /// Returns what is wrong about a payload as a kernel reads it: its value, or its length.
    pub(crate) fn offence(&self, kind: ErrorKind, payload: &[u8]) -> i128 {
        self.offence_of(kind, payload, self.kind().integer(payload))
    }

    /// Returns what is wrong about a payload as values read it; see [`AttrPolicy::apply_as_read`].
    pub(crate) fn offence_as_read(&self, kind: ErrorKind, payload: &[u8]) -> i128 {
        self.offence_of(kind, payload, self.kind().integer_at_own_width(payload))
    }

    fn offence_of(&self, kind: ErrorKind, payload: &[u8], value: Option<i128>) -> i128 {
        match kind {
            ErrorKind::Range | ErrorKind::ReservedBits | ErrorKind::Value => value.unwrap_or(0),
            _ => {
                let counted = self.counted_len(payload);
                // Then not the text before the NUL is too long, but what follows it.
                let behind = kind == ErrorKind::Length && counted >= self.len().0;
                let len = match self.kind() {
                    Kind::NulString if behind => without_nul(payload).len(),
                    _ => counted,
                };
                i128::try_from(len).unwrap_or(i128::MAX)
            }
        }
    }
}

/// Checks a string that has a NUL, with lengths in these bounds before it.
fn terminated(payload: &[u8], min: u64, max: u64) -> Result<(), ErrorKind> {
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    // Kernels look for the NUL no further than where the longest string has it.
    let room = payload.get(..max.saturating_add(1)).unwrap_or(payload);
    let Some(len) = room.iter().position(|&byte| byte == 0) else {
        return Err(ErrorKind::Unterminated);
    };
    let is_long = payload.len() > max && without_nul(payload).len() > max;
    if u64::try_from(len).is_ok_and(|len| len < min) || is_long {
        return Err(ErrorKind::Length);
    }
    Ok(())
}

/// A payload without the NUL that may stand at its end.
#[inline(always)]
fn without_nul(payload: &[u8]) -> &[u8] {
    payload.strip_suffix(&[0]).unwrap_or(payload)
}

impl fmt::Display for AttrPolicy {
    /// Displays what is allowed: `u32 in 68..=65535`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.kind(), f)?;
        match self.len() {
            (0, usize::MAX) => {
                if let (Some(size), true) =
                    (self.kind().size(), self.check() == Check::None && !self.is_closed())
                {
                    write!(f, " of {size} bytes")?;
                }
            }
            (min, max) if min == max => write!(f, " of {min} bytes")?,
            (0, max) => write!(f, " of at most {max} bytes")?,
            (min, usize::MAX) => write!(f, " of at least {min} bytes")?,
            (min, max) => write!(f, " of {min} to {max} bytes")?,
        }
        match self.check() {
            Check::None => Ok(()),
            Check::Range(min, max) => match self.kind().limits() {
                Some((lowest, _)) if min == lowest => write!(f, " up to {max}"),
                Some((_, highest)) if max == highest => write!(f, " from {min}"),
                _ => write!(f, " in {min}..={max}"),
            },
            Check::Mask(mask) => write!(f, " with no bits but {mask:#x}"),
            Check::Reject => f.write_str(", which must not be there"),
        }?;
        if self.is_closed() {
            for (index, name) in self.names().iter().enumerate() {
                let separator = if index == 0 { ": " } else { ", " };
                write!(f, "{separator}{} ({})", name.value, name.name)?;
            }
        }
        Ok(())
    }
}

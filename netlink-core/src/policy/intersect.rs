//! Rules on rules: an attribute must satisfy the rule of its type and the rule of its declaration.

use super::{AttrPolicy, Check};

/// Why two rules cannot be combined.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Clash {
    /// No value satisfies both.
    Empty,
    /// One is a mask and the other a range, and what satisfies both is neither.
    MaskAndRange,
}

impl AttrPolicy {
    /// Limits the length further.
    pub(crate) const fn and_len(self, min: usize, max: usize) -> Result<Self, Clash> {
        let (own_min, own_max) = self.len();
        let min = if min > own_min { min } else { own_min };
        let max = if max < own_max { max } else { own_max };
        if min > max {
            return Err(Clash::Empty);
        }
        Ok(self.with_len(min, max))
    }

    /// Adds a rule on the value.
    pub(crate) const fn and_check(self, check: Check) -> Result<Self, Clash> {
        let both = match (self.check(), check) {
            (Check::None, check) => check,
            (check, Check::None) => check,
            (Check::Reject, _) | (_, Check::Reject) => Check::Reject,
            (Check::Mask(a), Check::Mask(b)) => Check::Mask(a & b),
            (Check::Range(min, max), Check::Range(other_min, other_max)) => {
                let min = if min > other_min { min } else { other_min };
                let max = if max < other_max { max } else { other_max };
                Check::Range(min, max)
            }
            (Check::Mask(mask), Check::Range(min, max))
            | (Check::Range(min, max), Check::Mask(mask)) => match masked(mask, min, max) {
                Ok(check) => check,
                Err(clash) => return Err(clash),
            },
        };
        match both {
            Check::Range(min, max) if min > max => Err(Clash::Empty),
            check => Ok(self.with_check(check)),
        }
    }
}

/// What satisfies a mask and a range, if one of the two is enough.
const fn masked(mask: u64, min: i128, max: i128) -> Result<Check, Clash> {
    if min > mask as i128 || max < 0 {
        return Err(Clash::Empty);
    }
    // Whatever the mask allows is in the range.
    if min <= 0 && max >= mask as i128 {
        return Ok(Check::Mask(mask));
    }
    // Whatever is in the range has bits of the mask only.
    let bits = u64::BITS.wrapping_sub(mask.leading_zeros());
    let is_low = mask.count_ones() == bits;
    if is_low && max <= mask as i128 {
        return Ok(Check::Range(min, max));
    }
    match min <= 0 && is_all_bits(max) {
        // From 0 to some bits that are all set: a mask as well.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "below the mask"
        )]
        true => Ok(Check::Mask(mask & max as u64)),
        false => Err(Clash::MaskAndRange),
    }
}

/// Whether a number is one less than a power of two.
const fn is_all_bits(value: i128) -> bool {
    value >= 0 && value & value.wrapping_add(1) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Kind;

    fn both(first: Check, second: Check) -> Result<Check, Clash> {
        let policy = AttrPolicy::new(Kind::U32).with_check(first);
        policy.and_check(second).map(|policy| policy.check())
    }

    #[test]
    fn ranges_and_masks_intersect() {
        use Check::{Mask, Range, Reject};
        let pairs = [
            (Range(1, 100), Range(50, 200), Ok(Range(50, 100))),
            (Range(1, 9), Range(10, 20), Err(Clash::Empty)),
            (Mask(0xf), Mask(0x3c), Ok(Mask(0xc))),
            (Mask(0xf0), Range(0, 0xff), Ok(Mask(0xf0))),
            (Mask(0xff), Range(2, 9), Ok(Range(2, 9))),
            (Mask(0xf0), Range(0, 0x3f), Ok(Mask(0x30))),
            (Mask(0xf0), Range(0, 0x30), Err(Clash::MaskAndRange)),
            (Mask(0xf), Range(16, 20), Err(Clash::Empty)),
            (Range(1, 9), Reject, Ok(Reject)),
            (Check::None, Range(1, 9), Ok(Range(1, 9))),
        ];
        for (first, second, expected) in pairs {
            assert_eq!(both(first, second), expected, "{first:?} {second:?}");
            assert_eq!(both(second, first), expected, "{second:?} {first:?}");
        }
    }

    #[test]
    fn every_value_that_satisfies_both_rules_and_no_other_satisfies_their_intersection() {
        let of = |check| AttrPolicy::new(Kind::U8).with_check(check);
        for mask in 0..=63 {
            for (min, max) in [(0, 7), (0, 15), (1, 9), (5, 63), (0, 63), (16, 40), (0, 0)] {
                let (a, b) = (Check::Mask(mask), Check::Range(min, max));
                let satisfies = |value, check| of(check).apply(&[value]).is_ok();
                let good = |value| satisfies(value, a) && satisfies(value, b);
                match of(a).and_check(b) {
                    Ok(policy) => {
                        assert!((0..=255).all(|v| satisfies(v, policy.check()) == good(v)));
                    }
                    Err(Clash::Empty) => assert!(!(0..=255).any(good), "{mask:#x} {min} {max}"),
                    Err(Clash::MaskAndRange) => {}
                }
            }
        }
    }

    #[test]
    fn lengths_intersect() {
        let policy = AttrPolicy::new(Kind::Binary).with_len(1, 4);
        assert_eq!(policy.and_len(0, 8).map(|policy| policy.len()), Ok((1, 4)));
        assert_eq!(policy.and_len(3, 8).map(|policy| policy.len()), Ok((3, 4)));
        assert_eq!(policy.and_len(5, 8).map(|policy| policy.len()), Err(Clash::Empty));
    }
}

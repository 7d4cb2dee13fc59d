//! Bits that say which members of a set have been seen while it is parsed.

use crate::policy::Policy;

/// Bits that say which members have been seen.
pub trait SeenBits: Copy {
    /// No bit.
    const NONE: Self;

    /// Returns whether all of these have been seen.
    fn contains(&self, required: &Self) -> bool;

    /// Returns the type of the first attribute that is required and has not been seen.
    fn first_missing(&self, required: &Self, policy: &'static Policy) -> Option<u16>;
}

impl<const N: usize> SeenBits for [u64; N] {
    const NONE: Self = [0; N];

    #[inline(always)]
    fn contains(&self, required: &Self) -> bool {
        self.iter().zip(required).all(|(seen, required)| seen & required == *required)
    }

    fn first_missing(&self, required: &Self, policy: &'static Policy) -> Option<u16> {
        let mut words = self.iter().zip(required).zip((0_usize..).step_by(64));
        words.find_map(|((seen, required), first)| {
            let missing = required & !seen;
            let index = first.saturating_add(usize::try_from(missing.trailing_zeros()).ok()?);
            (missing != 0).then(|| policy.own_attr(index).ty())
        })
    }
}

/// The bits of a set's own members, and those of its flattened sets.
impl<A: SeenBits, B: FlattenedBits> SeenBits for (A, B) {
    const NONE: Self = (A::NONE, B::NONE);

    #[inline(always)]
    fn contains(&self, required: &Self) -> bool {
        self.0.contains(&required.0) && self.1.contains(&required.1)
    }

    fn first_missing(&self, required: &Self, policy: &'static Policy) -> Option<u16> {
        let own = self.0.first_missing(&required.0, policy);
        own.or_else(|| self.1.first_missing(&required.1, policy.flattened()))
    }
}

/// The bits of all flattened sets, in their order: nested pairs that end in `()`.
pub trait FlattenedBits: Copy {
    /// No bit.
    const NONE: Self;

    /// Returns whether all of these have been seen.
    fn contains(&self, required: &Self) -> bool;

    /// Returns the type of the first attribute that is required and has not been seen.
    fn first_missing(&self, required: &Self, policies: &[&'static Policy]) -> Option<u16>;
}

impl FlattenedBits for () {
    const NONE: Self = ();

    #[inline(always)]
    fn contains(&self, (): &Self) -> bool {
        true
    }

    fn first_missing(&self, (): &Self, _: &[&'static Policy]) -> Option<u16> {
        None
    }
}

impl<A: SeenBits, B: FlattenedBits> FlattenedBits for (A, B) {
    const NONE: Self = (A::NONE, B::NONE);

    #[inline(always)]
    fn contains(&self, required: &Self) -> bool {
        self.0.contains(&required.0) && self.1.contains(&required.1)
    }

    fn first_missing(&self, required: &Self, policies: &[&'static Policy]) -> Option<u16> {
        let (policy, others) = policies.split_first()?;
        let first = self.0.first_missing(&required.0, policy);
        first.or_else(|| self.1.first_missing(&required.1, others))
    }
}

/// Returns the bits of required members, in integers of 64 bits.
#[must_use]
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
#[expect(clippy::arithmetic_side_effects, reason = "evaluated at compile time")]
pub const fn required<const N: usize>(members: &[bool]) -> [u64; N] {
    let mut words = [0; N];
    let (mut rest, mut index) = (members, 0_usize);
    while let [is_required, behind @ ..] = rest {
        if *is_required {
            words[index / 64] |= 1 << (index % 64);
        }
        rest = behind;
        index += 1;
    }
    words
}

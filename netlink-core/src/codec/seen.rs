//! Bits that say which members of a set have been seen while it is parsed.

use crate::policy::Policy;

/// Bits that say which members of sets have been seen.
///
/// A set has `[u64; N]` for its own members, or [`SeenWithin`] if sets are flattened into it. The bits of
/// several sets, one after the other, are nested pairs that end in `()`.
pub trait SeenBits: Copy {
    /// No bit.
    const NONE: Self;

    /// Returns whether all of these have been seen.
    fn contains(&self, required: &Self) -> bool;

    /// Returns the type of the first attribute that is required and has not been seen.
    ///
    /// The policies are those of the sets.
    fn first_missing(&self, required: &Self, policies: &[&'static Policy]) -> Option<u16>;
}

impl<const N: usize> SeenBits for [u64; N] {
    const NONE: Self = [0; N];

    #[inline(always)]
    fn contains(&self, required: &Self) -> bool {
        self.iter().zip(required).all(|(seen, required)| seen & required == *required)
    }

    fn first_missing(&self, required: &Self, policies: &[&'static Policy]) -> Option<u16> {
        let policy = policies.first()?;
        let mut words = self.iter().zip(required).zip((0_usize..).step_by(64));
        words.find_map(|((seen, required), first)| {
            let missing = required & !seen;
            let index = first.saturating_add(usize::try_from(missing.trailing_zeros()).ok()?);
            (missing != 0).then(|| policy.own_attr(index).ty())
        })
    }
}

/// The bits of a set's own members, and those of the sets that are flattened into it.
#[derive(Clone, Copy, Debug)]
pub struct SeenWithin<A, B>(pub A, pub B);

impl<A: SeenBits, B: SeenBits> SeenBits for SeenWithin<A, B> {
    const NONE: Self = Self(A::NONE, B::NONE);

    #[inline(always)]
    fn contains(&self, required: &Self) -> bool {
        self.0.contains(&required.0) && self.1.contains(&required.1)
    }

    fn first_missing(&self, required: &Self, policies: &[&'static Policy]) -> Option<u16> {
        let own = self.0.first_missing(&required.0, policies);
        own.or_else(|| self.1.first_missing(&required.1, policies.first()?.flattened()))
    }
}

impl<A: SeenBits, B: SeenBits> SeenBits for (A, B) {
    const NONE: Self = (A::NONE, B::NONE);

    #[inline(always)]
    fn contains(&self, required: &Self) -> bool {
        self.0.contains(&required.0) && self.1.contains(&required.1)
    }

    fn first_missing(&self, required: &Self, policies: &[&'static Policy]) -> Option<u16> {
        let first = self.0.first_missing(&required.0, policies);
        first.or_else(|| self.1.first_missing(&required.1, policies.get(1..)?))
    }
}

impl SeenBits for () {
    const NONE: Self = ();

    #[inline(always)]
    fn contains(&self, (): &Self) -> bool {
        true
    }

    fn first_missing(&self, (): &Self, _: &[&'static Policy]) -> Option<u16> {
        None
    }
}

/// Where it is noted that a required member has been seen: 64 bits, and the member's bit.
#[derive(Debug)]
pub struct Seen<'s>(pub Option<&'s mut u64>, pub u64);

impl Seen<'_> {
    /// Returns what notes nothing, for a member that is not required.
    #[inline(always)]
    #[must_use]
    pub const fn nowhere() -> Self {
        Self(None, 0)
    }

    /// Notes that the member has been seen. Returns whether it had been before.
    #[inline(always)]
    pub(crate) fn set(self) -> bool {
        let Self(Some(word), bit) = self else { return true };
        let was = *word & bit != 0;
        *word |= bit;
        was
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

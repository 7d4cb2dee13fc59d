//! The index from an attribute's type to its rule, built at compile time.

use super::AttrPolicy;
use crate::attr::HEADER_LEN;

/// The attributes of a set with their index: finds the one of a type in constant time, or in logarithmic
/// time if its type is far above the number of attributes.
///
/// `D` is [`Index::dense_len`] and `S` is [`Index::sparse_len`] of the attributes' types:
///
/// ```
/// use netlink_core::policy::{AttrPolicy, Index, Indexed, Kind, Policy};
///
/// const TYPES: [u16; 3] = [1, 4, 9000];
/// const D: usize = Index::dense_len(&TYPES);
/// const S: usize = Index::sparse_len(&TYPES);
/// static ATTRS: Indexed<3, D, S> = Indexed::new([
///     AttrPolicy::new(Kind::U32).named(TYPES[0], "index"),
///     AttrPolicy::new(Kind::U16).named(TYPES[1], "cost"),
///     AttrPolicy::new(Kind::Flag).named(TYPES[2], "up"),
/// ]);
/// static PORT: Policy = Policy::indexed("Port", &ATTRS);
///
/// assert_eq!(PORT.attr(9000).map(AttrPolicy::name), Some("up"));
/// assert!(PORT.attr(2).is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Indexed<const N: usize, const D: usize, const S: usize> {
    pub(super) attrs: [AttrPolicy; N],
    dense: [Slot; D],
    sparse: [(u16, u16); S],
}

/// Where the attributes of a set are, by their types: the index of [`Indexed`].
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// For each type, the attribute.
    pub(super) dense: &'static [Slot],
    /// The types that `dense` does not cover, in ascending order, each with the attribute's position.
    pub(super) sparse: &'static [(u16, u16)],
}

/// What the index holds for a type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Slot {
    /// The attribute's position.
    pub(super) place: u16,
    /// The lengths, with the header, that make an attribute without a nested flag good at every level. No length
    /// does if its rule is about more than the length.
    min_len: u16,
    max_len: u16,
}

impl Slot {
    /// No attribute: a position that no set has.
    const NONE: Self = Self { place: u16::MAX, min_len: 1, max_len: 0 };

    #[expect(clippy::cast_possible_truncation, reason = "a header has 4 bytes")]
    const fn new(place: u16, attr: &AttrPolicy) -> Self {
        const HEADER: u16 = HEADER_LEN as u16;
        let (min_len, max_len) = match attr.plain_len() {
            Some((min, max)) if min <= u16::MAX - HEADER => {
                (min.saturating_add(HEADER), max.saturating_add(HEADER))
            }
            _ => (Self::NONE.min_len, Self::NONE.max_len),
        };
        Self { place, min_len, max_len }
    }

    /// Returns true if an attribute of this length, with its header, is good at every level.
    #[inline(always)]
    pub(super) const fn is_plain_of(self, len: u16) -> bool {
        self.min_len <= len && len <= self.max_len
    }
}

/// The dense part covers this many types per attribute, and `BASE` more.
const PER_ATTR: usize = 4;
const BASE: usize = 64;

#[expect(clippy::indexing_slicing, reason = "evaluated in constants: bounds are checked there")]
#[expect(clippy::arithmetic_side_effects, reason = "evaluated in constants: overflow fails there")]
impl Index {
    pub(super) const EMPTY: Self = Self { dense: &[], sparse: &[] };

    /// Returns how many types, from 0 on, have a slot of their own.
    #[must_use]
    pub const fn dense_len(types: &[u16]) -> usize {
        let limit = types.len() * PER_ATTR + BASE;
        let (mut number, mut len) = (0, 0);
        while number < types.len() {
            let ty = types[number] as usize;
            if ty < limit && ty >= len {
                len = ty + 1;
            }
            number += 1;
        }
        len
    }

    /// Returns how many attributes have types above those.
    #[must_use]
    pub const fn sparse_len(types: &[u16]) -> usize {
        let dense = Self::dense_len(types);
        let (mut number, mut len) = (0, 0);
        while number < types.len() {
            if types[number] as usize >= dense {
                len += 1;
            }
            number += 1;
        }
        len
    }
}

#[expect(clippy::indexing_slicing, reason = "evaluated in constants: bounds are checked there")]
#[expect(clippy::arithmetic_side_effects, reason = "evaluated in constants: overflow fails there")]
#[expect(clippy::cast_possible_truncation, reason = "a set has at most 16384 attributes")]
impl<const N: usize, const D: usize, const S: usize> Indexed<N, D, S> {
    /// Returns the attributes with their index.
    ///
    /// If several attributes have one type, the first of them is found.
    ///
    /// # Panics
    /// If `D` and `S` are those of other types: a constant or static then does not compile.
    #[must_use]
    pub const fn new(attrs: [AttrPolicy; N]) -> Self {
        let (mut dense, mut sparse) = ([Slot::NONE; D], [(0, 0); S]);
        let (mut number, mut len) = (0, 0);
        while number < N {
            let ty = attrs[number].ty() as usize;
            if ty >= D {
                sparse[len] = (ty as u16, number as u16);
                len += 1;
            } else if dense[ty].place == Slot::NONE.place {
                dense[ty] = Slot::new(number as u16, &attrs[number]);
            }
            number += 1;
        }
        assert!(len == S, "the index is of other types");
        Self { attrs, dense, sparse: sorted(sparse) }
    }

    pub(super) const fn index(&'static self) -> Index {
        Index { dense: &self.dense, sparse: &self.sparse }
    }
}

/// Sorts by merging, which keeps the order of equals: an insertion sort of 700 types takes seconds to
/// evaluate at compile time.
#[expect(clippy::indexing_slicing, reason = "evaluated in constants: bounds are checked there")]
#[expect(clippy::arithmetic_side_effects, reason = "evaluated in constants: overflow fails there")]
const fn sorted<const N: usize>(mut from: [(u16, u16); N]) -> [(u16, u16); N] {
    let mut width = 1;
    while width < N {
        let mut merged = [(0, 0); N];
        let mut start = 0;
        while start < N {
            let middle = if start + width < N { start + width } else { N };
            let end = if middle + width < N { middle + width } else { N };
            let (mut left, mut right, mut place) = (start, middle, start);
            while place < end {
                if right == end || left < middle && from[left].0 <= from[right].0 {
                    merged[place] = from[left];
                    left += 1;
                } else {
                    merged[place] = from[right];
                    right += 1;
                }
                place += 1;
            }
            start = end;
        }
        from = merged;
        width *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Kind;

    fn attrs<const N: usize>(types: [u16; N]) -> [AttrPolicy; N] {
        types.map(|ty| AttrPolicy::new(Kind::U32).named(ty, ""))
    }

    #[test]
    fn types_within_reach_are_dense_and_the_others_sorted() {
        const TYPES: [u16; 6] = [9, 700, 3, 16383, 500, 88];
        const D: usize = Index::dense_len(&TYPES);
        const S: usize = Index::sparse_len(&TYPES);
        let Indexed { dense, sparse, .. } = Indexed::<6, D, S>::new(attrs(TYPES));
        assert_eq!(dense.len(), 10, "up to the highest type below 64 and four for each attribute");
        assert_eq!((dense[9].place, dense[3].place, dense[4]), (0, 2, Slot::NONE));
        assert_eq!(sparse, [(88, 5), (500, 4), (700, 1), (16383, 3)]);
    }

    #[test]
    fn sets_without_attributes_have_an_empty_index() {
        assert_eq!((Index::dense_len(&[]), Index::sparse_len(&[])), (0, 0));
        let Indexed { dense, sparse, .. } = Indexed::<0, 0, 0>::new([]);
        assert!(dense.is_empty() && sparse.is_empty());
    }

    #[test]
    fn of_several_attributes_of_one_type_the_first_is_found() {
        const TYPES: [u16; 4] = [2, 2, 9000, 9000];
        const D: usize = Index::dense_len(&TYPES);
        let Indexed { dense, sparse, .. } = Indexed::<4, D, 2>::new(attrs(TYPES));
        assert_eq!(dense.map(|slot| slot.place), [u16::MAX, u16::MAX, 0]);
        assert_eq!(sparse, [(9000, 2), (9000, 3)]);
    }

    #[test]
    fn a_slot_has_the_lengths_that_make_an_attribute_good_at_every_level() {
        const ANY: AttrPolicy = AttrPolicy::new(Kind::Binary);
        let plain = |attr: AttrPolicy| {
            let slot = Slot::new(0, &attr);
            let lens = 0..=u16::MAX;
            (
                lens.clone().find(|&len| slot.is_plain_of(len)),
                lens.rev().find(|&len| slot.is_plain_of(len)),
            )
        };
        assert_eq!(plain(AttrPolicy::new(Kind::U32)), (Some(8), Some(8)));
        assert_eq!(plain(AttrPolicy::new(Kind::Flag)), (Some(4), Some(4)));
        assert_eq!(plain(ANY), (Some(4), Some(u16::MAX)));
        assert_eq!(plain(ANY.with_len(2, 6)), (Some(6), Some(10)));
        assert_eq!(plain(ANY.with_len(65_531, 70_000)), (Some(u16::MAX), Some(u16::MAX)));
        assert_eq!(plain(ANY.with_len(65_532, 70_000)), (None, None));
        assert_eq!(plain(AttrPolicy::new(Kind::NulString)), (None, None));
        assert_eq!(plain(AttrPolicy::new(Kind::Nested)), (None, None));
        assert_eq!(plain(AttrPolicy::new(Kind::U32).isolated()), (None, None));
    }
}

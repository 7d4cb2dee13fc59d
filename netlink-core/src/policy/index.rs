//! The index from an attribute's type to its rule, built at compile time from the types alone.

/// Finds the attribute of a type in constant time, or in logarithmic time if its type is far above the
/// number of attributes.
///
/// Built from the types in the order of declaration:
///
/// ```
/// use netlink_core::policy::{AttrPolicy, Index, Kind, Policy};
///
/// const TYPES: [u16; 3] = [1, 4, 9000];
/// static DENSE: [u16; Index::dense_len(&TYPES)] = Index::dense(&TYPES);
/// static SPARSE: [(u16, u16); Index::sparse_len(&TYPES)] = Index::sparse(&TYPES);
/// static ATTRS: [AttrPolicy; 3] = [
///     AttrPolicy::new(Kind::U32).named(TYPES[0], "index"),
///     AttrPolicy::new(Kind::U16).named(TYPES[1], "cost"),
///     AttrPolicy::new(Kind::Flag).named(TYPES[2], "up"),
/// ];
/// static PORT: Policy = Policy::indexed("Port", &ATTRS, Index::new(&DENSE, &SPARSE));
///
/// assert_eq!(PORT.attr(9000).map(AttrPolicy::name), Some("up"));
/// assert!(PORT.attr(2).is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// For each type, the attribute's position, or [`Index::NONE`].
    pub(super) dense: &'static [u16],
    /// The types that `dense` does not cover, in ascending order, each with the attribute's position.
    pub(super) sparse: &'static [(u16, u16)],
}

/// The dense part covers this many types per attribute, and `BASE` more.
const PER_ATTR: usize = 4;
const BASE: usize = 64;

#[expect(clippy::indexing_slicing, reason = "evaluated in constants: bounds are checked there")]
#[expect(clippy::arithmetic_side_effects, reason = "evaluated in constants: overflow fails there")]
#[expect(clippy::cast_possible_truncation, reason = "a set has at most 16384 attributes")]
impl Index {
    /// No attribute: a position that no set has.
    const NONE: u16 = u16::MAX;

    /// Returns the index with these two parts, made by [`Index::dense`] and [`Index::sparse`].
    #[must_use]
    pub const fn new(dense: &'static [u16], sparse: &'static [(u16, u16)]) -> Self {
        Self { dense, sparse }
    }

    /// Returns the length of [`Index::dense`] for these types.
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

    /// Returns the dense part: for each type, the attribute's position.
    ///
    /// `N` is [`Index::dense_len`]. If several attributes have one type, the first of them is found.
    #[must_use]
    pub const fn dense<const N: usize>(types: &[u16]) -> [u16; N] {
        let mut dense = [Self::NONE; N];
        let mut number = 0;
        while number < types.len() {
            let ty = types[number] as usize;
            if ty < N && dense[ty] == Self::NONE {
                dense[ty] = number as u16;
            }
            number += 1;
        }
        dense
    }

    /// Returns the length of [`Index::sparse`] for these types.
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

    /// Returns the sparse part: the other types in ascending order, each with the attribute's position.
    ///
    /// `N` is [`Index::sparse_len`].
    #[must_use]
    pub const fn sparse<const N: usize>(types: &[u16]) -> [(u16, u16); N] {
        let dense = Self::dense_len(types);
        let mut pairs = [(0, 0); N];
        let (mut number, mut len) = (0, 0);
        while number < types.len() {
            if types[number] as usize >= dense {
                pairs[len] = (types[number], number as u16);
                len += 1;
            }
            number += 1;
        }
        sorted(pairs)
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

    #[test]
    fn types_within_reach_are_dense_and_the_others_sorted() {
        const TYPES: [u16; 6] = [9, 700, 3, 16383, 500, 88];
        const DENSE: [u16; Index::dense_len(&TYPES)] = Index::dense(&TYPES);
        const SPARSE: [(u16, u16); Index::sparse_len(&TYPES)] = Index::sparse(&TYPES);
        assert_eq!(DENSE.len(), 10, "up to the highest type below 64 and four for each attribute");
        assert_eq!((DENSE[9], DENSE[3], DENSE[4]), (0, 2, Index::NONE));
        assert_eq!(SPARSE, [(88, 5), (500, 4), (700, 1), (16383, 3)]);
    }

    #[test]
    fn sets_without_attributes_have_an_empty_index() {
        assert_eq!((Index::dense_len(&[]), Index::sparse_len(&[])), (0, 0));
        assert_eq!(Index::dense::<0>(&[]), []);
        assert_eq!(Index::sparse::<0>(&[]), []);
    }

    #[test]
    fn of_several_attributes_of_one_type_the_first_is_found() {
        const TYPES: [u16; 4] = [2, 2, 9000, 9000];
        let none = Index::NONE;
        assert_eq!(Index::dense::<{ Index::dense_len(&TYPES) }>(&TYPES), [none, none, 0]);
        assert_eq!(Index::sparse::<2>(&TYPES), [(9000, 2), (9000, 3)]);
    }
}

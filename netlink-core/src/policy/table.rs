//! Policies known only at run time, as a kernel reports them.

use alloc::vec::Vec;

use super::AttrPolicy;

/// The numbered policies of a family, as a kernel dumps them: nests refer to other sets by number.
///
/// Attributes have no names, and so have the paths of errors. Cycles are allowed.
///
/// ```
/// use netlink_core::policy::{AttrPolicy, Kind, PolicyTable};
/// use netlink_core::{ErrorKind, Input, Level};
///
/// let mut table = PolicyTable::default();
/// table.insert(0, AttrPolicy::nested_number(1).named(1, ""));
/// table.insert(1, AttrPolicy::new(Kind::U32).named(1, ""));
///
/// # #[cfg(target_endian = "little")] {
/// let short = [10, 0, 1, 0x80, 6, 0, 1, 0, 7, 7];
/// let error = table.validate(0, Input::new(&short).with_level(Level::STRICT)).unwrap_err();
/// assert_eq!((error.kind(), error.offset()), (ErrorKind::ExactLength, 4));
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct PolicyTable {
    sets: Vec<Set>,
}

/// One set of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Set {
    /// Sorted by type.
    attrs: Vec<AttrPolicy>,
    pub(super) max_type: u16,
    /// Whether [`PolicyTable::raise_max_type`] has said which it is.
    is_max_type_reported: bool,
    pub(super) strict_start: u16,
}

impl Set {
    pub(super) const EMPTY: &Self =
        &Self { attrs: Vec::new(), max_type: 0, is_max_type_reported: false, strict_start: 0 };

    /// The attribute of this type.
    pub(super) fn attr(&self, ty: u16) -> Option<&AttrPolicy> {
        // Most sets have all types from 1 on, or from 0 on.
        let is_it = |attr: &&AttrPolicy| attr.ty() == ty;
        let guess = self.attrs.get(usize::from(ty.wrapping_sub(1))).filter(is_it);
        guess.or_else(|| {
            let place = self.attrs.binary_search_by_key(&ty, AttrPolicy::ty).ok()?;
            self.attrs.get(place)
        })
    }
}

impl PolicyTable {
    /// Adds an attribute to the set of this number, and replaces an earlier one of its type.
    pub fn insert(&mut self, set: u16, attr: AttrPolicy) {
        self.change(set, |set| {
            set.max_type = set.max_type.max(attr.ty());
            match set.attrs.binary_search_by_key(&attr.ty(), AttrPolicy::ty) {
                Ok(place) => set.attrs.splice(place..=place, [attr]).for_each(drop),
                Err(place) => set.attrs.insert(place, attr),
            }
        });
    }

    /// Sets that the set of this number knows types up to `ty`, of which some may not be listed.
    pub fn raise_max_type(&mut self, set: u16, ty: u16) {
        self.change(set, |set| {
            set.max_type = set.max_type.max(ty);
            set.is_max_type_reported = true;
        });
    }

    /// Whether the set of this number may know an attribute of this type that is not listed: types up to
    /// its highest, and if that is not reported, all types.
    pub(super) fn may_know(&self, set: u16, ty: u16) -> bool {
        let set = self.sets.get(usize::from(set));
        set.is_none_or(|set| !set.is_max_type_reported || ty <= set.max_type)
    }

    /// Sets that the set of this number is strict from type `ty` on; see
    /// [`Policy::with_strict_start`](super::Policy::with_strict_start).
    pub fn set_strict_start(&mut self, set: u16, ty: u16) {
        self.change(set, |set| set.strict_start = ty);
    }

    /// Returns the attributes of the set of this number, in the order of their types.
    #[must_use]
    pub fn attrs(&self, set: u16) -> &[AttrPolicy] {
        self.sets.get(usize::from(set)).map_or(&[], |set| &set.attrs)
    }

    /// Returns the attribute of this type in the set of this number.
    #[must_use]
    pub fn attr(&self, set: u16, ty: u16) -> Option<&AttrPolicy> {
        self.sets.get(usize::from(set))?.attr(ty)
    }

    /// Returns the highest type that the set of this number knows.
    #[must_use]
    pub fn max_type(&self, set: u16) -> u16 {
        self.sets.get(usize::from(set)).map_or(0, |set| set.max_type)
    }

    /// Returns the number of sets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Returns true if there are no sets.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// The set of this number, if it is there.
    pub(super) fn set(&self, set: u16) -> Option<&Set> {
        self.sets.get(usize::from(set))
    }

    fn change(&mut self, set: u16, change: impl FnOnce(&mut Set)) {
        let index = usize::from(set);
        if self.sets.len() <= index {
            self.sets.resize_with(index.saturating_add(1), Set::default);
        }
        self.sets.get_mut(index).map(change).unwrap_or_default();
    }
}

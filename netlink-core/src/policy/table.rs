//! Policies known only at run time: what a kernel says that it accepts.

use alloc::vec::Vec;

use super::validate::{SetView, Sets};
use super::{AttrPolicy, Unknowns};
use crate::error::ParseError;
use crate::input::Input;

/// The policies of a family, numbered, as a kernel dumps them: nested ones refer to others by number.
///
/// Their attributes have no names, and their errors no paths with names. Cycles are fine.
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
/// let error = table.validate(0, Input::new(&short).level(Level::STRICT)).unwrap_err();
/// assert_eq!((error.kind(), error.offset()), (ErrorKind::ExactLength, 4));
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct PolicyTable {
    sets: Vec<Set>,
}

#[derive(Clone, Debug, Default)]
struct Set {
    /// Sorted by type.
    attrs: Vec<AttrPolicy>,
    max_type: u16,
    strict_start: u16,
}

impl PolicyTable {
    /// Adds an attribute to the set of this number, in place of an earlier one of its type.
    pub fn insert(&mut self, set: u16, attr: AttrPolicy) {
        self.change(set, |set| {
            set.max_type = set.max_type.max(attr.ty());
            match set.attrs.binary_search_by_key(&attr.ty(), AttrPolicy::ty) {
                Ok(place) => set.attrs.splice(place..=place, [attr]).for_each(drop),
                Err(place) => set.attrs.insert(place, attr),
            }
        });
    }

    /// Says that the set of this number knows types up to `ty`, of which some may not be listed.
    pub fn raise_max_type(&mut self, set: u16, ty: u16) {
        self.change(set, |set| set.max_type = set.max_type.max(ty));
    }

    /// Says that the set of this number is strict from type `ty` on; see
    /// [`Policy::with_strict_start`](super::Policy::with_strict_start).
    pub fn set_strict_start(&mut self, set: u16, ty: u16) {
        self.change(set, |set| set.strict_start = ty);
    }

    /// The attributes of the set of this number, by type.
    #[must_use]
    pub fn attrs(&self, set: u16) -> &[AttrPolicy] {
        self.sets.get(usize::from(set)).map_or(&[], |set| &set.attrs)
    }

    /// The attribute of this type in the set of this number.
    #[must_use]
    pub fn attr(&self, set: u16, ty: u16) -> Option<&AttrPolicy> {
        let attrs = self.attrs(set);
        attrs.get(attrs.binary_search_by_key(&ty, AttrPolicy::ty).ok()?)
    }

    /// The highest type that the set of this number knows.
    #[must_use]
    pub fn max_type(&self, set: u16) -> u16 {
        self.sets.get(usize::from(set)).map_or(0, |set| set.max_type)
    }

    /// How many sets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// Validates attributes against the set of this number, at the input's level.
    ///
    /// A set that is not there knows no attribute.
    ///
    /// # Errors
    /// As [`Policy::validate`](super::Policy::validate).
    pub fn validate(&self, set: u16, input: Input<'_>) -> Result<(), ParseError> {
        self.view(set).validate(input)
    }

    pub(crate) fn view(&self, set: u16) -> SetView<'_> {
        SetView {
            attrs: self.attrs(set),
            header_len: 0,
            unknown: Unknowns::ByLevel,
            strict_start: self.sets.get(usize::from(set)).map_or(0, |set| set.strict_start),
            max_type: self.max_type(set),
            policy: None,
            sets: Some(self),
        }
    }

    fn change(&mut self, set: u16, change: impl FnOnce(&mut Set)) {
        let index = usize::from(set);
        if self.sets.len() <= index {
            self.sets.resize_with(index.saturating_add(1), Set::default);
        }
        self.sets.get_mut(index).map(change).unwrap_or_default();
    }
}

impl Sets for PolicyTable {
    fn set(&self, number: u16) -> Option<SetView<'_>> {
        self.sets.get(usize::from(number)).map(|_| self.view(number))
    }
}

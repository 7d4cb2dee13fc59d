//! Which attributes are generated: all, or those that a user names.

use std::collections::BTreeSet;

use crate::spec::{Format, Set};

/// The selected attributes: `link-attrs.mtu`, or `link-attrs.*` for a whole set.
#[derive(Debug, Default)]
pub struct Select(Option<BTreeSet<String>>);

impl Select {
    /// Selects these attributes; all if there are none.
    pub fn of(names: Vec<String>) -> Self {
        Self((!names.is_empty()).then(|| names.into_iter().collect()))
    }

    pub fn is_all(&self) -> bool {
        self.0.is_none()
    }

    pub fn has(&self, set: &str, attr: &str) -> bool {
        let Some(names) = &self.0 else { return true };
        names.contains(&format!("{set}.{attr}")) || names.contains(&format!("{set}.*"))
    }

    /// Returns true if anything of the set is selected.
    pub fn has_any(&self, set: &str) -> bool {
        let Some(names) = &self.0 else { return true };
        names.iter().any(|name| name.split_once('.').is_some_and(|(of, _)| of == set))
    }

    /// Returns true if a variant of a sub-message has something that is selected, or no attributes.
    pub fn has_format(&self, format: &Format) -> bool {
        format.set.as_ref().is_none_or(|set| self.has_any(set))
    }

    /// Returns the names that select nothing.
    pub fn unknown(&self, sets: &[Set]) -> Vec<String> {
        let names = self.0.iter().flatten();
        let is_unknown = |name: &&String| {
            let Some((set, attr)) = name.split_once('.') else { return true };
            let set = sets.iter().find(|known| known.name == set);
            set.is_none_or(|set| attr != "*" && set.attr(attr).is_none())
        };
        names.filter(is_unknown).cloned().collect()
    }
}

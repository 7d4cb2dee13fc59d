//! The way from a message's outermost set to one attribute.

use core::fmt;

use crate::policy::{AttrPolicy, Policy};

/// One step of a path: an attribute, or what tells apart things of one attribute type.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Step {
    /// Into the attribute of this type.
    Attr(u16),
    /// Into this element of an array.
    Index(u16),
    /// Into this variant of a sub-message, counted in the order of declaration.
    Variant(u16),
}

/// How many steps a [`Path`] keeps.
pub const PATH_LEN: usize = 10;

/// The way from a message's outermost set to one attribute.
///
/// Keeps the ten innermost steps.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Path {
    /// From the inside out, in the order in which an error travels.
    steps: [u16; PATH_LEN],
    len: u8,
}

impl Path {
    pub(super) const EMPTY: Self = Self { steps: [0; PATH_LEN], len: 0 };
    const INDEX: u16 = 0x8000;
    const VARIANT: u16 = 0x4000;
    const NUMBER: u16 = 0x3fff;

    /// The way that is this one step.
    pub(crate) fn to(step: Step) -> Self {
        let mut path = Self::EMPTY;
        path.push_outer(step);
        path
    }

    /// Whether no step leads into another attribute: at most one says which form a payload has.
    pub(super) fn is_within_one_payload(&self) -> bool {
        match self.steps.first() {
            Some(innermost) if self.len == 1 => innermost & !Self::NUMBER == Self::VARIANT,
            _ => self.len == 0,
        }
    }

    /// Puts the steps of another path in front.
    pub(crate) fn append_outer(&mut self, outer: &Self) {
        outer.steps().rev().for_each(|step| {
            self.push_outer(step);
        });
    }

    /// Puts a step in front, if there is room.
    pub(crate) fn push_outer(&mut self, step: Step) -> bool {
        let word = match step {
            Step::Attr(ty) => ty & Self::NUMBER,
            Step::Index(index) => index.min(Self::NUMBER) | Self::INDEX,
            Step::Variant(variant) => variant.min(Self::NUMBER) | Self::VARIANT,
        };
        let Some(slot) = self.steps.get_mut(usize::from(self.len)) else {
            return false;
        };
        *slot = word;
        self.len = self.len.saturating_add(1);
        true
    }

    /// The steps, from the outside in.
    #[must_use]
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = Step> + '_ {
        self.steps.iter().take(usize::from(self.len)).rev().map(|&word| {
            let number = word & Self::NUMBER;
            match word & !Self::NUMBER {
                Self::INDEX => Step::Index(number),
                Self::VARIANT => Step::Variant(number),
                _ => Step::Attr(number),
            }
        })
    }

    /// The attribute types alone, from the outside in.
    #[must_use]
    pub fn types(&self) -> impl DoubleEndedIterator<Item = u16> + '_ {
        self.steps().filter_map(|step| match step {
            Step::Attr(ty) => Some(ty),
            Step::Index(_) | Step::Variant(_) => None,
        })
    }

    /// The path with the names that a policy gives it: `Link.linkinfo.data<vxlan>.id`.
    #[must_use]
    pub fn with_names(&self, root: Option<&'static Policy>) -> impl fmt::Display + '_ {
        NamedPath { path: self, root }
    }
}

struct NamedPath<'p> {
    path: &'p Path,
    root: Option<&'static Policy>,
}

impl fmt::Display for NamedPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut set = self.root;
        let mut attr: Option<&'static AttrPolicy> = None;
        if let Some(set) = set {
            f.write_str(set.name())?;
        }
        for step in self.path.steps() {
            match step {
                Step::Attr(ty) => {
                    attr = set.and_then(|set| set.attr(ty));
                    match attr {
                        Some(attr) => write!(f, ".{}", attr.name())?,
                        None => write!(f, ".{ty}")?,
                    }
                    set = attr.and_then(AttrPolicy::set);
                }
                Step::Index(index) => {
                    write!(f, "[{index}]")?;
                    attr = attr.and_then(AttrPolicy::element);
                    set = attr.and_then(AttrPolicy::set);
                }
                Step::Variant(number) => match attr.and_then(|attr| attr.variant(number)) {
                    Some(variant) => {
                        write!(f, "<{}>", variant.key())?;
                        set = variant.policy().set();
                    }
                    None => write!(f, "<{number}>")?,
                },
            }
        }
        Ok(())
    }
}

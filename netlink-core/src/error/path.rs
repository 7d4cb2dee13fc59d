//! The path from a message's outermost set to one attribute.

use core::fmt;

use crate::policy::{AttrPolicy, Occurs, Policy};

/// One step of a path: an attribute, or what distinguishes things of one attribute type.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Step {
    /// Into the attribute of this type.
    Attr(u16),
    /// Into this element of an array, or this occurrence of a repeated attribute; counted from 0.
    Index(u16),
    /// Into this variant of a sub-message, counted in the order of declaration.
    Variant(u16),
}

/// How many steps a [`Path`] keeps.
pub const PATH_LEN: usize = 10;

/// The path from a message's outermost set to one attribute.
///
/// Keeps the [`PATH_LEN`] innermost steps; a path that is cut is displayed with `…` in front.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Path {
    /// From the inside out, in the order in which an error travels.
    steps: [u16; PATH_LEN],
    /// How many there are; one more than there is room for if outer ones were dropped.
    len: u8,
}

impl Path {
    pub(super) const EMPTY: Self = Self { steps: [0; PATH_LEN], len: 0 };
    const INDEX: u16 = 0x8000;
    const VARIANT: u16 = 0x4000;
    const NUMBER: u16 = 0x3fff;

    /// The path that is this one step.
    pub(crate) fn to(step: Step) -> Self {
        let mut path = Self::EMPTY;
        path.push_outer(step);
        path
    }

    /// Whether no step leads into another attribute: at most one says which variant a payload is.
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
        let slot = self.steps.get_mut(usize::from(self.len));
        let has_room = slot.is_some();
        if let Some(slot) = slot {
            *slot = word;
        }
        if !self.is_cut() {
            self.len = self.len.saturating_add(1);
        }
        has_room
    }

    /// Returns true if there were more steps than it keeps: the outermost are dropped.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        usize::from(self.len) > PATH_LEN
    }

    /// Returns the steps, from the outside in.
    #[must_use]
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = Step> + Clone + '_ {
        self.steps.iter().take(usize::from(self.len)).rev().map(|&word| {
            let number = word & Self::NUMBER;
            match word & !Self::NUMBER {
                Self::INDEX => Step::Index(number),
                Self::VARIANT => Step::Variant(number),
                _ => Step::Attr(number),
            }
        })
    }

    /// Returns the attribute types alone, from the outside in.
    #[must_use]
    pub fn types(&self) -> impl DoubleEndedIterator<Item = u16> + '_ {
        self.steps().filter_map(|step| match step {
            Step::Attr(ty) => Some(ty),
            Step::Index(_) | Step::Variant(_) => None,
        })
    }

    /// Displays the path with the names that a policy gives it: `Link.linkinfo.data<vxlan>.id`.
    ///
    /// `root` is the policy of the set that the path starts in. If the path is cut, that is the set of its
    /// outermost attribute: `…Data.id`.
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
        let mut at: Option<At> = None;
        let mut steps = self.path.steps();
        if self.path.is_cut() {
            f.write_str("…")?;
            // Without the attribute that they belong to, these steps have no names.
            let rest = steps.clone().skip_while(|step| !matches!(step, Step::Attr(_))).count();
            let kept = self.path.steps().count();
            steps.by_ref().take(kept.saturating_sub(rest)).for_each(drop);
        }
        if let Some(set) = set {
            f.write_str(set.name())?;
        }
        for step in steps {
            match step {
                Step::Attr(ty) => {
                    let attr = set.and_then(|set| set.attr(ty));
                    match attr {
                        Some(attr) => write!(f, ".{}", attr.name())?,
                        None => write!(f, ".{ty}")?,
                    }
                    at = attr.map(At::new);
                    set = attr.and_then(AttrPolicy::set);
                }
                Step::Index(index) => {
                    write!(f, "[{index}]")?;
                    at = at.and_then(At::index);
                    set = at.and_then(|at| at.attr.set());
                }
                Step::Variant(number) => match at.and_then(|at| at.attr.variant(number)) {
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

/// An attribute on a path.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) attr: &'static AttrPolicy,
    /// Whether an index counts its occurrences, and not its elements.
    is_repeated: bool,
}

impl At {
    pub(super) fn new(attr: &'static AttrPolicy) -> Self {
        Self { attr, is_repeated: attr.occurs() == Occurs::Repeated }
    }

    /// One occurrence, or one element.
    pub(super) fn index(self) -> Option<Self> {
        let attr = if self.is_repeated { self.attr } else { self.attr.element()? };
        Some(Self { attr, is_repeated: false })
    }
}

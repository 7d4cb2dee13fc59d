//! What a visitor of a walk is given: the set, and the attribute in it with what the policy says of it.

use super::set_view::SetView;
use super::span::{Item, Span};
use super::{AttrPolicy, FoundKey, Variant};
use crate::error::Step;
use crate::input::{Input, MAX_DEPTH};
use crate::level::Level;

/// How deep a kernel follows nested policies.
const KERNEL_DEPTH: u8 = 10;
/// How deep a set is in which no nest is too deep for anybody.
pub(super) const LAST_DEPTH: u8 = KERNEL_DEPTH - 1;

/// A set in which the walk is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'p, 'm> {
    /// Its policy; nothing for an array.
    pub(crate) of: Option<SetView<'p>>,
    /// With its fixed header.
    pub(crate) whole: Span<'m>,
    pub(crate) header: &'m [u8],
    /// Its attributes.
    pub(crate) attrs: Span<'m>,
    pub(crate) inside: Inside<'m>,
}

impl<'m> Scope<'_, 'm> {
    /// The fixed header, with its padding.
    pub(crate) fn fixed(&self) -> Span<'m> {
        let len = self.whole.bytes.len().saturating_sub(self.attrs.bytes.len());
        let bytes = self.whole.bytes.get(..len).unwrap_or_default();
        Span { bytes, end: self.attrs.offset() }
    }
}

/// What the walk carries into nests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inside<'m> {
    /// How strictly it is validated.
    pub(crate) level: Level,
    /// The key of the innermost enclosing attribute that declares one.
    pub(super) key: Option<FoundKey<'m>>,
    /// As a parse counts: one for every attribute around.
    depth: u8,
    /// As a kernel counts: an array of sets is one.
    pub(super) kernel_depth: u8,
}

impl<'m> Inside<'m> {
    /// How many attributes are around, as a parse counts.
    #[inline(always)]
    pub(super) const fn depth(&self) -> u8 {
        self.depth
    }

    /// One attribute further in, and by the kernel's count as deep, if it is an array of sets.
    #[inline(always)]
    pub(super) const fn deeper(
        self,
        level: Level,
        key: Option<FoundKey<'m>>,
        is_one_level: bool,
    ) -> Self {
        Self {
            level,
            key,
            depth: self.depth.saturating_add(1),
            kernel_depth: self.kernel_depth.saturating_add(!is_one_level as u8),
        }
    }

    #[inline(always)]
    pub(super) const fn is_too_deep(&self, as_kernel: bool) -> bool {
        if as_kernel { self.kernel_depth >= KERNEL_DEPTH } else { self.depth > MAX_DEPTH }
    }

    #[inline]
    pub(crate) const fn of(input: &Input<'m>) -> Self {
        let (level, depth) = (input.validation(), input.depth());
        Self { level, key: input.key(), depth, kernel_depth: 0 }
    }
}

/// An attribute, and what is known of it.
pub(crate) struct Node<'n, 'm> {
    pub(crate) item: Item<'m>,
    /// Its position, in an array.
    pub(super) index: Option<u16>,
    /// The set or array that it is in.
    pub(crate) scope: &'n Scope<'n, 'm>,
    /// Its declaration.
    pub(crate) declared: Option<&'n AttrPolicy>,
    /// What it may be: the policy of the selected variant, or its declaration if there are no variants.
    /// Nothing if it is not known.
    pub(crate) policy: Option<&'n AttrPolicy>,
    /// The selected variant, and its number.
    pub(crate) variant: Option<(u16, &'static Variant)>,
    pub(crate) content: Content<'n>,
    /// How strictly it is validated.
    pub(crate) level: Level,
}

/// What an attribute is called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Label<'n> {
    /// By its policy.
    Name(&'n str),
    /// By its type.
    Type(u16),
    /// By its position in an array.
    Index(u16),
}

/// What is in an attribute.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Content<'n> {
    Value,
    Set(SetView<'n>),
    Elements(&'n AttrPolicy),
    /// A nest, deeper than this visitor follows.
    TooDeep,
}

impl<'n, 'm> Node<'n, 'm> {
    #[inline(always)]
    pub(super) const fn new(
        item: Item<'m>,
        scope: &'n Scope<'n, 'm>,
        declared: Option<&'n AttrPolicy>,
        level: Level,
    ) -> Self {
        let (index, variant, content) = (None, None, Content::Value);
        Self { item, index, scope, declared, policy: declared, variant, content, level }
    }

    /// What it is called.
    pub(crate) fn label(&self) -> Label<'_> {
        match (self.index, self.declared.map_or("", AttrPolicy::name)) {
            (Some(index), _) => Label::Index(index),
            (None, "") => Label::Type(self.item.ty()),
            (None, name) => Label::Name(name),
        }
    }

    /// Whether it is an element of an array.
    #[inline(always)]
    pub(crate) const fn is_element(&self) -> bool {
        self.index.is_some()
    }

    /// Whether it is declared secret, or the selected variant, or if none is selected, any of them.
    pub(crate) fn is_secret(&self) -> bool {
        let is_secret = |variant: &Variant| variant.policy().is_secret();
        let may_be = |rule: &AttrPolicy| rule.variants().iter().any(is_secret);
        [self.declared, self.policy].into_iter().flatten().any(AttrPolicy::is_secret)
            || self.policy.is_none() && self.declared.is_some_and(may_be)
    }

    /// Whether attributes are in it.
    pub(crate) const fn is_nest(&self) -> bool {
        matches!(self.content, Content::Set(_) | Content::Elements(_))
    }

    /// The step that leads to it, and the one before it if its attribute is repeated.
    pub(crate) fn steps(&self) -> (Step, Option<Step>) {
        if let Some(index) = self.index {
            return (Step::Index(index), None);
        }
        let ty = self.item.ty();
        let is_repeated = |rule: &AttrPolicy| rule.occurs() == super::Occurs::Repeated;
        if !self.declared.is_some_and(is_repeated) {
            return (Step::Attr(ty), None);
        }
        let before = |item: &Item<'_>| item.offset() < self.item.offset() && item.ty() == ty;
        let index = self.scope.attrs.items().filter(before).count();
        (Step::Attr(ty), Some(Step::Index(index.try_into().unwrap_or(u16::MAX))))
    }
}

//! The walk over attributes by a policy: the only code that knows which sets are in which attributes,
//! which key selects a variant, how deep nests go, and what is left over.
//!
//! Validation, the attribute table, locating, copying and display are [`Visitor`]s of it. It visits every
//! attribute once, from front to back, and allocates nothing. Its time is linear in the number of bytes:
//! the key of a sub-message is searched once for each selector in a set.

use super::{AttrPolicy, FoundKey, Kind, Policy, Selector, Unknowns, Variant};
use crate::align::align;
use crate::attr::{HEADER_LEN, NESTED, TYPE_MASK};
use crate::error::Step;
use crate::input::{Input, MAX_DEPTH};
use crate::level::Level;

#[cfg(feature = "alloc")]
use super::table::{PolicyTable, Set as TableSet};

/// How deep a kernel follows nested policies.
const KERNEL_DEPTH: u8 = 10;
/// How deep a set is in which no nest is too deep for anybody.
const LAST_DEPTH: u8 = KERNEL_DEPTH - 1;

/// Receives what the walk finds.
pub(crate) trait Visitor<'m> {
    /// Why it ends early.
    type Stop;

    /// Whether nests end where a kernel stops to follow them, and not where a parse does.
    const AS_KERNEL: bool = false;

    /// Whether it wants to know what is in attributes that no policy names, but that are flagged as nests
    /// and consist of attributes.
    const ENTERS_UNKNOWN: bool = false;

    /// A set begins.
    fn set(&mut self, _set: &Scope<'_, 'm>) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// A set is too short for its fixed header.
    fn short_set(&mut self, _of: SetView<'_>, _whole: Span<'m>) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// What to do with an attribute that is not in an array, in the loop where it is fast.
    #[inline(always)]
    fn glance(
        &mut self,
        _declared: Option<&AttrPolicy>,
        _item: &Item<'m>,
        _level: Level,
        _set: &Scope<'_, 'm>,
    ) -> Glance {
        Glance::Visit
    }

    /// An attribute. Returns true to see what is in it.
    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, Self::Stop>;

    /// The end of an attribute.
    fn end_of_attr(&mut self, _node: &Node<'_, 'm>) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// The end of a set or an array, with the bytes that are not attributes.
    fn end_of_set(&mut self, _set: &Scope<'_, 'm>, _leftover: Span<'m>) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// The walk ended early at this attribute or in it.
    #[inline(always)]
    fn stopped(&mut self, _node: &Node<'_, 'm>) {}
}

/// What a visitor wants after a glance at an attribute.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Glance {
    /// The attribute is visited.
    Visit,
    /// It is not visited. Not for attributes with variants, a set or elements.
    Skip,
    /// What is in it is visited, and it is not. Only for [`AttrPolicy::plain_set`], and if it is not empty.
    Enter,
}

/// Bytes of a message, and where they are in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span<'m> {
    pub(crate) bytes: &'m [u8],
    /// The offset of their end: taking a header off the front costs nothing.
    end: usize,
}

impl<'m> Span<'m> {
    #[inline(always)]
    pub(crate) const fn of(input: Input<'m>) -> Self {
        Self { bytes: input.bytes(), end: input.end() }
    }

    /// The offset of the first byte.
    #[inline(always)]
    pub(crate) const fn offset(&self) -> usize {
        self.end.saturating_sub(self.bytes.len())
    }

    /// Splits a fixed header off, and the padding behind it.
    #[inline(always)]
    fn split_fixed_header(self, len: usize) -> Option<(&'m [u8], Self)> {
        if len == 0 {
            return Some((&[], self));
        }
        let header = self.bytes.get(..len)?;
        let bytes = self.bytes.get(align(len)..).unwrap_or_default();
        Some((header, Self { bytes, ..self }))
    }

    /// Splits the first attribute off.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
    #[inline(always)]
    fn split(self) -> Option<(Item<'m>, Self)> {
        #[cfg(all(test, feature = "std"))]
        super::linear::count();
        let (&head, body) = self.bytes.split_first_chunk::<HEADER_LEN>()?;
        // One load of both fields is faster than two.
        let head = u32::from_le_bytes(head);
        let [first, second] = [head, head >> 16].map(|field| field as u16);
        let (len, raw_type) = (u16::from_le(first), u16::from_le(second));
        let len = usize::from(len);
        let payload = body.get(..len.checked_sub(HEADER_LEN)?)?;
        let behind = align(len).min(self.bytes.len());
        let rest = Self { bytes: self.bytes.get(behind..).unwrap_or_default(), ..self };
        Some((Item { tail: self, payload, raw_type }, rest))
    }

    /// The attributes one after the other.
    pub(super) fn items(self) -> impl Iterator<Item = Item<'m>> {
        let mut rest = self;
        core::iter::from_fn(move || {
            let (item, behind) = rest.split()?;
            rest = behind;
            Some(item)
        })
    }

    /// Whether the bytes are attributes from the first to the last.
    pub(crate) fn is_stream(self) -> bool {
        let mut rest = self;
        while let Some((_, behind)) = rest.split() {
            rest = behind;
        }
        rest.bytes.is_empty() && !self.bytes.is_empty()
    }
}

/// One attribute in its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'m> {
    /// From its header to the end of the set.
    tail: Span<'m>,
    payload: &'m [u8],
    raw_type: u16,
}

impl<'m> Item<'m> {
    #[inline(always)]
    pub(crate) const fn ty(&self) -> u16 {
        self.raw_type & TYPE_MASK
    }

    #[inline(always)]
    pub(crate) const fn raw_type(&self) -> u16 {
        self.raw_type
    }

    #[inline(always)]
    pub(crate) const fn payload(&self) -> &'m [u8] {
        self.payload
    }

    /// The offset of its header.
    #[inline(always)]
    pub(crate) const fn offset(&self) -> usize {
        self.tail.offset()
    }

    /// How many bytes of the set there are from its header on.
    #[inline(always)]
    pub(super) const fn tail_len(&self) -> usize {
        self.tail.bytes.len()
    }

    /// The payload with its offset.
    pub(crate) const fn content(&self) -> Span<'m> {
        let end = self.offset().saturating_add(self.len());
        Span { bytes: self.payload, end }
    }

    /// Its length without padding.
    pub(crate) const fn len(&self) -> usize {
        self.payload.len().saturating_add(HEADER_LEN)
    }

    /// Its header.
    pub(crate) fn head(&self) -> &'m [u8] {
        self.tail.bytes.get(..HEADER_LEN).unwrap_or_default()
    }

    /// Header and payload.
    pub(crate) fn bytes(&self) -> &'m [u8] {
        self.tail.bytes.get(..self.len()).unwrap_or_default()
    }

    /// The padding behind the payload, as far as it is there.
    pub(crate) fn padding(&self) -> &'m [u8] {
        let end = align(self.len()).min(self.tail.bytes.len());
        self.tail.bytes.get(self.len()..end).unwrap_or_default()
    }

    /// The offset behind it, padding included, whether or not that is there.
    pub(crate) const fn padded_end(&self) -> usize {
        self.offset().saturating_add(align(self.len()))
    }

    /// Whether an offset is in it, padding included.
    pub(crate) fn contains(&self, offset: usize) -> bool {
        (self.offset()..self.padded_end()).contains(&offset)
    }
}

/// A set of attributes by its policy: a type's own, or one of a table's.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SetView<'p> {
    Known(&'static Policy),
    #[cfg(feature = "alloc")]
    Told(&'p PolicyTable, &'p TableSet),
    #[cfg(not(feature = "alloc"))]
    #[expect(dead_code, reason = "the lifetime needs a place")]
    Never(core::convert::Infallible, core::marker::PhantomData<&'p ()>),
}

impl From<&'static Policy> for SetView<'_> {
    fn from(policy: &'static Policy) -> Self {
        Self::Known(policy)
    }
}

#[cfg(feature = "alloc")]
impl PolicyTable {
    /// The set of this number; one that is not there is empty.
    pub(crate) fn view(&self, set: u16) -> SetView<'_> {
        self.find(set).unwrap_or(SetView::Told(self, TableSet::EMPTY))
    }

    /// The set of this number, if it is there.
    pub(super) fn find(&self, set: u16) -> Option<SetView<'_>> {
        self.set(set).map(|set| SetView::Told(self, set))
    }
}

impl<'p> SetView<'p> {
    /// What gives an error its names.
    #[inline(always)]
    pub(crate) const fn policy(self) -> Option<&'static Policy> {
        match self {
            Self::Known(policy) => Some(policy),
            _ => None,
        }
    }

    #[inline(always)]
    pub(crate) fn attr(self, ty: u16) -> Option<&'p AttrPolicy> {
        match self {
            Self::Known(policy) => policy.attr(ty),
            #[cfg(feature = "alloc")]
            Self::Told(_, set) => set.attr(ty),
            #[cfg(not(feature = "alloc"))]
            Self::Never(never, _) => match never {},
        }
    }

    /// Its attributes with their dense index, and whether that finds all of them.
    #[inline(always)]
    fn index(self) -> (&'p [AttrPolicy], &'p [u16], bool) {
        match self {
            Self::Known(policy) => {
                (policy.attrs, policy.index.dense, policy.search == super::Search::Dense)
            }
            #[cfg(feature = "alloc")]
            Self::Told(_, set) => set.index(),
            #[cfg(not(feature = "alloc"))]
            Self::Never(never, _) => match never {},
        }
    }

    #[inline(always)]
    fn header_len(self) -> usize {
        self.policy().map_or(0, Policy::header_len)
    }

    pub(super) fn unknown(self) -> Unknowns {
        self.policy().map_or(Unknowns::ByLevel, Policy::unknown)
    }

    #[inline(always)]
    pub(super) fn max_type(self) -> u16 {
        match self {
            Self::Known(policy) => policy.max_type(),
            #[cfg(feature = "alloc")]
            Self::Told(_, set) => set.max_type,
            #[cfg(not(feature = "alloc"))]
            Self::Never(never, _) => match never {},
        }
    }

    #[inline(always)]
    fn strict_start(self) -> u16 {
        match self {
            Self::Known(policy) => policy.strict_start,
            #[cfg(feature = "alloc")]
            Self::Told(_, set) => set.strict_start,
            #[cfg(not(feature = "alloc"))]
            Self::Never(never, _) => match never {},
        }
    }

    /// The level of an attribute from the start of strictness on: beyond what the set knows, its own level
    /// decides.
    #[cold]
    fn strict_level(self, ty: u16, level: Level) -> Level {
        if self.is_outside(ty) { level } else { level.with(Level::STRICT) }
    }

    /// How many attributes of the set are keys of others.
    fn selectors(self) -> usize {
        self.policy().map_or(0, |policy| policy.selectors.into())
    }

    /// Whether no attribute of the set can have this type.
    pub(super) fn is_outside(self, ty: u16) -> bool {
        ty > self.max_type() || ty == 0 && self.attr(0).is_none()
    }

    /// The set in an attribute.
    fn nested(self, rule: &AttrPolicy) -> Option<Self> {
        match (self, rule.set_number()) {
            #[cfg(feature = "alloc")]
            (Self::Told(table, _), Some(number)) => table.find(number),
            _ => rule.set().map(Self::Known),
        }
    }
}

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
    key: Option<FoundKey<'m>>,
    /// As a parse counts: one for every attribute around.
    depth: u8,
    /// As a kernel counts: an array of sets is one.
    kernel_depth: u8,
}

impl<'m> Inside<'m> {
    /// How many attributes are around, as a parse counts.
    #[inline(always)]
    pub(super) const fn depth(&self) -> u8 {
        self.depth
    }

    /// One attribute further in, and by the kernel's count as deep, if it is an array of sets.
    #[inline(always)]
    const fn deeper(self, level: Level, key: Option<FoundKey<'m>>, is_one_level: bool) -> Self {
        Self {
            level,
            key,
            depth: self.depth.saturating_add(1),
            kernel_depth: self.kernel_depth.saturating_add(!is_one_level as u8),
        }
    }

    #[inline(always)]
    const fn is_too_deep(&self, as_kernel: bool) -> bool {
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
    index: Option<u16>,
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
    const fn new(
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

/// Walks over a set.
pub(crate) fn set<'m, V: Visitor<'m>>(
    of: SetView<'_>,
    input: Input<'m>,
    visitor: &mut V,
) -> Result<(), V::Stop> {
    Walk { visitor }.set(of, Span::of(input), Inside::of(&input))
}

/// Walks over what is in an attribute with this policy.
pub(crate) fn payload<'m, V: Visitor<'m>>(
    policy: &AttrPolicy,
    input: Input<'m>,
    visitor: &mut V,
) -> Result<(), V::Stop> {
    let (span, inside) = (Span::of(input), Inside::of(&input));
    match (policy.kind(), policy.set(), policy.element()) {
        (Kind::Nested, Some(set), _) => Walk { visitor }.set(set.into(), span, inside),
        (Kind::NestedArray, _, Some(element)) => {
            Walk { visitor }.elements(element, NOTHING.into(), span, inside)
        }
        _ => Ok(()),
    }
}

/// Walks over what is in an attribute, without the keys around it.
pub(crate) fn content<'m, V: Visitor<'m>>(
    node: &Node<'_, 'm>,
    visitor: &mut V,
) -> Result<(), V::Stop> {
    let (span, inside) = (node.item.content(), node.scope.inside.deeper(node.level, None, false));
    match node.content {
        Content::Set(set) => Walk { visitor }.set(set, span, inside),
        Content::Elements(element) => {
            let of = node.scope.of.unwrap_or(NOTHING.into());
            Walk { visitor }.elements(element, of, span, inside)
        }
        Content::Value | Content::TooDeep => Ok(()),
    }
}

/// A set of which nothing is known.
pub(crate) const NOTHING: &Policy = &Policy::new("", &[]);

/// How many keys are remembered in most sets, and in those that have more.
const FEW: usize = 2;
const MANY: usize = 64;

/// A key that has been searched.
#[derive(Clone, Copy)]
struct Searched {
    /// The type of the selector plus one; 0 if this place is free.
    ty: u16,
    /// How many bytes of the set there are from the last such attribute on, or 0.
    tail: u32,
}

impl Searched {
    const FREE: Self = Self { ty: 0, tail: 0 };
}

struct Walk<'v, V> {
    visitor: &'v mut V,
}

impl<'m, V: Visitor<'m>> Walk<'_, V> {
    /// A set that is not deeper than the visitor goes.
    fn set(&mut self, of: SetView<'_>, whole: Span<'m>, inside: Inside<'m>) -> Result<(), V::Stop> {
        if of.selectors() > FEW {
            self.set_with_many_keys(of, whole, inside)
        } else {
            self.set_with(of, whole, inside, &mut [Searched::FREE; FEW])
        }
    }

    /// Apart, since it needs more stack.
    #[inline(never)]
    fn set_with_many_keys(
        &mut self,
        of: SetView<'_>,
        whole: Span<'m>,
        inside: Inside<'m>,
    ) -> Result<(), V::Stop> {
        self.set_with(of, whole, inside, &mut [Searched::FREE; MANY])
    }

    #[inline(never)]
    fn set_with(
        &mut self,
        of: SetView<'_>,
        whole: Span<'m>,
        inside: Inside<'m>,
        keys: &mut [Searched],
    ) -> Result<(), V::Stop> {
        let Some((header, attrs)) = whole.split_fixed_header(of.header_len()) else {
            return self.visitor.short_set(of, whole);
        };
        let scope = Scope { of: Some(of), whole, header, attrs, inside };
        self.visitor.set(&scope)?;
        let strict_start = match of.strict_start() {
            0 => u16::MAX,
            ty => ty,
        };
        let (attrs_of_set, dense, is_dense) = of.index();
        let mut rest = attrs;
        while let Some((item, behind)) = rest.split() {
            rest = behind;
            let ty = item.ty();
            let place = dense.get(usize::from(ty));
            let declared = match place.and_then(|&place| attrs_of_set.get(usize::from(place))) {
                Some(attr) => Some(attr),
                None if is_dense => None,
                None => of.attr(ty),
            };
            let mut level = inside.level;
            if ty >= strict_start {
                level = of.strict_level(ty, level);
            }
            match self.visitor.glance(declared, &item, level, &scope) {
                Glance::Skip => continue,
                Glance::Enter => {
                    if let Some(set) = declared.and_then(AttrPolicy::plain_set) {
                        if inside.kernel_depth < LAST_DEPTH {
                            self.enter_plain(set, item, level, &scope)?;
                            continue;
                        }
                    }
                }
                Glance::Visit => {}
            }
            self.one(Node::new(item, &scope, declared, level), of, keys)?;
        }
        self.visitor.end_of_set(&scope, rest)
    }

    /// What is in a nest at which a visitor has glanced.
    #[inline(never)]
    fn enter_plain(
        &mut self,
        set: &'static Policy,
        item: Item<'m>,
        level: Level,
        scope: &Scope<'_, 'm>,
    ) -> Result<(), V::Stop> {
        let inside = scope.inside.deeper(level, scope.inside.key, false);
        let result = self.set(set.into(), item.content(), inside);
        if result.is_err() {
            let rule = scope.of.and_then(|of| of.attr(item.ty()));
            self.visitor.stopped(&Node::new(item, scope, rule, level));
        }
        result
    }

    /// One attribute of a set.
    #[inline(never)]
    fn one(
        &mut self,
        mut node: Node<'_, 'm>,
        of: SetView<'_>,
        keys: &mut [Searched],
    ) -> Result<(), V::Stop> {
        let outer = node.scope.inside.key;
        match node.declared {
            Some(rule) if rule.is_branch() => {
                let key = match rule.selector() {
                    Selector::None | Selector::Outer => outer,
                    Selector::Header { offset, kind } => {
                        let bytes = node.scope.header.get(offset..).unwrap_or_default();
                        let member = kind.size().and_then(|size| bytes.get(..size));
                        member.map(|bytes| FoundKey::new(kind, bytes))
                    }
                    Selector::Attr(ty) => key_of_sibling(ty, of, node.scope.attrs, keys),
                };
                self.branch(&node, rule, key, of)
            }
            None if V::ENTERS_UNKNOWN => {
                if node.item.raw_type() & NESTED != 0 && node.item.content().is_stream() {
                    node.content = Content::Set(NOTHING.into());
                }
                self.nest(&mut node, outer, of)
            }
            _ => self.nest(&mut node, outer, of),
        }
    }

    /// An attribute or element with variants, a set or elements.
    fn branch(
        &mut self,
        node: &Node<'_, 'm>,
        rule: &AttrPolicy,
        key: Option<FoundKey<'m>>,
        of: SetView<'_>,
    ) -> Result<(), V::Stop> {
        if rule.variants().is_empty() {
            return self.known(Node { ..*node }, rule, key, of);
        }
        match key.and_then(|key| rule.selected_by_key(key)) {
            Some((number, variant)) => {
                let policy = variant.policy();
                let variant = Some((number, variant));
                self.known(Node { variant, policy: Some(&policy), ..*node }, &policy, key, of)
            }
            None => self.nest(&mut Node { policy: None, ..*node }, key, of),
        }
    }

    /// An attribute, or a selected variant, with a policy that has no variants.
    fn known(
        &mut self,
        node: Node<'_, 'm>,
        policy: &AttrPolicy,
        key: Option<FoundKey<'m>>,
        of: SetView<'_>,
    ) -> Result<(), V::Stop> {
        // What is in it may live shorter than what is around it.
        let mut node: Node<'_, 'm> = node;
        if policy.kind() == Kind::Nested {
            node.content = of.nested(policy).map_or(Content::Value, Content::Set);
            return self.nest(&mut node, key, of);
        }
        if policy.kind() != Kind::NestedArray {
            return self.nest(&mut node, key, of);
        }
        match (policy.element(), policy.set_number().map(AttrPolicy::nested_number)) {
            (Some(element), _) => {
                self.nest(&mut Node { content: Content::Elements(element), ..node }, key, of)
            }
            (None, Some(element)) => {
                self.nest(&mut Node { content: Content::Elements(&element), ..node }, key, of)
            }
            (None, None) => self.nest(&mut node, key, of),
        }
    }

    /// An attribute that may be a nest, and what is in it. `of` tells numbers of sets.
    fn nest(
        &mut self,
        node: &mut Node<'_, 'm>,
        key: Option<FoundKey<'m>>,
        of: SetView<'_>,
    ) -> Result<(), V::Stop> {
        // An array of sets and its sets are one level to a kernel; an array in an array is another.
        let is_one_level = matches!(node.content, Content::Elements(_)) && !node.is_element();
        let inside = node.scope.inside.deeper(node.level, key, is_one_level);
        if inside.is_too_deep(V::AS_KERNEL) && node.is_nest() && !node.item.payload().is_empty() {
            node.content = Content::TooDeep;
        }
        let result = self.enter(node, inside, of);
        if result.is_err() {
            self.visitor.stopped(node);
        }
        result
    }

    #[inline(always)]
    fn enter(
        &mut self,
        node: &Node<'_, 'm>,
        inside: Inside<'m>,
        of: SetView<'_>,
    ) -> Result<(), V::Stop> {
        if self.visitor.attr(node)? {
            match node.content {
                Content::Set(set) => self.set(set, node.item.content(), inside)?,
                Content::Elements(element) => {
                    self.elements(element, of, node.item.content(), inside)?;
                }
                Content::Value | Content::TooDeep => {}
            }
        }
        self.visitor.end_of_attr(node)
    }

    /// The elements of an array, which have positions, and types that are numbers. The variant of an
    /// element is selected outside the array.
    fn elements(
        &mut self,
        element: &AttrPolicy,
        of: SetView<'_>,
        whole: Span<'m>,
        inside: Inside<'m>,
    ) -> Result<(), V::Stop> {
        let scope = Scope { of: None, whole, header: &[], attrs: whole, inside };
        self.visitor.set(&scope)?;
        let (mut rest, mut index) = (whole, 0_u16);
        while let Some((item, behind)) = rest.split() {
            rest = behind;
            let mut node = Node::new(item, &scope, Some(element), inside.level);
            node.index = Some(index);
            index = index.saturating_add(1);
            if element.is_branch() {
                self.branch(&node, element, inside.key, of)?;
            } else {
                self.nest(&mut node, inside.key, of)?;
            }
        }
        self.visitor.end_of_set(&scope, rest)
    }
}

/// The key in the last attribute of this type.
#[inline(never)]
fn key_of_sibling<'m>(
    ty: u16,
    of: SetView<'_>,
    attrs: Span<'m>,
    keys: &mut [Searched],
) -> Option<FoundKey<'m>> {
    let kind = of.attr(ty)?.kind();
    let number = ty.saturating_add(1);
    let is_known = |place: &&mut Searched| place.ty == number || place.ty == Searched::FREE.ty;
    let search = || {
        let last = attrs.items().filter(|item| item.ty() == ty).last();
        last.map_or(0, |item| item.tail_len()).try_into().unwrap_or(u32::MAX)
    };
    let tail = match keys.iter_mut().find(is_known) {
        Some(place) if place.ty == number => place.tail,
        Some(place) => {
            *place = Searched { ty: number, tail: search() };
            place.tail
        }
        // The set has more selectors than a derived one may have.
        None => search(),
    };
    let start = attrs.bytes.len().checked_sub(tail.try_into().ok()?)?;
    let tail = Span { bytes: attrs.bytes.get(start..)?, ..attrs };
    let (item, _) = tail.split()?;
    Some(FoundKey::new(kind, item.payload()))
}

impl AttrPolicy {
    /// The variant of a sub-message that a key selects, with its number.
    pub(crate) fn selected_by_key(&self, key: FoundKey<'_>) -> Option<(u16, &'static Variant)> {
        (0..=u16::MAX).zip(self.variants()).find(|(_, variant)| key.selects(variant.key()))
    }
}

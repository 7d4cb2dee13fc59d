//! The walk over attributes by a policy: the only code that knows which sets are in which attributes,
//! which key selects a variant, how deep nests go, and what is left over.
//!
//! Validation, the attribute table, locating, copying and display are [`Visitor`]s of it. It visits every
//! attribute once, from front to back, and allocates nothing. Its time is linear in the number of bytes:
//! the key of a sub-message is searched once for each selector in a set.

pub(crate) use super::node::{Content, Label, Node, Scope};
pub(crate) use super::set_view::SetView;
pub(crate) use super::span::{Item, Span};

use super::node::{Inside, LAST_DEPTH};
use super::{AttrPolicy, FoundKey, Key, Kind, Policy, Selector, Variant};
use crate::attr::NESTED;
use crate::input::Input;
use crate::level::Level;

/// Receives what the walk finds.
pub(crate) trait Visitor<'m> {
    /// Why it ends early.
    type Stop;

    /// Whether nests end where a kernel stops to follow them, and not where a parse does.
    const AS_KERNEL: bool = false;

    /// Whether it does more than nothing to [`Visitor::skim`].
    const SKIMS: bool = false;

    /// Whether it wants to know what is in attributes that no policy names, but that are flagged as nests
    /// and consist of attributes.
    const ENTERS_UNKNOWN: bool = false;

    /// Takes attributes off the front that need no visit, faster than one after the other. What it does not
    /// take is visited.
    #[inline(always)]
    fn skim(&mut self, _of: SetView<'_>, attrs: &'m [u8], _inside: &Inside<'m>) -> &'m [u8] {
        attrs
    }

    /// A set begins. Not called for a set that was skimmed to its end.
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
    /// The type of the selector plus one; 0 if this slot is free.
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
    /// A set within the visitor's depth limit.
    #[inline(always)]
    fn set(&mut self, of: SetView<'_>, whole: Span<'m>, inside: Inside<'m>) -> Result<(), V::Stop> {
        if !V::SKIMS {
            return self.set_from(of, whole, inside, whole.bytes);
        }
        // Many sets have nothing but scalars.
        let Some((_, attrs)) = whole.split_fixed_header(of.header_len()) else {
            return self.visitor.short_set(of, whole);
        };
        let rest = self.visitor.skim(of, attrs.bytes, &inside);
        if rest.is_empty() {
            return Ok(());
        }
        self.set_from(of, whole, inside, rest)
    }

    /// A set of which `rest` is still to be visited, if anything was skimmed.
    #[inline(never)]
    fn set_from(
        &mut self,
        of: SetView<'_>,
        whole: Span<'m>,
        inside: Inside<'m>,
        rest: &'m [u8],
    ) -> Result<(), V::Stop> {
        let Some((header, attrs)) = whole.split_fixed_header(of.header_len()) else {
            return self.visitor.short_set(of, whole);
        };
        let rest = if V::SKIMS { Span { bytes: rest, ..attrs } } else { attrs };
        let scope = Scope { of: Some(of), whole, header, attrs, inside };
        if of.selectors() > FEW {
            self.set_with_many_keys(&scope, of, rest)
        } else {
            self.set_with(&scope, of, rest, &mut [Searched::FREE; FEW])
        }
    }

    /// Apart, since it needs more stack.
    #[inline(never)]
    fn set_with_many_keys(
        &mut self,
        scope: &Scope<'_, 'm>,
        of: SetView<'_>,
        rest: Span<'m>,
    ) -> Result<(), V::Stop> {
        self.set_with(scope, of, rest, &mut [Searched::FREE; MANY])
    }

    #[inline(never)]
    fn set_with(
        &mut self,
        scope: &Scope<'_, 'm>,
        of: SetView<'_>,
        mut rest: Span<'m>,
        keys: &mut [Searched],
    ) -> Result<(), V::Stop> {
        self.visitor.set(scope)?;
        let inside = &scope.inside;
        let strict_start = match of.strict_start() {
            0 => u16::MAX,
            ty => ty,
        };
        while let Some((item, behind)) = rest.split() {
            let ty = item.ty();
            let declared = of.attr(ty);
            let mut level = inside.level;
            if ty >= strict_start {
                level = of.strict_level(ty, level);
            }
            match self.visitor.glance(declared, &item, level, scope) {
                Glance::Skip => {}
                Glance::Enter => match declared.and_then(AttrPolicy::plain_set) {
                    Some(set) if inside.kernel_depth < LAST_DEPTH => {
                        self.enter_plain(set, item, level, scope)?;
                    }
                    _ => self.one(Node::new(item, scope, declared, level), of, keys)?,
                },
                Glance::Visit => self.one(Node::new(item, scope, declared, level), of, keys)?,
            }
            rest = Span { bytes: self.visitor.skim(of, behind.bytes, inside), ..behind };
        }
        self.visitor.end_of_set(scope, rest)
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
        // The key is read once, not for each variant.
        let (text, number) = (key.text(), key.number());
        let selects = |variant: &Variant| match variant.key() {
            Key::Text(key) => text == Some(key.as_bytes()),
            Key::Number(key) => number == Some(key),
        };
        (0..=u16::MAX).zip(self.variants()).find(|(_, variant)| selects(variant))
    }
}

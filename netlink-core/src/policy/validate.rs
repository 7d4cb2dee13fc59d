//! The kernel's own validation of a stream of attributes against a policy.
//!
//! The order of the checks and their errors are the kernel's (`__nla_validate_parse` and
//! `validate_nla` in `lib/nlattr.c`), as far as a [`Policy`] states the rules.

use super::{AttrPolicy, FoundKey, Kind, Policy, Selector, Unknowns, Variant};
use crate::attr::{Attr, Attrs, NESTED, TYPE_MASK};
use crate::error::{ErrorKind, ParseError, Step};
use crate::input::Input;
use crate::level::Level;

/// How deep a kernel follows nested policies.
const MAX_POLICY_DEPTH: u8 = 10;

impl Policy {
    /// Validates a set of attributes, behind its fixed header if it has one, at the input's level.
    ///
    /// Says whether a kernel with this policy would accept the bytes; what is required is not part
    /// of a policy, and so not looked at.
    ///
    /// # Errors
    /// The first offender, with the error number and message that the kernel gives, its offset and
    /// path, and the rule it broke.
    pub fn validate(&'static self, input: Input<'_>) -> Result<(), ParseError> {
        SetView::from(self).validate(input)
    }
}

/// A set as the interpreter sees it: a type's own, or one of a table's.
#[derive(Clone, Copy)]
pub(crate) struct SetView<'p> {
    pub(super) attrs: &'p [AttrPolicy],
    pub(crate) header_len: usize,
    pub(super) unknown: Unknowns,
    pub(super) strict_start: u16,
    pub(super) max_type: u16,
    /// What gives an error its names.
    pub(crate) policy: Option<&'static Policy>,
    /// Where nested sets are found that are known by number.
    pub(crate) sets: Option<&'p dyn Sets>,
}

/// Sets known by number.
pub(crate) trait Sets {
    fn set(&self, number: u16) -> Option<SetView<'_>>;
}

impl From<&'static Policy> for SetView<'static> {
    fn from(policy: &'static Policy) -> Self {
        Self {
            attrs: policy.attrs,
            header_len: policy.header_len,
            unknown: policy.unknown,
            strict_start: policy.strict_start,
            max_type: policy.max_type(),
            policy: Some(policy),
            sets: None,
        }
    }
}

impl<'p> SetView<'p> {
    pub(super) fn validate(self, input: Input<'_>) -> Result<(), ParseError> {
        self.validate_at(input, 0)
    }

    fn validate_at(self, input: Input<'_>, depth: u8) -> Result<(), ParseError> {
        let of_set = |error: ParseError| match self.policy {
            Some(policy) => error.of_set(policy),
            None => error,
        };
        if depth >= MAX_POLICY_DEPTH {
            return Err(of_set(input.error(ErrorKind::Depth)));
        }
        let (header, set) = input.split_fixed_header(self.header_len).map_err(of_set)?;
        let mut attrs = set.attrs();
        for attr in attrs.by_ref() {
            self.validate_attr(header, set, attr, depth).map_err(|error| match self.policy {
                Some(policy) => error.in_attr(attr.ty(), attr.offset(), policy),
                None => error.at_header(attr.offset()).in_step(Step::Attr(attr.ty())),
            })?;
        }
        if set.validation().contains(Level::TRAILING) {
            attrs.finish().map_err(of_set)
        } else {
            Ok(())
        }
    }

    fn validate_attr(
        self,
        header: &[u8],
        set: Input<'_>,
        attr: Attr<'_>,
        depth: u8,
    ) -> Result<(), ParseError> {
        // Beyond what the set knows, its own level decides, and not how strict it is with the rest.
        if self.is_outside(attr) {
            return self.validate_unknown(attr);
        }
        let attr = match self.strict_start {
            1.. if attr.ty() >= self.strict_start => attr.at_least(Level::STRICT),
            _ => attr,
        };
        let Some(policy) = self.attr(attr.ty()) else {
            return self.validate_unknown(attr);
        };
        // Of several that wait for a key the last one counts, and nobody looks into the others.
        let waits = policy.selector() != Selector::None;
        if waits && attr.stream().skip(1).any(|later| later.ty() == attr.ty()) {
            return Ok(());
        }
        if policy.variants().is_empty() {
            return policy.validate_payload(attr.input(), attr.raw_type(), depth, self.sets);
        }
        match policy.choose(|ty| self.attr(ty), header, set.attrs()) {
            Some((number, variant)) => {
                let policy = variant.policy();
                policy
                    .validate_payload(attr.input(), attr.raw_type(), depth, self.sets)
                    .map_err(|error| error.in_step(Step::Variant(number)))
            }
            // With its key in a header or in a set around this one, it is validated when it is read.
            None => Ok(()),
        }
    }

    fn validate_unknown(self, attr: Attr<'_>) -> Result<(), ParseError> {
        let level = attr.input().validation();
        let outside = self.is_outside(attr);
        let refused = match self.unknown {
            Unknowns::Keep => false,
            Unknowns::Refuse => true,
            Unknowns::ByLevel if outside => level.contains(Level::MAXTYPE),
            Unknowns::ByLevel => level.contains(Level::UNSPEC),
        };
        if !refused {
            return Ok(());
        }
        let kind = if outside { ErrorKind::UnknownType } else { ErrorKind::Unsupported };
        Err(attr.input().error(kind).with_found(usize::from(attr.ty())))
    }

    /// Whether no attribute of the set can have this type.
    fn is_outside(self, attr: Attr<'_>) -> bool {
        attr.ty() > self.max_type || attr.ty() == 0 && self.attr(0).is_none()
    }

    pub(crate) fn attr(self, ty: u16) -> Option<&'p AttrPolicy> {
        self.attrs.iter().find(|attr| attr.ty() == ty)
    }
}

impl AttrPolicy {
    /// Validates one payload at the input's level, where its attribute's flags are not known.
    pub(crate) fn validate_alone(&self, input: Input<'_>) -> Result<(), ParseError> {
        self.validate_payload(input, self.nested_flag(), 0, None)
    }

    /// Validates one payload: exact length, nested flag, kind, written rules, in this order.
    fn validate_payload(
        &self,
        input: Input<'_>,
        raw_type: u16,
        depth: u8,
        sets: Option<&dyn Sets>,
    ) -> Result<(), ParseError> {
        if self.is_isolated() && !self.kind().is_nested() {
            // What is wrong with it stays its own: it is validated when it is read.
            return Ok(());
        }
        let (level, len) = (input.validation(), input.bytes().len());
        if let (Some(size), true) = (self.kind().size(), level.contains(Level::STRICT_ATTRS)) {
            // A flag and a bitfield are not in the kernel's table of exact lengths; they are
            // exact below, with another error.
            if len != size && !matches!(self.kind(), Kind::Flag | Kind::Bitfield32) {
                return Err(input.error(ErrorKind::ExactLength).with_expected(size));
            }
        }
        if self.is_long_when_lax() && len > self.len().1 && level.contains(Level::STRICT_ATTRS) {
            return Err(input.error(ErrorKind::ExactLength).with_expected(self.len().1));
        }
        if level.contains(Level::NESTED) {
            let flagged = raw_type & NESTED != 0;
            if self.kind().is_nested() && !flagged {
                return Err(input.error(ErrorKind::NestedFlagMissing));
            }
            if !self.kind().is_nested() && self.kind() != Kind::Unspec && flagged {
                return Err(input.error(ErrorKind::NestedFlagUnexpected));
            }
        }
        self.validate_kind(input)?;
        match self.kind() {
            Kind::Unspec if level.contains(Level::UNSPEC) => Err(input
                .error(ErrorKind::Unsupported)
                .with_found(usize::from(raw_type & TYPE_MASK))),
            // An empty nest is not entered.
            Kind::Nested | Kind::NestedArray if len == 0 || self.is_isolated() => Ok(()),
            Kind::Nested => match self.view(sets) {
                Some(set) => set.validate_at(input, depth.saturating_add(1)),
                None => Ok(()),
            },
            Kind::NestedArray => self.validate_elements(input, depth, sets),
            _ => self
                .apply(input.bytes())
                .map_err(|kind| input.error(kind).with_value(self.offence(kind, input.bytes()))),
        }
    }

    /// The set in it.
    pub(crate) fn view<'p>(&self, sets: Option<&'p dyn Sets>) -> Option<SetView<'p>> {
        match self.set_number() {
            Some(number) => sets?.set(number),
            None => self.set().map(SetView::from),
        }
    }

    /// What the kind alone demands at every level.
    pub(crate) fn validate_kind(&self, input: Input<'_>) -> Result<(), ParseError> {
        let bytes = input.bytes();
        let length_ok = match self.kind() {
            Kind::Flag => bytes.is_empty(),
            Kind::Bitfield32 => bytes.len() == 8,
            Kind::Msecs => bytes.len() >= 8,
            Kind::String => !bytes.is_empty(),
            Kind::Nested | Kind::NestedArray => bytes.is_empty() || bytes.len() >= 4,
            Kind::Uint | Kind::Sint => {
                if !matches!(bytes.len(), 4 | 8) {
                    return Err(input.error(ErrorKind::ExactLength));
                }
                true
            }
            Kind::NulString => {
                if !bytes.contains(&0) {
                    return Err(input.error(ErrorKind::Unterminated));
                }
                true
            }
            Kind::Reject => return Err(input.error(ErrorKind::Rejected)),
            kind => kind.size().is_none_or(|size| bytes.len() >= size),
        };
        if length_ok {
            return Ok(());
        }
        Err(input.error(ErrorKind::Length).with_expected(self.kind().size().unwrap_or(0)))
    }

    /// Each element on its own. Their types are numbers, and whether they are flagged as nested
    /// does not matter.
    fn validate_elements(
        &self,
        input: Input<'_>,
        depth: u8,
        sets: Option<&dyn Sets>,
    ) -> Result<(), ParseError> {
        let by_number = self.set_number().map(Self::nested_number);
        let Some(element) = self.element().or(by_number.as_ref()) else { return Ok(()) };
        for (index, attr) in (0..=u16::MAX).zip(input.attrs()) {
            let in_element =
                |error: ParseError| error.at_header(attr.offset()).in_step(Step::Index(index));
            if let (true, 1..=3) = (element.kind().is_nested(), attr.payload().len()) {
                return Err(in_element(attr.input().error(ErrorKind::ElementLength)));
            }
            let raw_type = attr.ty() | element.nested_flag();
            element.validate_payload(attr.input(), raw_type, depth, sets).map_err(in_element)?;
        }
        Ok(())
    }

    /// The form of a sub-message that the key in this set chooses, with its number.
    pub(super) fn choose<'p>(
        &self,
        sibling: impl FnOnce(u16) -> Option<&'p Self>,
        header: &[u8],
        set: Attrs<'_>,
    ) -> Option<(u16, &'static Variant)> {
        self.chosen_by(self.find_key(sibling, header, set)?)
    }

    /// What stands in this set where the selector says that the key is.
    pub(crate) fn find_key<'p, 'a>(
        &self,
        sibling: impl FnOnce(u16) -> Option<&'p Self>,
        header: &'a [u8],
        mut set: Attrs<'a>,
    ) -> Option<FoundKey<'a>> {
        Some(match self.selector() {
            Selector::Attr(ty) => FoundKey::new(
                sibling(ty)?.kind(),
                set.by_ref().filter(|attr| attr.ty() == ty).last()?.payload(),
            ),
            Selector::Header { offset, kind } => FoundKey::new(kind, header.get(offset..)?.get(..kind.size()?)?),
            Selector::None | Selector::Outer => return None,
        })
    }

    /// The form of a sub-message that this key chooses, with its number.
    pub(crate) fn chosen_by(&self, key: FoundKey<'_>) -> Option<(u16, &'static Variant)> {
        (0..=u16::MAX).zip(self.variants()).find(|(_, variant)| key.selects(variant.key()))
    }
}

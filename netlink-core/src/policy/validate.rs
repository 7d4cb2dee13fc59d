//! The kernel's own validation of a stream of attributes against a policy.
//!
//! The order of the checks and their errors are the kernel's (`__nla_validate_parse` and
//! `validate_nla` in `lib/nlattr.c`), as far as a [`Policy`] states the rules.

use super::node::{Inside, LAST_DEPTH};
use super::walk::{self, Content, Glance, Item, Node, Scope, SetView, Span, Visitor};
use super::{AttrPolicy, Policy, Unknowns};
use crate::attr::{NESTED, TYPE_MASK};
use crate::error::{ErrorKind, ParseError, Step};
use crate::input::Input;
use crate::level::Level;

impl Policy {
    /// Validates a set of attributes, behind its fixed header if it has one, at the input's level.
    ///
    /// Returns whether a kernel with this policy would accept the bytes. A policy does not say which
    /// attributes are required, so missing ones are accepted.
    ///
    /// Sub-messages are validated as the variant that their key selects. A sub-message without a key, or
    /// with one that no variant has, is accepted.
    ///
    /// # Errors
    /// The first violation, with the error number and message that a kernel gives, its offset and
    /// path, and the rule that was violated.
    #[inline]
    pub fn validate(&'static self, input: Input<'_>) -> Result<(), ParseError> {
        SetView::from(self).validate(input)
    }
}

#[cfg(feature = "alloc")]
impl super::PolicyTable {
    /// Validates attributes against the set of this number, at the input's level.
    ///
    /// A set that does not exist has no attributes.
    ///
    /// # Errors
    /// As [`Policy::validate`](super::Policy::validate).
    pub fn validate(&self, set: u16, input: Input<'_>) -> Result<(), ParseError> {
        self.view(set).validate(input)
    }
}

/// What is wrong, and the offset of it. The path is derived afterwards.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Fault {
    pub(super) kind: ErrorKind,
    offset: u32,
}

impl Fault {
    #[cold]
    fn new(kind: ErrorKind, offset: usize) -> Self {
        Self { kind, offset: offset.try_into().unwrap_or(u32::MAX) }
    }
}

/// Success costs no more than a register.
const _: () = assert!(size_of::<Result<(), Fault>>() == 8);

impl SetView<'_> {
    pub(super) fn validate(self, input: Input<'_>) -> Result<(), ParseError> {
        match walk::set(self, input, &mut Validate) {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.explain(input, fault)),
        }
    }

    /// Validates once more, for the path of what is wrong.
    #[cold]
    pub(super) fn explain(self, input: Input<'_>, fault: Fault) -> ParseError {
        let mut explain = Explain(None);
        let _fault = walk::set(self, input, &mut explain);
        explain.0.unwrap_or_else(|| ParseError::new(fault.kind, 0).with_offset_of(fault))
    }
}

impl ParseError {
    fn with_offset_of(self, fault: Fault) -> Self {
        self.with_offset(fault.offset.try_into().unwrap_or(usize::MAX))
    }
}

/// Gives the verdict.
pub(super) struct Validate;

impl<'m> Visitor<'m> for Validate {
    type Stop = Fault;
    const AS_KERNEL: bool = true;
    const SKIMS: bool = true;

    #[inline(always)]
    fn skim(&mut self, of: SetView<'_>, attrs: &'m [u8], inside: &Inside<'m>) -> &'m [u8] {
        match of.policy() {
            Some(policy) if !inside.level.contains(Level::DUPLICATES) => {
                policy.skim(attrs, inside.level, inside.kernel_depth < LAST_DEPTH)
            }
            _ => attrs,
        }
    }

    #[inline(always)]
    fn set(&mut self, set: &Scope<'_, 'm>) -> Result<(), Fault> {
        match set.of {
            Some(of) if set.inside.level.contains(Level::DUPLICATES) => duplicates(of, set.attrs),
            _ => Ok(()),
        }
    }

    #[cold]
    fn short_set(&mut self, _: SetView<'_>, whole: Span<'m>) -> Result<(), Fault> {
        Err(Fault::new(ErrorKind::ShortHeader, whole.offset()))
    }

    #[inline(always)]
    fn glance(
        &mut self,
        declared: Option<&AttrPolicy>,
        item: &Item<'m>,
        level: Level,
        set: &Scope<'_, 'm>,
    ) -> Glance {
        let Some(policy) = declared else {
            let by_level = level.contains_any(Level::MAXTYPE.with(Level::UNSPEC));
            let is_refused = set.of.is_none_or(|of| of.unknown() == Unknowns::Refuse);
            return if by_level || is_refused { Glance::Visit } else { Glance::Skip };
        };
        let (len, raw_type) = (item.payload().len(), item.raw_type());
        let exact = level.contains(Level::STRICT_ATTRS);
        if !policy.fits(len, raw_type, exact, level.contains(Level::NESTED)) {
            return Glance::Visit;
        }
        if policy.is_plain() {
            return Glance::Skip;
        }
        if policy.is_branch() {
            return if policy.has_plain_set() && len >= 4 { Glance::Enter } else { Glance::Visit };
        }
        match policy.validate_rest(item.payload(), raw_type, level) {
            Ok(()) => Glance::Skip,
            Err(_) => Glance::Visit,
        }
    }

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, Fault> {
        let verdict = match node.policy {
            Some(policy) => attr(policy, node),
            // No variant is selected.
            None if node.declared.is_some() => Ok(()),
            None => unknown(node),
        };
        match verdict {
            Ok(()) => Ok(enters(node)),
            Err(kind) => Err(Fault::new(kind, node.item.offset())),
        }
    }

    #[inline(always)]
    fn end_of_set(&mut self, set: &Scope<'_, 'm>, leftover: Span<'m>) -> Result<(), Fault> {
        let is_wrong = !leftover.bytes.is_empty()
            && set.of.is_some()
            && set.inside.level.contains(Level::TRAILING);
        if is_wrong {
            return Err(Fault::new(ErrorKind::TrailingBytes, leftover.offset()));
        }
        Ok(())
    }
}

impl Policy {
    /// Takes good attributes off the front: scalars and texts, and nests of nothing else. What it does not
    /// take may be good or not.
    ///
    /// It enters one level of nests, so that nothing is looked at more than twice.
    #[inline(never)]
    fn skim<'m>(&self, attrs: &'m [u8], level: Level, enters: bool) -> &'m [u8] {
        let mut rest = Span::unplaced(self.skim_scalars(attrs));
        while let Some((item, behind)) = rest.split() {
            if !self.is_good(item.raw_type(), item.payload(), level, enters) {
                break;
            }
            rest = Span::unplaced(self.skim_scalars(behind.bytes));
        }
        rest.bytes
    }

    /// Takes attributes off the front whose type and length alone make them good at every level.
    ///
    /// A function of its own, so that all of it is in registers.
    #[inline(never)]
    fn skim_scalars<'m>(&self, attrs: &'m [u8]) -> &'m [u8] {
        let mut rest = Span::unplaced(attrs);
        while let Some((len, raw_type)) = rest.head() {
            // With a nested flag it is not a scalar: its index is then out of bounds.
            let slot = self.index.dense.get(usize::from(raw_type & (TYPE_MASK | NESTED)));
            // A length that is too small for a header is not one of these.
            if !slot.is_some_and(|slot| slot.is_plain_of(len)) {
                break;
            }
            let Some(behind) = rest.behind(len.into()) else { break };
            rest = behind;
        }
        rest.bytes
    }

    /// Returns true if an attribute is certainly good.
    #[inline(never)]
    fn is_good(&self, raw_type: u16, payload: &[u8], level: Level, enters: bool) -> bool {
        let ty = raw_type & TYPE_MASK;
        let Some(policy) = self.attr(ty) else { return false };
        let is_strict = self.strict_start != 0 && ty >= self.strict_start;
        let exact = level.contains(Level::STRICT_ATTRS);
        let flagged = level.contains(Level::NESTED);
        if is_strict || !policy.fits(payload.len(), raw_type, exact, flagged) {
            return false;
        }
        if !policy.is_branch() {
            return policy.validate_rest(payload, raw_type, level).is_ok();
        }
        match policy.plain_set() {
            _ if payload.is_empty() => policy.kind().is_nested(),
            Some(set) if enters && policy.has_plain_set() && payload.len() >= 4 => {
                set.header_rule().is_none() && set.skim(payload, level, false).is_empty()
            }
            _ => false,
        }
    }
}

/// Whether what is in an attribute is validated: an empty nest is not entered, and what is wrong in an
/// isolated one is not this set's.
#[inline(always)]
fn enters(node: &Node<'_, '_>) -> bool {
    node.is_nest()
        && !node.item.payload().is_empty()
        && !node.policy.is_some_and(AttrPolicy::is_isolated)
}

fn attr(policy: &AttrPolicy, node: &Node<'_, '_>) -> Result<(), ErrorKind> {
    let (payload, level) = (node.item.payload(), node.level);
    let is_nest = policy.kind().is_nested();
    // The flags of an array's elements do not matter.
    let raw_type = match node.is_element() {
        true => policy.nested_flag(),
        false => node.item.raw_type(),
    };
    let is_cut = matches!(payload.len(), 1..=3) && !policy.is_unflagged();
    if is_nest && is_cut && node.is_element() {
        return Err(ErrorKind::ElementLength);
    }
    let is_flagged =
        !level.contains(Level::NESTED) || raw_type & NESTED != 0 || policy.is_unflagged();
    if !(is_nest && is_flagged && !is_cut) {
        policy.validate_payload(payload, raw_type, level)?;
    }
    match node.content {
        Content::TooDeep if !policy.is_isolated() => Err(ErrorKind::Depth),
        _ => Ok(()),
    }
}

/// An attribute that the set does not name.
fn unknown(node: &Node<'_, '_>) -> Result<(), ErrorKind> {
    let Some(of) = node.scope.of else { return Ok(()) };
    let is_outside = of.is_outside(node.item.ty());
    let is_refused = match of.unknown() {
        Unknowns::Keep => false,
        Unknowns::Refuse => true,
        Unknowns::ByLevel if is_outside => node.level.contains(Level::MAXTYPE),
        Unknowns::ByLevel => node.level.contains(Level::UNSPEC),
    };
    match (is_refused, is_outside) {
        (false, _) => Ok(()),
        (true, true) => Err(ErrorKind::UnknownType),
        (true, false) => Err(ErrorKind::Unsupported),
    }
}

/// Checks that no declared attribute occurs twice, unless it is declared repeated.
#[cold]
#[inline(never)]
fn duplicates(of: SetView<'_>, attrs: Span<'_>) -> Result<(), Fault> {
    // A bit for each type that there may be.
    let mut seen = [0_u64; 256];
    for item in attrs.items() {
        let ty = item.ty();
        let is_repeated = |rule: &AttrPolicy| rule.occurs() == super::Occurs::Repeated;
        if of.attr(ty).is_none_or(is_repeated) {
            continue;
        }
        let bit = 1_u64.wrapping_shl(ty.into());
        if let Some(word) = seen.get_mut(usize::from(ty >> 6)) {
            if *word & bit != 0 {
                return Err(Fault::new(ErrorKind::Duplicate, item.offset()));
            }
            *word |= bit;
        }
    }
    Ok(())
}

/// Gives the same verdict as [`Validate`], with all that is to be said about it.
struct Explain(Option<ParseError>);

impl<'m> Visitor<'m> for Explain {
    type Stop = Fault;
    const AS_KERNEL: bool = true;

    fn set(&mut self, set: &Scope<'_, 'm>) -> Result<(), Fault> {
        Validate.set(set).inspect_err(|&fault| {
            let offset = fault.offset.try_into().unwrap_or(usize::MAX);
            let second = set.attrs.items().find(|item| item.offset() == offset);
            let error = ParseError::new(fault.kind, 0).with_offset_of(fault);
            self.0 = second.map(|item| in_set(error, Step::Attr(item.ty()), set));
        })
    }

    fn short_set(&mut self, of: SetView<'_>, whole: Span<'m>) -> Result<(), Fault> {
        Validate.short_set(of, whole).inspect_err(|&fault| {
            let expected = of.policy().map_or(0, Policy::header_len);
            let error = ParseError::new(fault.kind, whole.offset())
                .with_found(whole.bytes.len())
                .with_expected(expected);
            self.0 = Some(of_set(error, of));
        })
    }

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, Fault> {
        Validate.attr(node).inspect_err(|&Fault { kind, .. }| {
            let content = node.item.content();
            let payload = content.bytes;
            let error = ParseError::new(kind, content.offset());
            self.0 = Some(match (kind, node.policy) {
                (ErrorKind::UnknownType | ErrorKind::Unsupported, _) => {
                    error.with_found(node.item.ty().into())
                }
                (ErrorKind::Depth, Some(policy)) => {
                    let error = error.with_found(payload.len());
                    policy.set().map_or(error, |set| of_set(error, set.into()))
                }
                (
                    ErrorKind::ElementLength
                    | ErrorKind::NestedFlagMissing
                    | ErrorKind::NestedFlagUnexpected,
                    _,
                )
                | (_, None) => error.with_found(payload.len()),
                (_, Some(policy)) => error
                    .with_value(policy.offence(kind, payload))
                    .with_expected(policy.expected_len(kind)),
            });
        })
    }

    fn end_of_set(&mut self, set: &Scope<'_, 'm>, leftover: Span<'m>) -> Result<(), Fault> {
        Validate.end_of_set(set, leftover).inspect_err(|&fault| {
            let error = ParseError::new(fault.kind, leftover.offset());
            let error = error.with_found(leftover.bytes.len());
            self.0 = set.of.map(|of| of_set(error, of));
        })
    }

    fn stopped(&mut self, node: &Node<'_, 'm>) {
        let Some(mut error) = self.0.take() else { return };
        if let Some((number, _)) = node.variant {
            error = error.in_step(Step::Variant(number));
        }
        error = error.at_header(node.item.offset());
        let (step, occurrence) = node.steps();
        if let Some(occurrence) = occurrence {
            error = error.in_step(occurrence);
        }
        self.0 = Some(in_set(error, step, node.scope));
    }
}

fn of_set(error: ParseError, of: SetView<'_>) -> ParseError {
    of.policy().map_or(error, |policy| error.of_set(policy))
}

/// The error, seen from the set or array around the attribute in which it is.
fn in_set(error: ParseError, step: Step, set: &Scope<'_, '_>) -> ParseError {
    match (step, set.of.and_then(SetView::policy)) {
        (Step::Attr(_), Some(policy)) => error.within(step, policy),
        _ => error.in_step(step),
    }
}

impl AttrPolicy {
    /// Validates one payload at the input's level, where its attribute's flags are not known.
    pub(crate) fn validate_alone(&self, input: Input<'_>) -> Result<(), ParseError> {
        let payload = input.bytes();
        self.validate_payload(payload, self.nested_flag(), input.validation()).map_err(|kind| {
            ParseError::new(kind, input.offset())
                .with_value(self.offence(kind, payload))
                .with_expected(self.expected_len(kind))
        })?;
        if payload.is_empty() || self.is_isolated() {
            return Ok(());
        }
        walk::payload(self, input, &mut Validate).map_err(|fault| {
            let mut explain = Explain(None);
            let _fault = walk::payload(self, input, &mut explain);
            explain.0.unwrap_or_else(|| ParseError::new(fault.kind, 0).with_offset_of(fault))
        })
    }

    /// The length in bytes that an error about the length says to be right, if it is a single one.
    fn expected_len(&self, kind: ErrorKind) -> usize {
        match (kind, self.kind().size()) {
            (ErrorKind::ExactLength, None) if self.is_long_when_lax() => self.len().1,
            (ErrorKind::ExactLength | ErrorKind::Length, size) => size.unwrap_or(0),
            _ => 0,
        }
    }
}

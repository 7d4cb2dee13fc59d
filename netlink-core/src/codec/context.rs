//! The state of one parse: what all nested sets share, and the error that it returns.
//!
//! While a message is parsed a failure is one byte. The full error is built where it occurs, in cold
//! code, and each enclosing set adds its step to the path when it returns.

use crate::attr::HEADER_LEN;
use crate::error::{ErrorKind, ParseError, Step};
use crate::input::{Input, MAX_DEPTH};
use crate::level::Level;
use crate::policy::{AttrPolicy, FoundKey, Occurs, Policy, Selector};
use crate::wire::attr::{self, Header};
use crate::wire::flagged::Flagged;

/// Why a value was refused, in one byte.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The payload as a whole is wrong.
    Because(ErrorKind),
    /// The error is in the context already.
    Recorded,
}

/// The result of parsing into a slot.
pub type Verdict = Result<(), Refusal>;

/// What is known of the message that is parsed: one for all sets nested in it.
#[derive(Debug)]
pub struct Context<'a> {
    /// The address of the message's first byte: an offset is only computed for errors.
    origin: usize,
    /// The bytes that are parsed, with the headers of the attributes in them.
    whole: &'a [u8],
    /// The key that chooses the sub-message that is parsed next.
    pub key: Option<FoundKey<'a>>,
    level: Level,
    /// The depth of nesting, with [`DUE`] while the message has not been validated.
    depth: u8,
    /// Of the generic netlink message.
    version: Option<u8>,
    failure: Option<ParseError>,
}

/// Marks in the depth that the set is to be validated first.
const DUE: u8 = 128;

impl<'a> Context<'a> {
    /// Returns a context for these bytes.
    #[inline(always)]
    #[must_use]
    pub fn new(input: Input<'a>) -> Self {
        let validation = input.validation();
        Self {
            origin: input.bytes().as_ptr().addr().wrapping_sub(input.offset()),
            whole: input.bytes(),
            key: input.key(),
            level: validation,
            depth: input.depth() | if validation.is_due() { DUE } else { 0 },
            version: input.version(),
            failure: None,
        }
    }

    /// Returns a payload as the input of a hand-written parse.
    #[inline]
    #[must_use]
    pub fn input(&self, payload: &'a [u8]) -> Input<'a> {
        Input::new(payload)
            .at(self.offset_of(payload))
            .with_level(self.level.kept())
            .with_depth((self.depth & !DUE).saturating_add(1))
            .with_key(self.key)
    }

    /// Returns the rest of a set, for items that are parsed again later.
    pub(crate) fn set_input(&self, rest: &'a [u8], key: Option<FoundKey<'a>>) -> Input<'a> {
        Input::new(rest)
            .at(self.offset_of(rest))
            .with_level(self.level)
            .with_depth(self.depth())
            .with_key(key)
    }

    /// Returns the bytes that are parsed.
    pub(crate) const fn whole(&self) -> &'a [u8] {
        self.whole
    }

    /// Returns where bytes of the message start, counted from its start.
    #[inline]
    pub(crate) fn offset_of(&self, bytes: &[u8]) -> usize {
        bytes.as_ptr().addr().wrapping_sub(self.origin)
    }

    /// Returns the flags of the type field in front of a payload. Of bytes that are parsed by themselves, they are
    /// not known.
    #[inline(never)]
    pub(crate) fn flags_of(&self, payload: &[u8]) -> Flagged {
        let start = payload.as_ptr().addr().wrapping_sub(self.whole.as_ptr().addr());
        let attr = self.whole.get(start.wrapping_sub(HEADER_LEN)..).and_then(attr::split);
        match attr.filter(|attr| attr.payload.len() == payload.len()) {
            Some(attr) => Flagged::exactly(attr.raw_type),
            None => Flagged::default(),
        }
    }

    /// Returns the version of the generic netlink message, or the declared one if there is no message.
    #[inline]
    #[must_use]
    pub fn version_or(&self, declared: u8) -> u8 {
        self.version.unwrap_or(declared)
    }

    pub(crate) const fn depth(&self) -> u8 {
        self.depth & !DUE
    }

    /// Enters a nest.
    #[inline(always)]
    pub(crate) fn descend(&mut self) {
        self.depth = self.depth.wrapping_add(1);
    }

    /// Leaves a nest.
    #[inline(always)]
    pub(crate) fn ascend(&mut self) {
        self.depth = self.depth.wrapping_sub(1);
    }

    /// Returns whether something must be looked at before a set is parsed: nesting or validation.
    #[inline(always)]
    pub(crate) const fn is_unusual(&self) -> bool {
        self.depth > MAX_DEPTH
    }

    /// Returns whether nothing must be looked at before a nest is entered, nor behind its attributes.
    #[inline(always)]
    pub(crate) const fn is_plain(&self) -> bool {
        self.depth < MAX_DEPTH && self.level.is_plain()
    }

    /// Bounds the depth, and validates the whole set if the level asks for it.
    #[cold]
    #[inline(never)]
    pub(crate) fn check_entry(&mut self, set: &'a [u8], policy: &'static Policy) -> Verdict {
        self.check_depth(set).map_err(|refusal| self.of_set(refusal, policy))?;
        if self.depth & DUE != 0 {
            self.depth &= !DUE;
            let input = self.input(set).with_depth(self.depth);
            self.level = self.level.validated();
            policy.validate(input).map_err(|error| self.record(error))?;
        }
        Ok(())
    }

    /// Refuses to go deeper than [`MAX_DEPTH`].
    #[inline]
    pub(crate) fn check_depth(&mut self, payload: &[u8]) -> Verdict {
        if self.depth() > MAX_DEPTH {
            return Err(self.refuse(ErrorKind::Depth, payload));
        }
        Ok(())
    }

    /// Validates a payload by itself if the level asks for it and the enclosing set has not done so.
    pub(crate) fn validate_alone(&mut self, payload: &'a [u8], policy: &AttrPolicy) -> Verdict {
        let input = self.input(payload).validated_again();
        if input.validation().is_due() {
            policy.validate_alone(input).map_err(|error| self.record(error))?;
        }
        Ok(())
    }

    /// Records an error.
    #[cold]
    #[inline(never)]
    pub fn record(&mut self, error: ParseError) -> Refusal {
        self.failure = Some(error);
        Refusal::Recorded
    }

    /// Records an error about a payload as a whole.
    #[cold]
    #[inline(never)]
    pub fn refuse(&mut self, kind: ErrorKind, payload: &[u8]) -> Refusal {
        let error = ParseError::new(kind, self.offset_of(payload)).with_found(payload.len());
        self.record(error)
    }

    /// Returns the error behind a refusal of this payload.
    #[cold]
    #[inline(never)]
    pub fn error(
        &mut self,
        refusal: Refusal,
        payload: &[u8],
        policy: Option<&AttrPolicy>,
    ) -> ParseError {
        match (refusal, self.failure.take()) {
            (Refusal::Recorded, Some(error)) => error,
            (Refusal::Because(kind), _) => {
                let error =
                    ParseError::new(kind, self.offset_of(payload)).with_found(payload.len());
                match policy {
                    Some(policy) if policy.variants().is_empty() => {
                        let error = error.with_value(policy.offence_as_read(kind, payload));
                        error.with_expected(expected_len(kind, policy))
                    }
                    _ => error,
                }
            }
            // Not reached: what is recorded is there.
            (Refusal::Recorded, None) => ParseError::new(ErrorKind::Value, self.offset_of(payload)),
        }
    }

    /// Returns the error behind a refusal of this payload that is kept as a value: nothing else adds the
    /// rule to it.
    #[cold]
    #[inline(never)]
    pub(crate) fn isolated_error(
        &mut self,
        refusal: Refusal,
        payload: &[u8],
        policy: &'static AttrPolicy,
    ) -> ParseError {
        let error = self.error(refusal, payload, Some(policy));
        match (error.rule(), error.path().steps().next()) {
            (None, None) => error.with_rule(policy),
            _ => error,
        }
    }

    /// Adds the attribute to the path of the error in it. `tail` begins with the attribute's header.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_attr(
        &mut self,
        refusal: Refusal,
        tail: &[u8],
        policy: &'static Policy,
    ) -> Refusal {
        let Some(Header { raw_type, payload, .. }) = attr::split(tail) else { return refusal };
        let ty = raw_type & attr::TYPE_MASK;
        let unknown = refusal == Refusal::Because(ErrorKind::UnknownType);
        let mut error = self.error(refusal, payload, policy.attr(ty));
        if unknown {
            error = error.with_found(ty.into());
        }
        let offset = self.offset_of(payload).wrapping_sub(HEADER_LEN);
        self.record(error.in_attr(ty, offset, policy))
    }

    /// As [`Context::in_attr`], for a member of a set: that its key is missing is the error, and not that
    /// no key chooses a sub-message.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_member(
        &mut self,
        refusal: Refusal,
        set: &[u8],
        tail: &[u8],
        policy: &'static Policy,
    ) -> Refusal {
        let refusal = self.in_occurrence(refusal, set, tail, policy);
        let key = match refusal {
            Refusal::Because(ErrorKind::Selector) => attr::split(tail)
                .and_then(|attr| policy.attr(attr.raw_type & attr::TYPE_MASK))
                .and_then(|member| match member.selector() {
                    Selector::Attr(key) => policy.attr(key),
                    _ => None,
                }),
            _ => None,
        };
        match key.filter(|key| is_missed(set, key)) {
            Some(key) => self.missing(set, key.ty(), policy),
            None => self.in_attr(refusal, tail, policy),
        }
    }

    /// Adds the index of an occurrence to the path of the error in it, if the attribute is repeated. `tail`
    /// begins with the attribute's header.
    pub(crate) fn in_occurrence(
        &mut self,
        refusal: Refusal,
        mut set: &[u8],
        tail: &[u8],
        policy: &'static Policy,
    ) -> Refusal {
        let ty_of = |attr: &Header<'_>| attr.raw_type & attr::TYPE_MASK;
        let Some((ty, payload)) = attr::split(tail).map(|attr| (ty_of(&attr), attr.payload)) else {
            return refusal;
        };
        let Some(member) = policy.attr(ty).filter(|attr| attr.occurs() == Occurs::Repeated) else {
            return refusal;
        };
        let mut index = 0_u16;
        while let Some(attr) = attr::split(set).filter(|_| set.len() > tail.len()) {
            index = index.saturating_add((ty_of(&attr) == ty).into());
            set = set.get(attr.whole_len..).unwrap_or_default();
        }
        self.in_element(refusal, payload, index, member)
    }

    /// Records that a required attribute is missing: the first in the order of declaration, of which this
    /// may be a later one.
    #[cold]
    #[inline(never)]
    pub(crate) fn missing_first(
        &mut self,
        set: &[u8],
        ty: u16,
        policy: &'static Policy,
    ) -> Refusal {
        let first = policy.own_attrs().iter().find(|attr| is_missed(set, attr));
        self.missing(set, first.map_or(ty, AttrPolicy::ty), policy)
    }

    /// Adds a step that is not an attribute to the path of the error in a payload.
    #[cold]
    #[inline(never)]
    pub fn in_step(
        &mut self,
        refusal: Refusal,
        payload: &[u8],
        step: Step,
        policy: &AttrPolicy,
    ) -> Refusal {
        let error = self.error(refusal, payload, Some(policy)).in_step(step);
        self.record(error)
    }

    /// Adds the index of an element to the path of the error in it.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_element(
        &mut self,
        refusal: Refusal,
        payload: &[u8],
        index: u16,
        policy: &AttrPolicy,
    ) -> Refusal {
        let offset = self.offset_of(payload).wrapping_sub(HEADER_LEN);
        let error = self.error(refusal, payload, Some(policy)).at_header(offset);
        self.record(error.in_step(Step::Index(index)))
    }

    /// Names the set that an error is about as a whole.
    #[cold]
    fn of_set(&mut self, refusal: Refusal, policy: &'static Policy) -> Refusal {
        let error = self.error(refusal, &[], None).of_set(policy);
        self.record(error)
    }

    /// Names the set that the path of an error begins in: of a flattened set, the one around it.
    #[cold]
    pub fn in_flattened(&mut self, policy: &'static Policy) {
        self.failure = self.failure.map(|error| error.of_set(policy));
    }

    /// Records that a fixed header is cut short.
    #[cold]
    #[inline(never)]
    pub(crate) fn short_header(
        &mut self,
        set: &[u8],
        len: usize,
        policy: &'static Policy,
    ) -> Refusal {
        let error = ParseError::new(ErrorKind::ShortHeader, self.offset_of(set));
        self.record(error.with_found(set.len()).with_expected(len).of_set(policy))
    }

    /// Records that the attribute of this type is missing.
    #[cold]
    #[inline(never)]
    pub fn missing(&mut self, set: &[u8], ty: u16, policy: &'static Policy) -> Refusal {
        let error = ParseError::new(ErrorKind::Missing, self.offset_of(set));
        self.record(error.within(Step::Attr(ty), policy))
    }

    /// Checks the bytes behind the last attribute: `rest` of `set`.
    ///
    /// They are rejected if the set has no attributes: one to three bytes in a nest are not a set.
    #[cold]
    #[inline(never)]
    pub(crate) fn check_leftover(
        &mut self,
        set: &[u8],
        rest: &[u8],
        policy: Option<&'static Policy>,
    ) -> Verdict {
        if self.depth() > 0 && set.len() < HEADER_LEN {
            return Err(self.refuse(ErrorKind::Length, set));
        }
        if self.is_noting() {
            let refusal = self.refuse(ErrorKind::TrailingBytes, rest);
            return Err(policy.map_or(refusal, |policy| self.of_set(refusal, policy)));
        }
        Ok(())
    }

    /// Returns whether bytes that are left over are to be reported.
    #[inline]
    pub(crate) const fn is_noting(&self) -> bool {
        self.level.is_noting()
    }

    /// Returns whether the recorded error only reports bytes that are left over.
    pub(crate) fn has_noted(&self) -> bool {
        let is_leftover = |error: ParseError| error.kind() == ErrorKind::TrailingBytes;
        self.is_noting() && self.failure.is_some_and(is_leftover)
    }

    /// Returns a state to go back to after a failure that stays isolated.
    pub(crate) const fn state(&self) -> (u8, Option<FoundKey<'a>>, Level) {
        (self.depth, self.key, self.level)
    }

    /// Restores a state.
    pub(crate) fn restore(&mut self, (depth, key, level): (u8, Option<FoundKey<'a>>, Level)) {
        (self.depth, self.key, self.level) = (depth, key, level);
    }
}

/// The length in bytes that an error about the length says to be right, if it is a single one.
fn expected_len(kind: ErrorKind, policy: &AttrPolicy) -> usize {
    match (kind, policy.len()) {
        (ErrorKind::Length | ErrorKind::ExactLength | ErrorKind::Width, _) => {
            policy.kind().size().unwrap_or(0)
        }
        (ErrorKind::LengthRule, (min, max)) if min == max || max == usize::MAX => min,
        _ => 0,
    }
}

/// Whether an attribute is required and not in the set.
fn is_missed(mut set: &[u8], member: &AttrPolicy) -> bool {
    while let Some(attr) = attr::split(set) {
        if attr.raw_type & attr::TYPE_MASK == member.ty() {
            return false;
        }
        set = set.get(attr.whole_len..).unwrap_or_default();
    }
    member.occurs() == Occurs::Required
}

impl From<ErrorKind> for Refusal {
    #[inline(always)]
    fn from(kind: ErrorKind) -> Self {
        Self::Because(kind)
    }
}

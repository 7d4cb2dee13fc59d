//! Values that keep their bytes: parsed later, or next to the parsed value.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::context::{Context, Refusal, Verdict};
use crate::emit::Emit;
use crate::error::ParseError;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::policy::{AttrPolicy, FoundKey, Kind, copy_received};
use crate::rule::Rule;
use crate::value::held::{self, Held};
use crate::wire::flagged::Flagged;

/// A value that is parsed when [`Lazy::get`] is called, and not before.
///
/// Use it for nests that are large and rarely needed. Its bytes are not checked with the set that it is in.
///
/// ```
/// use netlink_core::{Emit, ErrorKind, Input, Lazy, Parse, Writer};
///
/// #[derive(Debug, Parse, Emit)]
/// struct Link<'a> {
///     #[nla(18)]
///     info: Lazy<'a, Info>,
/// }
///
/// #[derive(Debug, PartialEq, Parse, Emit)]
/// struct Info {
///     #[nla(1)]
///     kind: u32,
/// }
///
/// // `of` makes a value to be emitted.
/// let info = Info { kind: 7 };
/// let link = Link { info: Lazy::of(&info) };
/// assert_eq!(link.info.get().unwrap_err().kind(), ErrorKind::NotParsed);
/// let mut bytes = Vec::new();
/// Writer::growing(&mut bytes).emit(&link)?;
///
/// let link = Link::parse(Input::new(&bytes))?;
/// assert_eq!(link.info.bytes().map(|bytes| bytes.len()), Some(8));
/// assert_eq!(link.info.get()?, info);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct Lazy<'a, T>(Source<'a, T>);

enum Source<'a, T> {
    Value(&'a T),
    /// With the rules of the field, which apply when the value is parsed, and the flags of its type.
    Parsed(Input<'a>, Rule, Flagged),
}

impl<'a, T> Lazy<'a, T> {
    /// Returns this value, to be emitted.
    #[must_use]
    pub const fn of(value: &'a T) -> Self {
        Self(Source::Value(value))
    }

    /// Returns the payload as it was received, unless this is a value to be emitted.
    #[must_use]
    pub const fn bytes(&self) -> Option<&'a [u8]> {
        match &self.0 {
            Source::Value(_) => None,
            Source::Parsed(input, ..) => Some(input.bytes()),
        }
    }
}

impl<'a, T: Parse<'a>> Lazy<'a, T> {
    /// Parses the value.
    ///
    /// # Errors
    /// As [`Parse::parse`] of the type; [`ErrorKind::NotParsed`](crate::ErrorKind::NotParsed) for the
    /// value of [`Lazy::of`].
    pub fn get(&self) -> Result<T, ParseError> {
        self.held()?.parsed()
    }

    fn held(&self) -> Result<Held<'a, T>, ParseError> {
        match self.0 {
            Source::Value(value) => Ok(Held::Value(value)),
            Source::Parsed(input, rule, _) => {
                let value = T::parse(input.validated_again())?;
                match rule.check(input.bytes()) {
                    Ok(()) => Ok(Held::Parsed(value)),
                    Err(refusal) => {
                        let policy = rule.policy().unwrap_or(const { &T::PARSE_ATTR });
                        let mut cx = Context::new(input);
                        Err(cx.isolated_error(refusal, input.bytes(), policy))
                    }
                }
            }
        }
    }
}

impl<'a, T: Parse<'a>> Parse<'a> for Lazy<'a, T> {
    const PARSE_ATTR: AttrPolicy = T::PARSE_ATTR.isolated();
    const NEEDS_KEY: bool = T::NEEDS_KEY;

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(Self(Source::Parsed(input, Rule::None, Flagged::default())))
    }

    #[inline]
    fn read(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        Ok(Self(Source::Parsed(cx.input(payload), Rule::None, cx.flags_of(payload))))
    }

    #[inline]
    fn insert(
        slot: &mut Option<Self>,
        cx: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Verdict {
        *slot = Some(Self(Source::Parsed(cx.input(payload), rule, cx.flags_of(payload))));
        Ok(())
    }

    #[inline]
    fn assign(place: &mut Self, cx: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Verdict {
        *place = Self(Source::Parsed(cx.input(payload), rule, cx.flags_of(payload)));
        Ok(())
    }

    #[inline]
    fn filler() -> Option<Self> {
        Some(Self(Source::Parsed(Input::new(&[]), Rule::None, Flagged::default())))
    }
}

impl<T: Emit> Emit for Lazy<'_, T> {
    const EMIT_ATTR: AttrPolicy = T::EMIT_ATTR;
    const EMITS_BY_KEY: bool = T::EMITS_BY_KEY;
    const MAY_BE_MALFORMED: bool = true;

    fn payload_len(&self) -> usize {
        match &self.0 {
            Source::Value(value) => value.payload_len(),
            Source::Parsed(input, ..) => input.bytes().len(),
        }
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match &self.0 {
            Source::Value(value) => value.emit(out, cx),
            Source::Parsed(input, ..) => T::EMIT_ATTR.copy(*input, out, cx),
        }
    }

    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match &self.0 {
            Source::Value(value) => value.emit_attr(ty, out, cx),
            Source::Parsed(input, _, flags) => {
                held::emit_received::<T>(ty, flags.bits(), *input, out, cx)
            }
        }
    }

    fn is_malformed(&self) -> bool {
        match self.0 {
            Source::Value(value) => value.is_malformed(),
            // It is written as it was received.
            Source::Parsed(input, rule, _) => rule.check(input.bytes()).is_err(),
        }
    }

    fn agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        match &self.0 {
            Source::Value(value) => value.agrees(key),
            Source::Parsed(input, ..) => !T::EMITS_BY_KEY || input.key() == key,
        }
    }
}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Clone for Lazy<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Lazy<'_, T> {}

impl<'a, T: Parse<'a> + fmt::Debug> fmt::Debug for Lazy<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.held() {
            Ok(value) => (*value).fmt(f),
            Err(error) => error.fmt(f),
        }
    }
}

/// Equal if the parsed values are.
impl<'a, T: Parse<'a> + PartialEq> PartialEq for Lazy<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        match (self.held(), other.held()) {
            (Ok(left), Ok(right)) => *left == *right,
            (Err(left), Err(right)) => left == right,
            _ => false,
        }
    }
}

impl<'a, T: Parse<'a> + Eq> Eq for Lazy<'a, T> {}

impl<'a, T: Parse<'a> + Hash> Hash for Lazy<'a, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Ok(value) = self.held() {
            value.hash(state);
        }
    }
}

/// A value with the bytes that it was parsed from, which are emitted as they were received.
///
/// So are the flags of the attribute's type. Only padding between the attributes of a nest is emitted as zeros.
///
/// For what must be preserved even where it is not canonical: longer than its type, or with
/// attributes that occur twice.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Raw<'a, T> {
    /// The value.
    pub value: T,
    /// Its payload.
    pub bytes: &'a [u8],
    /// Those of its attribute's type.
    flags: Flagged,
}

impl<'a, T> Raw<'a, T> {
    /// Returns a value to be emitted as these bytes.
    #[must_use]
    pub const fn new(value: T, bytes: &'a [u8]) -> Self {
        Self { value, bytes, flags: Flagged::declared(0) }
    }

    /// Returns the flags of the type field that it was received with.
    #[must_use]
    pub const fn flags(&self) -> u16 {
        self.flags.bits()
    }
}

impl<'a, T: Parse<'a>> Parse<'a> for Raw<'a, T> {
    const PARSE_ATTR: AttrPolicy = T::PARSE_ATTR;
    const NEEDS_KEY: bool = T::NEEDS_KEY;

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(Self::new(T::parse(input)?, input.bytes()))
    }

    #[inline]
    fn read(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        let flags = cx.flags_of(payload);
        Ok(Self { value: T::read(cx, payload)?, bytes: payload, flags })
    }

    #[inline]
    fn insert(
        slot: &mut Option<Self>,
        cx: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Verdict {
        let mut value = None;
        T::insert(&mut value, cx, payload, rule)?;
        let flags = cx.flags_of(payload);
        *slot = value.map(|value| Self { value, bytes: payload, flags });
        Ok(())
    }

    #[inline]
    fn assign(place: &mut Self, cx: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Verdict {
        T::assign(&mut place.value, cx, payload, rule)?;
        (place.bytes, place.flags) = (payload, cx.flags_of(payload));
        Ok(())
    }

    #[inline]
    fn filler() -> Option<Self> {
        Some(Self::new(T::filler()?, &[]))
    }
}

impl<T: Emit> Emit for Raw<'_, T> {
    const EMIT_ATTR: AttrPolicy = T::EMIT_ATTR;
    const EMITS_BY_KEY: bool = T::EMITS_BY_KEY;
    const MAY_BE_MALFORMED: bool = T::MAY_BE_MALFORMED;
    const KEEPS_FLAGS: bool = true;

    #[inline]
    fn payload_len(&self) -> usize {
        self.bytes.len()
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let input = Input::new(self.bytes);
        match T::EMIT_ATTR.kind() {
            Kind::Nested | Kind::NestedArray => T::EMIT_ATTR.copy_padded(input, out, cx),
            _ => copy_received(self.flags.bits(), input, out, cx),
        }
    }

    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let raw_type = self.flags.with_type(ty, T::EMIT_ATTR.nested_flag());
        out.attr(raw_type, cx, |out, cx| self.emit(out, cx))
    }

    fn is_malformed(&self) -> bool {
        self.value.is_malformed()
    }

    fn agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        self.value.agrees(key)
    }
}

//! Errors of parsing and emitting: what is wrong, where, and what was expected.
//!
//! Both types are `Copy`, allocate nothing and are at most 64 bytes. They carry the offset in the
//! message and the path of attribute types from the outside in; the names come from the policy of
//! the outermost type when the error is printed, so a success pays nothing for them.

mod kind;
mod path;

use core::fmt;

pub use kind::ErrorKind;
use path::At;
pub use path::{PATH_LEN, Path, Step};

use crate::attr::HEADER_LEN;
use crate::errno::Errno;
use crate::policy::{AttrPolicy, Policy};

/// An error of parsing: why bytes are not a value of the type, and where.
///
/// ```
/// use netlink_core::{ErrorKind, Input, Parse};
///
/// let error = u32::parse(Input::new(&[1, 2, 3]).at(20)).unwrap_err();
/// assert_eq!((error.kind(), error.offset(), error.found()), (ErrorKind::Length, 20, 3));
/// assert_eq!(error.to_string(), "at offset 20: expected 4 bytes, found 3 bytes (Attribute failed policy validation)");
/// ```
#[derive(Clone, Copy)]
pub struct ParseError(Detail);

/// An error of emitting: why a value cannot be written.
///
/// The buffer is unchanged by the call that failed.
#[derive(Clone, Copy)]
pub struct EmitError(Detail);

/// What both errors carry.
#[derive(Clone, Copy)]
struct Detail {
    kind: ErrorKind,
    path: Path,
    offset: u32,
    found: u64,
    negative: bool,
    /// An attribute that it is in is secret: what was found is not displayed.
    secret: bool,
    expected: u32,
    rule: Option<&'static AttrPolicy>,
    root: Option<&'static Policy>,
}

impl Detail {
    const fn new(kind: ErrorKind, offset: usize) -> Self {
        let offset = clamp_u32(offset);
        let path = Path::EMPTY;
        Self {
            kind,
            path,
            offset,
            found: 0,
            negative: false,
            secret: false,
            expected: 0,
            rule: None,
            root: None,
        }
    }

    const fn found(&self) -> i128 {
        let found = self.found as i128;
        if self.negative { found.wrapping_neg() } else { found }
    }

    fn push(&mut self, step: Step, set: &'static Policy) {
        if let Step::Attr(ty) = step {
            self.secret |= set.attr(ty).is_some_and(AttrPolicy::is_secret);
        }
        if let (None, Step::Attr(ty)) = (self.rule, step) {
            // In an array, it is the rule of the element.
            let at = set.attr(ty).map(At::new).and_then(|at| {
                self.path.steps().try_fold(at, |at, step| match step {
                    Step::Index(_) => at.index(),
                    Step::Attr(_) | Step::Variant(_) => Some(at),
                })
            });
            self.rule = at.map(|at| at.attr);
        }
        // Names are looked up from the root on, so it must be the set that the kept steps start in.
        if self.path.push_outer(step) {
            self.root = Some(set);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped just before")]
const fn clamp_u32(value: usize) -> u32 {
    if value > u32::MAX as usize { u32::MAX } else { value as u32 }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped just before")]
const fn clamp_u64(value: u128) -> u64 {
    if value > u64::MAX as u128 { u64::MAX } else { value as u64 }
}

macro_rules! error_methods {
    ($name:ident) => {
        impl $name {
            /// Creates an error of this kind at `offset` bytes from the start of the message.
            #[must_use]
            pub const fn new(kind: ErrorKind, offset: usize) -> Self {
                Self(Detail::new(kind, offset))
            }

            /// Returns what is wrong.
            #[must_use]
            pub const fn kind(&self) -> ErrorKind {
                self.0.kind
            }

            /// Returns the offset in bytes from the start of the message: of the attribute's header, or of
            /// the set in which one is missing.
            #[must_use]
            pub const fn offset(&self) -> usize {
                self.0.offset as usize
            }

            /// Returns what was found: a value, or the payload's length in bytes, depending on the kind.
            #[must_use]
            pub const fn found(&self) -> i128 {
                self.0.found()
            }

            /// Returns the rule that was violated, if the attribute is declared.
            #[must_use]
            pub const fn rule(&self) -> Option<&'static AttrPolicy> {
                self.0.rule
            }

            /// Returns the policy that the path starts in, which gives it names.
            #[must_use]
            pub const fn root(&self) -> Option<&'static Policy> {
                self.0.root
            }

            /// Returns the path from the outermost set to the attribute.
            #[must_use]
            pub const fn path(&self) -> &Path {
                &self.0.path
            }

            /// Returns the error number with which a kernel rejects the same.
            #[must_use]
            pub const fn errno(&self) -> Errno {
                self.0.kind.errno()
            }

            /// Sets what was found: a value, or a length in bytes.
            #[must_use]
            pub const fn with_found(mut self, found: usize) -> Self {
                self.0.found = found as u64;
                self
            }

            /// Sets which integer was found.
            #[must_use]
            pub const fn with_value(mut self, value: i128) -> Self {
                self.0.negative = value < 0;
                self.0.found = clamp_u64(value.unsigned_abs());
                self
            }

            /// Sets which length in bytes was expected.
            #[must_use]
            pub const fn with_expected(mut self, expected: usize) -> Self {
                self.0.expected = clamp_u32(expected);
                self
            }

            /// Sets the rule that was violated.
            #[must_use]
            pub const fn with_rule(mut self, rule: &'static AttrPolicy) -> Self {
                self.0.rule = Some(rule);
                self
            }

            /// Names the set that the error is about as a whole, or that its path begins in.
            #[cold]
            #[must_use]
            pub const fn of_set(mut self, set: &'static Policy) -> Self {
                self.0.root = Some(set);
                self
            }

            /// Adds a step to the front of the path: an element, an occurrence, or a variant.
            #[cold]
            #[must_use]
            pub fn in_step(mut self, step: Step) -> Self {
                self.0.path.push_outer(step);
                self
            }

            /// Adds the attribute in which it happened to the front of the path, and the set around it.
            #[cold]
            #[must_use]
            pub fn within(mut self, step: Step, set: &'static Policy) -> Self {
                self.0.push(step, set);
                self
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            /// Writes the kind, and what is displayed: the policies would fill pages.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name))
                    .field(&self.0.kind)
                    .field(&format_args!("{}", self.0))
                    .finish()
            }
        }

        impl core::error::Error for $name {}

        #[cfg(feature = "std")]
        impl From<$name> for std::io::Error {
            fn from(error: $name) -> Self {
                Self::new(std::io::ErrorKind::InvalidData, error)
            }
        }

        impl PartialEq for $name {
            /// Compares kind, path, offset and what was found.
            fn eq(&self, other: &Self) -> bool {
                let key = |e: &Self| (e.0.kind, e.0.path, e.0.offset, e.0.found());
                key(self) == key(other)
            }
        }

        impl Eq for $name {}
    };
}

error_methods!(ParseError);
error_methods!(EmitError);

impl ParseError {
    /// Adds the attribute of type `ty` at `offset`, in which it happened, to the front of the path.
    ///
    /// An error about the whole payload becomes one about the attribute.
    #[cold]
    #[must_use]
    pub fn in_attr(self, ty: u16, offset: usize, set: &'static Policy) -> Self {
        self.at_header(offset).within(Step::Attr(ty), set)
    }

    /// Moves the error to the attribute's header at `offset`, if it is about the whole payload.
    #[must_use]
    pub fn at_header(self, offset: usize) -> Self {
        let payload = offset.saturating_add(HEADER_LEN);
        if self.offset() == payload && self.0.path.is_within_one_payload() {
            self.with_offset(offset)
        } else {
            self
        }
    }

    /// What was expected, what was found and what is wrong, without the path.
    pub(crate) const fn reason(&self) -> impl fmt::Display + '_ {
        Reason(&self.0)
    }

    /// Sets the offset.
    #[must_use]
    pub const fn with_offset(mut self, offset: usize) -> Self {
        self.0.offset = clamp_u32(offset);
        self
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.root.is_some() {
            self.path.with_names(self.root).fmt(f)?;
            f.write_str(" ")?;
        }
        write!(f, "at offset {}: {}", self.offset, Reason(self))
    }
}

/// What is wrong, without the path: first what was expected and found, then the text of the kernel.
struct Reason<'a>(&'a Detail);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(detail) = self;
        let text = detail.kind.message();
        match (detail.expected(), detail.kind.is_worded_by_the_kernel()) {
            (Expected::Nothing, _) => {
                f.write_str(text)?;
                self.found(f, ": ")
            }
            (expected, true) => {
                write!(f, "expected {expected}")?;
                self.found(f, ", found ")?;
                write!(f, " ({text})")
            }
            (expected, false) => {
                write!(f, "{text}: expected {expected}")?;
                self.found(f, ", found ")
            }
        }
    }
}

impl Reason<'_> {
    /// What was found, if it says anything and is not secret.
    fn found(&self, f: &mut fmt::Formatter<'_>, before: &str) -> fmt::Result {
        let Self(detail) = self;
        let is_secret = detail.secret || detail.rule.is_some_and(AttrPolicy::is_secret);
        match detail.kind {
            ErrorKind::Range | ErrorKind::ReservedBits | ErrorKind::Value | ErrorKind::Bitfield
                if is_secret =>
            {
                write!(f, "{before}a secret value")
            }
            ErrorKind::ReservedBits | ErrorKind::Value | ErrorKind::Bitfield => {
                write!(f, "{before}{:#x}", detail.found)
            }
            ErrorKind::Range
            | ErrorKind::UnknownType
            | ErrorKind::Unsupported
            | ErrorKind::OtherMessage => write!(f, "{before}{}", detail.found()),
            kind if kind.is_about_a_length() => {
                write!(f, "{before}{}", Bytes(detail.found.into()))
            }
            _ => Ok(()),
        }
    }
}

impl Detail {
    fn expected(&self) -> Expected {
        let rule = self.rule.filter(|rule| rule.variants().is_empty());
        match rule {
            // What is in a nest may have a length of its own, which the rule does not know.
            Some(rule) if rule.kind().is_nested() && self.expected > 0 => {
                Expected::Bytes(self.expected)
            }
            Some(rule) if self.kind.is_about_a_rule() => Expected::Rule(rule),
            _ if self.expected == 0 => Expected::Nothing,
            _ if self.kind == ErrorKind::OtherMessage => Expected::Number(self.expected),
            _ => Expected::Bytes(self.expected),
        }
    }
}

/// What would have been right.
enum Expected {
    Nothing,
    Rule(&'static AttrPolicy),
    Number(u32),
    Bytes(u32),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Nothing => Ok(()),
            Self::Rule(rule) => rule.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Bytes(count) => Bytes(count.into()).fmt(f),
        }
    }
}

/// `1 byte`, `2 bytes`.
struct Bytes(u128);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(f, "{} byte{plural}", self.0)
    }
}

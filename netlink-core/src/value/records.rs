//! Structures with a length field of their own, each followed by attributes.
//!
//! ```text
//! +----------+------------+----------+------------+--
//! | len, …   | attributes | len, …   | attributes | …
//! +----------+------------+----------+------------+--
//! ```

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::align::align;
use crate::emit::{Emit, EmitSet};
use crate::error::{ErrorKind, ParseError, Step};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::{Parse, ParseSet};
use crate::policy::{AttrPolicy, Kind, Policy};
use crate::value::held::{self, Held};

/// Holds structures that begin with their length and are followed by attributes, in one attribute.
///
/// `T` is a set with a fixed header that begins with its length: 2 bytes in host byte order, the number of
/// bytes of header and attributes. The next structure begins at the next multiple of 4 bytes. The nexthops of
/// a route are such structures (`rtnexthop` of `linux/rtnetlink.h`).
///
/// When parsed, it holds the bytes, and every record has been parsed once. They are emitted as they were received,
/// with zeros as padding. Made by [`Records::of`], it holds values to be emitted, whose lengths are filled in.
///
/// ```
/// use netlink_core::value::Records;
/// use netlink_core::{Emit, Input, Parse, Writer, zerocopy};
///
/// #[derive(Clone, Copy, Debug, Default, PartialEq)]
/// #[derive(zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable, zerocopy::KnownLayout)]
/// #[repr(C)]
/// struct RtNextHop {
///     len: u16,
///     flags: u8,
///     hops: u8,
///     index: i32,
/// }
///
/// #[derive(Clone, Debug, PartialEq, Parse, Emit)]
/// struct NextHop {
///     #[netlink(header)]
///     header: RtNextHop,
///     #[nla(5)] // RTA_GATEWAY
///     gateway: Option<core::net::Ipv4Addr>,
/// }
///
/// #[derive(Debug, PartialEq, Parse, Emit)]
/// struct Route<'a> {
///     #[nla(9)] // RTA_MULTIPATH
///     multipath: Option<Records<'a, NextHop>>,
/// }
///
/// let to = |gateway: [u8; 4], index| NextHop {
///     header: RtNextHop { index, ..Default::default() },
///     gateway: Some(gateway.into()),
/// };
/// let next_hops = [to([192, 0, 2, 1], 2), to([192, 0, 2, 9], 3)];
/// let mut bytes = Vec::new();
/// let route = Route { multipath: Some(Records::of(&next_hops)) };
/// Writer::growing(&mut bytes).emit(&route)?;
/// assert_eq!(bytes.len(), 4 + 2 * (8 + 8));
///
/// let parsed = Route::parse(Input::new(&bytes))?;
/// let indices = parsed.multipath.iter().flatten().map(|record| Ok(record?.header.index));
/// assert_eq!(indices.collect::<Result<Vec<_>, netlink_core::ParseError>>()?, [2, 3]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
/// Parsing fails with [`ErrorKind::Length`](crate::ErrorKind::Length) if a length is greater than the number of
/// bytes, with [`ErrorKind::ShortHeader`](crate::ErrorKind::ShortHeader) if it is smaller than the fixed header,
/// and with the errors of `T`. Emitting fails with [`ErrorKind::TooLong`](crate::ErrorKind::TooLong) if a record
/// has more than 65,535 bytes. Paths contain the record's index.
#[doc(alias = "rtnexthop")]
#[doc(alias = "rtnh_len")]
pub struct Records<'a, T>(Source<'a, T>);

enum Source<'a, T> {
    Bytes(Input<'a>),
    Values(&'a [T]),
}

/// The length field.
const LEN: usize = size_of::<u16>();

/// Fails to compile if a set of this policy has no room for its length.
const fn has_length(policy: &Policy) {
    assert!(
        policy.header_len() >= LEN,
        "a record begins with its length: its set needs a `#[netlink(header)]` that begins with a `u16`",
    );
}

impl<'a, T> Records<'a, T> {
    /// Returns these records, to be emitted.
    ///
    /// The lengths in their headers are filled in.
    #[must_use]
    pub const fn of(values: &'a [T]) -> Self {
        Self(Source::Values(values))
    }

    /// Returns the records to be emitted, or `None` if they were parsed.
    #[must_use]
    pub const fn values(&self) -> Option<&'a [T]> {
        match self.0 {
            Source::Values(values) => Some(values),
            Source::Bytes(_) => None,
        }
    }
}

impl<'a, T: ParseSet<'a>> Records<'a, T> {
    /// Returns the parsed records, in their order; those of [`Records::of`] are in [`Records::values`].
    #[must_use]
    pub const fn iter(&self) -> RecordItems<'a, T> {
        RecordItems(self.0)
    }
}

impl<'a, T: ParseSet<'a>> IntoIterator for Records<'a, T> {
    type Item = Result<T, ParseError>;
    type IntoIter = RecordItems<'a, T>;

    fn into_iter(self) -> RecordItems<'a, T> {
        self.iter()
    }
}

impl<'a, T: ParseSet<'a>> IntoIterator for &Records<'a, T> {
    type Item = Result<T, ParseError>;
    type IntoIter = RecordItems<'a, T>;

    fn into_iter(self) -> RecordItems<'a, T> {
        self.iter()
    }
}

/// Iterates over the records of an attribute.
///
/// Records that were parsed with their set were good then, and are good again. An error is
/// [`ErrorKind::NotParsed`](crate::ErrorKind::NotParsed) for those to be emitted.
pub struct RecordItems<'a, T>(Source<'a, T>);

impl<'a, T: ParseSet<'a>> Iterator for RecordItems<'a, T> {
    type Item = Result<T, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.held().map(|held| held.and_then(Held::parsed))
    }
}

impl<'a, T: ParseSet<'a>> RecordItems<'a, T> {
    fn held(&mut self) -> Option<Result<Held<'a, T>, ParseError>> {
        match &mut self.0 {
            Source::Values(values) => {
                let (first, rest) = values.split_first()?;
                *values = rest;
                Some(Ok(Held::Value(first)))
            }
            Source::Bytes(input) if input.bytes().is_empty() => None,
            Source::Bytes(input) => {
                let result = split(*input);
                // Behind a length that is wrong there is nothing to be found.
                *input = result.as_ref().map_or(Input::new(&[]), |(_, rest)| *rest);
                Some(result.and_then(|(record, _)| T::parse(record)).map(Held::Parsed))
            }
        }
    }
}

/// Splits the first record off, and its padding.
fn split(input: Input<'_>) -> Result<(Input<'_>, Input<'_>), ParseError> {
    let (len, _) = input.split(LEN)?;
    let len = usize::from(u16::parse(len)?);
    let (record, _) = input.split(len)?;
    if len < LEN {
        // Not even the length is in it, and it would never end.
        return Err(record.error(ErrorKind::ShortHeader));
    }
    // The last one may lack its padding.
    let (_, rest) = input.split(align(len).min(input.bytes().len()))?;
    Ok((record, rest))
}

/// Copies records as they were received, with zeros between them and as padding in them.
fn copy(policy: &'static Policy, records: Input<'_>, out: &mut [u8]) {
    let (mut rest, mut out) = (records, out);
    while let Ok((record, behind)) = split(rest) {
        let whole = rest.bytes().len().saturating_sub(behind.bytes().len());
        let Some((place, next)) = out.split_at_mut_checked(whole) else { return };
        policy.copy_set_padded(record, place);
        (rest, out) = (behind, next);
    }
}

impl<'a, T: ParseSet<'a>> Parse<'a> for Records<'a, T> {
    const PARSE_ATTR: AttrPolicy = {
        has_length(T::PARSE_POLICY);
        AttrPolicy::new(Kind::Binary).holding(|| const { &T::PARSE_ATTR })
    };

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let all = Self(Source::Bytes(input));
        for (index, record) in (0..=u16::MAX).zip(all.iter()) {
            record.map_err(|error| error.in_step(Step::Index(index)))?;
        }
        Ok(all)
    }
}

impl<T: EmitSet> Emit for Records<'_, T> {
    const EMIT_ATTR: AttrPolicy = {
        has_length(T::EMIT_POLICY);
        AttrPolicy::new(Kind::Binary).holding(|| const { &T::EMIT_ATTR })
    };

    fn payload_len(&self) -> usize {
        match self.0 {
            Source::Bytes(input) => input.bytes().len(),
            Source::Values(values) => {
                let lens = values.iter().map(|value| align(value.payload_len()));
                lens.fold(0, usize::saturating_add)
            }
        }
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let values = match self.0 {
            Source::Bytes(input) => {
                let len = input.bytes().len();
                return out.copied(len, cx, |out| copy(T::EMIT_POLICY, input, out));
            }
            Source::Values(values) => values,
        };
        (0..=u16::MAX).cycle().zip(values).try_fold(out, |out, (index, value)| {
            out.record(cx, |out, cx| Ok(value.emit(out, cx)?.remaining()))
                .map_err(|failed| cx.in_step(failed, Step::Index(index)))
        })
    }
}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Clone for Records<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Records<'_, T> {}

impl<T> Clone for RecordItems<'_, T> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl<T> Default for Records<'_, T> {
    fn default() -> Self {
        Self::of(&[])
    }
}

impl<T> fmt::Debug for RecordItems<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordItems").finish_non_exhaustive()
    }
}

impl<'a, T: ParseSet<'a> + fmt::Debug> fmt::Debug for Records<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut items = self.iter();
        held::debug(f, || items.held())
    }
}

/// Equal if the records are.
impl<'a, T: ParseSet<'a> + PartialEq> PartialEq for Records<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        let (mut left, mut right) = (self.iter(), other.iter());
        held::eq(|| left.held(), || right.held())
    }
}

impl<'a, T: ParseSet<'a> + Eq> Eq for Records<'a, T> {}

impl<'a, T: ParseSet<'a> + Hash> Hash for Records<'a, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut items = self.iter();
        held::hash(state, || items.held());
    }
}

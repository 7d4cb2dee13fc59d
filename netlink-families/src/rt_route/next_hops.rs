//! The nexthops of a route with several. Header: `linux/rtnetlink.h`.
//!
//! ```text
//! +--------------+------------+--------------+------------+--
//! | rtnexthop    | attributes | rtnexthop    | attributes | …
//! | len, …       |            | len, …       |            |
//! +--------------+------------+--------------+------------+--
//! ```

use core::fmt;

use netlink_core::{
    AttrPolicy, Emit, EmitContext, Emitted, ErrorKind, Input, Output, Parse, ParseError, Step,
    align::align, policy::Kind,
};

use super::{NextHop, NextHopHeader};

/// The nexthops of a route with several, read and written without allocation.
///
/// If it was parsed, it holds the bytes, and each nexthop has been parsed once. If it was made by
/// [`NextHops::of`], it holds nexthops to be emitted.
#[derive(Clone, Copy)]
pub struct NextHops<'a>(Source<'a>);

#[derive(Clone, Copy)]
enum Source<'a> {
    Bytes(Input<'a>),
    Values(&'a [NextHop<'a>]),
}

impl<'a> NextHops<'a> {
    /// Returns these nexthops, to be emitted. The lengths in their headers are filled in.
    #[must_use]
    #[inline]
    pub const fn of(next_hops: &'a [NextHop<'a>]) -> Self {
        Self(Source::Values(next_hops))
    }

    /// Returns the nexthops in order. Those that were parsed are never an error: they have been
    /// parsed before.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = Result<NextHop<'a>, ParseError>> + use<'a> {
        let (mut bytes, mut values) = match self.0 {
            Source::Bytes(input) => (Some(input), [].as_slice()),
            Source::Values(values) => (None, values),
        };
        core::iter::from_fn(move || {
            if let Some((first, rest)) = values.split_first() {
                values = rest;
                return Some(Ok(first.clone()));
            }
            let result = next(bytes.take()?).transpose()?;
            Some(result.map(|(next_hop, rest)| {
                bytes = Some(rest);
                next_hop
            }))
        })
    }
}

/// Returns the first nexthop and the bytes behind it, or `None` at the end.
#[inline]
fn next(input: Input<'_>) -> Result<Option<(NextHop<'_>, Input<'_>)>, ParseError> {
    if input.bytes().is_empty() {
        return Ok(None);
    }
    let (len, _) = input.split(size_of::<u16>())?;
    let len = usize::from(u16::parse(len)?);
    // The last one may lack its padding.
    let whole = align(len).min(input.bytes().len()).max(len);
    let (_, rest) = input.split(whole)?;
    let (next_hop, _) = input.split(len)?;
    Ok(Some((NextHop::parse(next_hop)?, rest)))
}

impl<'a> Parse<'a> for NextHops<'a> {
    const PARSE_ATTR: AttrPolicy =
        AttrPolicy::new(Kind::Binary).holding(|| const { &<NextHop<'_> as Parse<'_>>::PARSE_ATTR });

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let all = Self(Source::Bytes(input));
        for (number, next_hop) in (0..).zip(all.iter()) {
            next_hop.map_err(|error| error.in_step(Step::Index(number)))?;
        }
        Ok(all)
    }
}

impl Emit for NextHops<'_> {
    const EMIT_ATTR: AttrPolicy =
        AttrPolicy::new(Kind::Binary).holding(|| const { &<NextHop<'_> as Emit>::EMIT_ATTR });

    #[inline]
    fn payload_len(&self) -> usize {
        match self.0 {
            Source::Bytes(input) => input.bytes().len(),
            Source::Values(values) => {
                values.iter().map(Emit::payload_len).fold(0, usize::saturating_add)
            }
        }
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let values = match self.0 {
            Source::Bytes(input) => return out.bytes(input.bytes(), cx),
            Source::Values(values) => values,
        };
        (0..).zip(values).try_fold(out, |out, (number, next_hop)| {
            emit_one(next_hop, out, cx).map_err(|failed| cx.in_step(failed, Step::Index(number)))
        })
    }
}

#[inline]
fn emit_one<'b>(next_hop: &NextHop<'_>, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
    let len = next_hop.payload_len();
    let Ok(len) = u16::try_from(len) else {
        return Err(cx.refuse(ErrorKind::TooLong, &out, i128::try_from(len).unwrap_or(i128::MAX)));
    };
    let header = NextHopHeader { len, ..next_hop.header };
    NextHop { header, ..next_hop.clone() }.emit(out, cx)
}

impl fmt::Debug for NextHops<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().flatten()).finish()
    }
}

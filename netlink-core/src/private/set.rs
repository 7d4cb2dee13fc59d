//! Filling a struct with the attributes of a set, in place.
//!
//! A small struct is best kept in registers, together with the loop that fills it. A large one must not
//! be: its parts would be put together at the end, and that takes longer than to read them. So a large
//! one stays where it is in memory, and a call that is not inlined fills it there.

use super::{in_attr, missing};
use crate::attr::Attr;
use crate::error::ParseError;
use crate::input::Input;
use crate::policy::Policy;

/// How many bytes of struct a loop can keep in registers, or nearly.
const LARGE: usize = 256;

/// A struct whose fields are the attributes of a set.
pub trait Set<'a>: Sized {
    /// Goes on with the struct before any attribute has come, and the attributes. Not returned: in a
    /// `Result` they would be copied.
    fn start<R>(
        payload: Input<'a>,
        then: impl FnOnce(Self, Input<'a>) -> Result<R, ParseError>,
    ) -> Result<R, ParseError>;

    /// Takes the attributes in.
    fn fill(&mut self, attrs: Input<'a>) -> Result<(), ParseError>;
}

/// Reads a set.
#[inline(always)]
pub fn parse_set<'a, T: Set<'a>>(payload: Input<'a>) -> Result<T, ParseError> {
    if const { size_of::<T>() <= LARGE } {
        return T::start(payload, |start, attrs| filled(start, move |value| value.fill(attrs)));
    }
    let (start, attrs) = T::start(payload, |start, attrs| Ok((start, attrs)))?;
    filled(start, move |value| value.fill(attrs))
}

/// Reads a set within another.
#[inline(always)]
pub fn merge_set<'a, T: Set<'a>>(slot: &mut Option<T>, attr: Attr<'a>) -> Result<(), ParseError> {
    if const { size_of::<T>() <= LARGE } {
        *slot = Some(parse_set(attr.input())?);
        return Ok(());
    }
    let (start, attrs) = T::start(attr.input(), |start, attrs| Ok((start, attrs)))?;
    apart(slot.insert(start), move |value| value.fill(attrs))
}

/// A struct that `fill` fills in place.
#[inline(always)]
pub fn filled<T>(
    start: T,
    fill: impl FnOnce(&mut T) -> Result<(), ParseError>,
) -> Result<T, ParseError> {
    if const { size_of::<T>() <= LARGE } {
        let mut value = start;
        fill(&mut value)?;
        return Ok(value);
    }
    let mut result = Ok(start);
    if let Ok(value) = &mut result {
        if let Err(error) = apart(value, fill) {
            result = Err(error);
        }
    }
    result
}

#[inline(never)]
fn apart<T>(
    value: &mut T,
    fill: impl FnOnce(&mut T) -> Result<(), ParseError>,
) -> Result<(), ParseError> {
    fill(value)
}

/// The first occurrence, for a type that has no other value to stand in a struct.
pub(crate) fn first<'a, T>(
    input: Input<'a>,
    ty: u16,
    policy: &'static Policy,
    parse: impl FnOnce(Input<'a>) -> Result<T, ParseError>,
) -> Result<T, ParseError> {
    match input.attrs().find(|attr| attr.ty() == ty) {
        Some(attr) => in_attr(parse(attr.input()), attr, policy),
        None => Err(missing(input, ty, policy)),
    }
}

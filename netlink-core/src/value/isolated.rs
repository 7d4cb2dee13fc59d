//! `Result<T, ParseError>`: an attribute whose failure does not fail the set around it.

use crate::attr::Attr;
use crate::error::ParseError;
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::AttrPolicy;

/// A bad payload gives the error in place of the value; the set around it parses.
///
/// Its own validation, if any is due, happens when it is reached, so that it stays its own.
impl<'a, T: Parse<'a>> Parse<'a> for Result<T, ParseError> {
    const ATTR: AttrPolicy = T::ATTR.isolated();

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(T::parse(input.validated_again()))
    }

    #[inline]
    fn absent() -> Option<Self> {
        T::absent().map(Ok)
    }

    #[inline]
    fn merge(slot: &mut Option<Self>, attr: Attr<'a>) -> Result<(), ParseError> {
        let mut inner = slot.take().and_then(Self::ok);
        *slot = match T::merge(&mut inner, attr) {
            Ok(()) => inner.map(Ok),
            Err(error) => Some(Err(error)),
        };
        Ok(())
    }
}

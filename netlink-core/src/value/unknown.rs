//! Attributes that a type does not name, kept as they are.

use core::fmt;

use crate::attr::{Attr, Attrs};
use crate::error::EmitError;
use crate::input::Input;
use crate::policy::Policy;
use crate::writer::{Buffer, Writer};

/// The attributes of a set that its type does not name, byte for byte.
///
/// Costs nothing while parsing: it remembers the set and the type's policy, and walks again only
/// when asked. An overridden duplicate of a named attribute is not unknown.
#[derive(Clone, Copy, Default)]
pub struct Unknown<'a> {
    set: Option<Attrs<'a>>,
    known: Option<&'static Policy>,
}

impl<'a> Unknown<'a> {
    /// None at all.
    pub const NONE: Self = Self { set: None, known: None };

    /// All attributes of this stream, to be emitted behind the named ones.
    #[must_use]
    pub const fn of(stream: &'a [u8]) -> Self {
        Self { set: Some(Input::new(stream).attrs()), known: None }
    }

    /// Those of a set that the policy does not name.
    #[inline(always)]
    pub(crate) const fn besides(set: Attrs<'a>, known: &'static Policy) -> Self {
        Self { set: Some(set), known: Some(known) }
    }

    /// The attributes, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Attr<'a>> + use<'a> {
        let known = self.known;
        let unknown =
            move |attr: &Attr<'a>| known.is_none_or(|known| known.attr(attr.ty()).is_none());
        self.set.into_iter().flatten().filter(unknown)
    }

    /// Whether this is [`Unknown::NONE`].
    #[inline]
    pub(crate) const fn is_none(&self) -> bool {
        self.set.is_none()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The length in bytes that they take when emitted.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        self.iter().map(|attr| attr.whole_len()).fold(0, usize::saturating_add)
    }

    /// Writes them as they came, type flags included.
    pub(crate) fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        self.iter().try_for_each(|attr| attr.emit(writer))
    }
}

impl fmt::Debug for Unknown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|attr| (attr.ty(), attr.payload()))).finish()
    }
}

/// Equal if they are the same attributes in the same order.
impl PartialEq for Unknown<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().map(type_and_payload).eq(other.iter().map(type_and_payload))
    }
}

impl Eq for Unknown<'_> {}

fn type_and_payload(attr: Attr<'_>) -> (u16, &[u8]) {
    (attr.raw_type(), attr.payload())
}

//! Attributes that a type does not name, kept as they are.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::attr::Attr;
use crate::context::Context;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::policy::{Policy, copy_attr};

/// The attributes of a set that its type does not declare, with the flags of their types.
///
/// Emitted byte for byte, but for padding, which is zero, also between the attributes of a flagged nest.
///
/// Costs nothing while parsing: it keeps the bytes of the set and the type's policy, and filters them when
/// you iterate. An overridden duplicate of a declared attribute is not unknown.
#[derive(Clone, Copy, Default)]
pub struct Unknown<'a> {
    set: &'a [u8],
    known: Option<&'static Policy>,
    offset: u32,
    depth: u8,
}

impl<'a> Unknown<'a> {
    /// No attributes.
    pub const NONE: Self = Self::of(&[]);

    /// Returns all attributes of this stream, to be emitted after the declared ones.
    #[must_use]
    pub const fn of(stream: &'a [u8]) -> Self {
        Self { set: stream, known: None, offset: 0, depth: 0 }
    }

    /// Returns those of a set that the policy does not name.
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    pub fn besides(cx: &Context<'a>, set: &'a [u8], known: &'static Policy) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a message is shorter")]
        let offset = cx.offset_of(set) as u32;
        Self { set, known: Some(known), offset, depth: cx.depth() }
    }

    /// Returns an iterator over the attributes, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Attr<'a>> + use<'a> {
        let known = self.known;
        let offset = usize::try_from(self.offset).unwrap_or(usize::MAX);
        let set = Input::new(self.set).at(offset).with_depth(self.depth);
        set.attrs().filter(move |attr| known.is_none_or(|known| known.attr(attr.ty()).is_none()))
    }

    /// Returns whether there are no unknown attributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Returns the length in bytes that they have when emitted.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        self.iter().map(|attr| attr.whole_len()).fold(0, usize::saturating_add)
    }

    /// Writes them as they were received, type flags included.
    #[doc(hidden)]
    #[inline]
    pub fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        if self.set.is_empty() { Ok(out) } else { self.emit_some(out, cx) }
    }

    #[inline(never)]
    fn emit_some<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        self.iter().try_fold(out, |out, attr| copy_attr(&attr, out, cx))
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

impl Hash for Unknown<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.iter().for_each(|attr| type_and_payload(attr).hash(state));
    }
}

fn type_and_payload(attr: Attr<'_>) -> (u16, &[u8]) {
    (attr.raw_type(), attr.payload())
}

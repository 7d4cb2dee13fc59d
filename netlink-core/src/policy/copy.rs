//! Copying attributes as they came, with what a kernel asks for: `NLA_F_NESTED` on all that a policy
//! knows as nests, and zeros between attributes.
//!
//! Kernels often leave the flag out of what they send, but require it in what they are sent.

use super::walk::{self, Item, Node, Span, Visitor};
use super::{AttrPolicy, Policy};
use crate::align::align;
use crate::attr::NESTED;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};

impl Policy {
    /// Returns how many bytes the attributes of a set take when they are copied: all of them padded, and
    /// without bytes that are not attributes.
    pub(crate) fn copied_len(&'static self, set: Input<'_>) -> usize {
        let Ok((_, attrs)) = set.split_fixed_header(self.header_len()) else { return 0 };
        let header = set.bytes().len().saturating_sub(attrs.bytes().len());
        Span::of(attrs).items().fold(header, |len, item| len.saturating_add(align(item.len())))
    }

    /// Copies a set with this policy, fixed header included, to `out`, which has room for the set or for
    /// [`Policy::copied_len`].
    ///
    /// At each level, attributes that are declared as nests are flagged, and the padding behind all
    /// attributes is zeroed. Nests that no policy names, and those that are deeper than a parse goes, are
    /// copied unchanged.
    pub(crate) fn copy_set(&'static self, set: Input<'_>, out: &mut [u8]) {
        copy_bytes(set, out);
        let Ok(()) = walk::set(self.into(), set, &mut Copy { out, base: set.offset() });
    }

    /// Writes the attributes of a set with this policy, without its fixed header.
    pub(crate) fn copy<'b>(
        &'static self,
        set: Input<'_>,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        out.copied(self.copied_len(set), cx, |out| self.copy_set(set, out))
    }
}

impl AttrPolicy {
    /// Copies the payload of an attribute with this policy to `out`, which is as long; see
    /// [`Policy::copy_set`].
    pub(crate) fn copy_to(&self, payload: Input<'_>, out: &mut [u8]) {
        copy_bytes(payload, out);
        let Ok(()) = walk::payload(self, payload, &mut Copy { out, base: payload.offset() });
    }

    /// Writes the payload of an attribute with this policy, without its header.
    pub(crate) fn copy<'b>(
        &self,
        payload: Input<'_>,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        out.copied(payload.bytes().len(), cx, |out| self.copy_to(payload, out))
    }
}

/// Copies as many bytes as there is room for, and zeros the rest.
fn copy_bytes(from: Input<'_>, out: &mut [u8]) {
    let bytes = from.bytes().iter().copied().chain(core::iter::repeat(0));
    out.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
}

/// Corrects what has been copied from the offset `base` on.
struct Copy<'o> {
    out: &'o mut [u8],
    base: usize,
}

impl Copy<'_> {
    fn correct(&mut self, item: &Item<'_>, is_nest: bool) {
        let Some(start) = item.offset().checked_sub(self.base) else { return };
        let Some(copied) = self.out.get_mut(start..) else { return };
        if is_nest {
            let raw_type = item.raw_type() | NESTED;
            if let Some(field) = copied.get_mut(2..).and_then(<[u8]>::first_chunk_mut) {
                *field = raw_type.to_ne_bytes();
            }
        }
        let end = item.len().saturating_add(item.padding().len());
        if let Some(padding) = copied.get_mut(item.len()..end) {
            padding.fill(0);
        }
    }
}

/// What cannot happen.
type Never = core::convert::Infallible;

impl<'m> Visitor<'m> for Copy<'_> {
    type Stop = Never;

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, Never> {
        self.correct(&node.item, node.policy.is_some_and(|policy| policy.kind().is_nested()));
        Ok(node.is_nest())
    }
}

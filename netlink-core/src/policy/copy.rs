//! Copying attributes as they came, with what a kernel asks for: `NLA_F_NESTED` on all that a policy
//! knows as nests, and zeros between attributes.
//!
//! Kernels often leave the flag out of what they send, but require it in what they are sent.

use super::walk::{self, Item, Node, Span, Visitor};
use super::{AttrPolicy, Policy, Unknowns};
use crate::align::align;
use crate::attr::{Attr, NESTED};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};

impl Policy {
    /// Returns how many bytes the attributes of a set take when they are copied: all of them padded, and
    /// without bytes that are not attributes.
    pub(crate) fn copied_len(&'static self, set: Input<'_>) -> usize {
        let Ok((_, attrs)) = self.split_header(set) else { return 0 };
        let header = set.bytes().len().saturating_sub(attrs.bytes().len());
        Span::of(attrs).items().fold(header, |len, item| len.saturating_add(align(item.len())))
    }

    /// Copies a set with this policy, fixed header included, to `out`, which has room for the set or for
    /// [`Policy::copied_len`].
    ///
    /// At each level, attributes that are declared as nests are flagged, and the padding behind all
    /// attributes is zeroed. Nests that no policy names, and those below the depth limit of a parse, are
    /// copied unchanged.
    pub(crate) fn copy_set(&'static self, set: Input<'_>, out: &mut [u8]) {
        copy_bytes(set, out);
        let Ok(()) =
            walk::set(self.into(), set, &mut Copy { out, base: set.offset(), flags: NESTED });
    }

    /// As [`Policy::copy_set`], with the flags that were received.
    pub(crate) fn copy_set_padded(&'static self, set: Input<'_>, out: &mut [u8]) {
        copy_bytes(set, out);
        let Ok(()) = walk::set(self.into(), set, &mut Copy { out, base: set.offset(), flags: 0 });
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
        let Ok(()) =
            walk::payload(self, payload, &mut Copy { out, base: payload.offset(), flags: NESTED });
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

impl AttrPolicy {
    /// As [`AttrPolicy::copy`], with the flags that were received.
    pub(crate) fn copy_padded<'b>(
        &self,
        payload: Input<'_>,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        out.copied(payload.bytes().len(), cx, |out| {
            copy_bytes(payload, out);
            let mut copy = Copy { out, base: payload.offset(), flags: 0 };
            let Ok(()) = walk::payload(self, payload, &mut copy);
        })
    }
}

/// A nest with a set of which nothing is known.
pub(crate) const OPAQUE_NEST: AttrPolicy = AttrPolicy::nested(|| OPAQUE).unflagged();

const OPAQUE: &Policy = &Policy::new("", &[]).with_unknown(Unknowns::Keep);

/// Writes a payload of which nothing is known but the flags of its type: if it is a nest, with zeros as padding
/// in it.
pub(crate) fn copy_received<'b>(
    flags: u16,
    payload: Input<'_>,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    if flags & NESTED != 0 && Span::of(payload).is_stream() {
        OPAQUE_NEST.copy_padded(payload, out, cx)
    } else {
        out.bytes(payload.bytes(), cx)
    }
}

/// Writes an attribute of which nothing is known, with the flags that it was received with.
#[inline(never)]
pub(crate) fn copy_attr<'b>(attr: &Attr<'_>, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
    if attr.has_nested_flag() {
        out.attr(attr.raw_type(), cx, |out, cx| copy_received(NESTED, attr.input(), out, cx))
    } else {
        out.bytes_attr(attr.raw_type(), attr.payload(), cx)
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
    /// Added to the type of every nest that a policy declares with it: [`NESTED`], or nothing.
    flags: u16,
}

impl Copy<'_> {
    fn correct(&mut self, item: &Item<'_>, flags: u16) {
        let Some(start) = item.offset().checked_sub(self.base) else { return };
        let Some(copied) = self.out.get_mut(start..) else { return };
        if flags != 0 {
            let raw_type = item.raw_type() | flags;
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
    const ENTERS_UNKNOWN: bool = true;

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, Never> {
        let flags = node.policy.map_or(0, AttrPolicy::nested_flag);
        self.correct(&node.item, flags & self.flags);
        Ok(node.is_nest())
    }
}

#[cfg(all(test, feature = "alloc"))]
#[expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a test fails where it does"
)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;
    use crate::policy::{Key, Kind, Occurs, Selector, Variant};

    const BINARY: AttrPolicy = AttrPolicy::new(Kind::Binary);

    static VARIANTS: [Variant; 1] =
        [Variant::new(Key::Number(1), || AttrPolicy::nested(|| &INNER))];

    static INNER: Policy = Policy::new(
        "Inner",
        &[
            BINARY.named(1, "bytes"),
            AttrPolicy::nested(|| &INNER).occurring(Occurs::Repeated).named(2, "nest"),
            AttrPolicy::array(|| &ELEMENT).named(3, "array"),
            AttrPolicy::new(Kind::U8).named(4, "kind"),
            AttrPolicy::submessage(&VARIANTS).selected_by(Selector::Attr(4)).named(5, "data"),
            AttrPolicy::submessage(&VARIANTS).selected_by(Selector::Outer).named(6, "outer"),
        ],
    );

    static ELEMENT: AttrPolicy = AttrPolicy::nested(|| &INNER);

    /// An attribute with padding of this byte.
    fn padded(ty: u16, payload: &[u8], padding: u8) -> Vec<u8> {
        let len = payload.len() + 4;
        let head = [u16::try_from(len).unwrap().to_ne_bytes(), ty.to_ne_bytes()].concat();
        let mut bytes = [&head[..], payload].concat();
        bytes.resize(align(len), padding);
        bytes
    }

    /// A set in which everything occurs, flagged or not, with padding of this byte.
    fn set(depth: u8, flag: u16, padding: u8) -> Vec<u8> {
        let attr = |ty, payload: &[u8]| padded(ty, payload, padding);
        let inner = if depth > 0 { set(depth - 1, flag, padding) } else { attr(1, b"x") };
        let element = attr(7 | flag, &inner);
        [
            attr(1, b"abc"),
            attr(2 | flag, &inner),
            attr(3 | flag, &[&element[..], &element].concat()),
            attr(5 | flag, &[&attr(6 | flag, &inner)[..], &attr(4, &[1])].concat()),
            attr(4, &[1]),
            attr(99, b"unknown"),
            // In no policy: its payload stays unchanged.
            padded(98, &padded(1, b"y", 7), padding),
        ]
        .concat()
    }

    #[test]
    fn copies_are_flagged_and_padded_with_zeros_at_every_level() {
        for depth in 0..4 {
            let (before, after) = (set(depth, 0, 0xa5), set(depth, NESTED, 0));
            let mut out = vec![0xff; before.len()];
            INNER.copy_set(Input::new(&before).at(20), &mut out);
            assert_eq!(out, after);
            // As the payload of a nest, and what is a copy already.
            let mut out = vec![0xff; before.len()];
            ELEMENT.copy_to(Input::new(&before), &mut out);
            assert_eq!(out, after);
            let mut again = vec![0xff; after.len()];
            INNER.copy_set(Input::new(&after), &mut again);
            assert_eq!(again, after);
        }
    }

    #[test]
    fn truncated_attributes_are_copied_unless_there_is_no_room_for_them() {
        let attrs = padded(1, b"abcd", 0);
        let scrap = [&attrs[..], &[9, 9, 9]].concat();
        let mut out = vec![0; scrap.len()];
        INNER.copy_set(Input::new(&scrap), &mut out);
        assert_eq!(out, scrap);
        let len = INNER.copied_len(Input::new(&scrap));
        assert_eq!(len, attrs.len());
        let mut out = vec![0; len];
        INNER.copy_set(Input::new(&scrap), &mut out);
        assert_eq!(out, attrs);
        // The last attribute may lack its padding, which the copy has.
        let short = &padded(1, b"abc", 9)[..7];
        let mut out = vec![0xff; INNER.copied_len(Input::new(short))];
        INNER.copy_set(Input::new(short), &mut out);
        assert_eq!(out, padded(1, b"abc", 0));
        // More or less room than needed does not cause a panic.
        for len in 0..40 {
            INNER.copy_set(Input::new(&scrap), &mut vec![0; len]);
        }
    }
}

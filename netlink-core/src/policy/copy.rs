//! Writing attributes as they were received, with `NLA_F_NESTED` on all that a policy knows as nests, and
//! with zeros as padding.
//!
//! Kernels often leave the flag out of what they send, but require it in requests.

use super::{AttrPolicy, FoundKey, Kind, Policy, Selector};
use crate::attr::{Attr, HEADER_LEN, NESTED};
use crate::input::{Input, MAX_DEPTH};
use crate::output::{EmitContext, Emitted, Output};

impl Policy {
    /// Writes the attributes of a set with this policy, without its fixed header.
    pub(crate) fn copy<'b>(
        &'static self,
        set: Input<'_>,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        let mut attrs = set.attrs();
        let _ = attrs.by_ref().last();
        // What is left over is not an attribute, and the last one may lack its padding.
        let len = set.bytes().len().saturating_sub(attrs.leftover().len());
        let whole = set.bytes().get(..len).unwrap_or_default();
        let out = copy(set, whole, out, cx, |set, written| self.mend(set, &[], written, 0))?;
        out.pad(len, cx)
    }

    /// Sets flags and padding of a set that has been written to the start of `written`.
    fn mend(&'static self, set: Input<'_>, header: &[u8], written: &mut [u8], depth: u8) {
        let mut found: Option<(Selector, Option<FoundKey<'_>>)> = None;
        for attr in set.attrs() {
            zero_padding(&attr, set.offset(), written);
            let Some(policy) = self.attr(attr.ty()) else { continue };
            let key = match (policy.selector(), found) {
                (Selector::None, _) => None,
                (Selector::Outer, _) => set.key(),
                (selector, Some((same, key))) if selector == same => key,
                (selector, _) => {
                    let key = policy.find_key(|ty| self.attr(ty), header, set.attrs());
                    found = Some((selector, key));
                    key
                }
            };
            policy.mend_attr(attr, key, set.offset(), written, depth);
        }
    }
}

impl AttrPolicy {
    /// Writes the payload of an attribute with this policy.
    pub(crate) fn copy<'b>(
        &self,
        payload: Input<'_>,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        copy(payload, payload.bytes(), out, cx, |payload, written| {
            self.mend_payload(payload, payload.key(), written, 0);
        })
    }

    fn mend_attr<'a>(
        &self,
        attr: Attr<'a>,
        key: Option<FoundKey<'a>>,
        start: usize,
        written: &mut [u8],
        depth: u8,
    ) {
        let chosen = (0..).zip(self.variants()).find(|(_, variant)| {
            key.is_some_and(|key| key.selects(variant.key()))
        });
        match chosen {
            Some((_, variant)) => {
                variant.policy().mend_attr(attr, key, start, written, depth);
            }
            None if self.kind().is_nested() => {
                let at = attr.offset().saturating_sub(start);
                if let Some(header) = written.get_mut(at..).and_then(|it| it.first_chunk_mut::<HEADER_LEN>()) {
                    let [l0, l1, ..] = *header;
                    let [t0, t1] = (attr.raw_type() | NESTED).to_ne_bytes();
                    *header = [l0, l1, t0, t1];
                }
                let payload = written.get_mut(at.saturating_add(HEADER_LEN)..).unwrap_or_default();
                self.mend_payload(attr.input(), key, payload, depth);
            }
            None => {}
        }
    }

    fn mend_payload<'a>(
        &self,
        payload: Input<'a>,
        key: Option<FoundKey<'a>>,
        written: &mut [u8],
        depth: u8,
    ) {
        // Nothing parses what is deeper.
        if depth >= MAX_DEPTH {
            return;
        }
        let depth = depth.saturating_add(1);
        match (self.kind(), self.set(), self.element()) {
            (Kind::NestedArray, _, Some(element)) => {
                for attr in payload.attrs() {
                    zero_padding(&attr, payload.offset(), written);
                    element.mend_attr(attr, key, payload.offset(), written, depth);
                }
            }
            (Kind::Nested, Some(policy), _) => {
                let Ok((header, set)) = payload.split_fixed_header(policy.header_len()) else {
                    return;
                };
                let start = set.offset().saturating_sub(payload.offset());
                let written = written.get_mut(start..).unwrap_or_default();
                policy.mend(set.with_key(key), header, written, depth);
            }
            _ => {}
        }
    }
}

/// Copies bytes, and mends the copy.
fn copy<'b>(
    input: Input<'_>,
    bytes: &[u8],
    out: Output<'b>,
    cx: &mut EmitContext,
    mend: impl FnOnce(Input<'_>, &mut [u8]),
) -> Emitted<'b> {
    let (written, out) =
        out.written(cx, |out, cx| Ok(out.bytes(bytes, cx)?.remaining()))?;
    mend(input, written);
    Ok(out)
}

/// Writes zeros behind the payload of an attribute in a set that starts at `start`.
fn zero_padding(attr: &Attr<'_>, start: usize, written: &mut [u8]) {
    let at = attr.offset().saturating_sub(start);
    let end = at.saturating_add(HEADER_LEN).saturating_add(attr.payload().len());
    let whole = at.saturating_add(attr.whole_len()).min(written.len());
    written.get_mut(end..whole).unwrap_or_default().fill(0);
}

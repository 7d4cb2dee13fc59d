//! Writing attributes as they came, with `NLA_F_NESTED` on all that a policy knows as nests.
//!
//! Kernels often leave the flag out of what they send, but ask for it in what they are sent.

use super::{AttrPolicy, Kind, Policy};
use crate::attr::{Attr, Attrs, HEADER_LEN};
use crate::error::EmitError;
use crate::input::{Input, MAX_DEPTH};
use crate::writer::{Buffer, Writer};

impl Policy {
    /// Appends an attribute out of `set`, a set with this policy.
    pub(crate) fn copy<W: Buffer>(
        &'static self,
        set: Attrs<'_>,
        attr: Attr<'_>,
        writer: &mut Writer<W>,
    ) -> Result<(), EmitError> {
        writer.aside(|writer| {
            let start = writer.len();
            attr.emit(writer)?;
            self.flag(set, attr, start, 0, writer);
            Ok(())
        })
    }

    /// Sets flags in an attribute out of `set` that has been written at `at`.
    fn flag<W: Buffer>(
        &'static self,
        set: Attrs<'_>,
        attr: Attr<'_>,
        at: usize,
        depth: u8,
        writer: &mut Writer<W>,
    ) {
        let Some(policy) = self.attr(attr.ty()) else { return };
        if policy.variants().is_empty() {
            policy.flag(attr, at, depth, writer);
        } else if let Some((_, variant)) = policy.choose(|ty| self.attr(ty), &[], set) {
            variant.policy().flag(attr, at, depth, writer);
        }
    }
}

impl AttrPolicy {
    /// Appends what stands in an attribute with this policy, without its header.
    pub(crate) fn copy_payload<W: Buffer>(
        &self,
        payload: Input<'_>,
        writer: &mut Writer<W>,
    ) -> Result<(), EmitError> {
        writer.aside(|writer| {
            let start = writer.len();
            writer.bytes(payload.bytes())?;
            self.flag_payload(payload, start, 0, writer);
            Ok(())
        })
    }

    fn flag<W: Buffer>(&self, attr: Attr<'_>, at: usize, depth: u8, writer: &mut Writer<W>) {
        if self.kind().is_nested() {
            writer.flag_as_nest(at, attr.raw_type());
            self.flag_payload(attr.input(), at.saturating_add(HEADER_LEN), depth, writer);
        }
    }

    fn flag_payload<W: Buffer>(
        &self,
        payload: Input<'_>,
        at: usize,
        depth: u8,
        writer: &mut Writer<W>,
    ) {
        // Nobody reads what is deeper.
        if depth >= MAX_DEPTH {
            return;
        }
        let depth = depth.saturating_add(1);
        let place =
            |attr: &Attr<'_>| at.saturating_add(attr.offset().saturating_sub(payload.offset()));
        match (self.kind(), self.set(), self.element()) {
            (Kind::NestedArray, _, Some(element)) => {
                for attr in payload.attrs() {
                    element.flag(attr, place(&attr), depth, writer);
                }
            }
            (Kind::Nested, Some(policy), _) => {
                let Ok((_, set)) = payload.split_fixed_header(policy.header_len()) else { return };
                for attr in set.attrs() {
                    policy.flag(set.attrs(), attr, place(&attr), depth, writer);
                }
            }
            _ => {}
        }
    }
}

//! Emitting sets of attributes: what generated code calls for their members.

use crate::align::align;
use crate::attr::TYPE_MASK;
use crate::output::{EmitContext, Emitted, Failed, Output};
use crate::policy::Policy;
use crate::wire::attr::split;

/// Returns the length in bytes of a set in which every member has a fixed length.
#[must_use]
pub const fn fixed_len(header: Option<usize>, members: &[Option<usize>]) -> Option<usize> {
    let Some(header) = header else { return None };
    let (mut len, mut rest) = (align(header), members);
    while let [member, behind @ ..] = rest {
        match member {
            Some(member) => len = len.saturating_add(*member),
            None => return None,
        }
        rest = behind;
    }
    Some(len)
}

/// Computes the length of a large set, in a function of its own.
///
/// Generic, so that it is compiled only for the types that a program emits, and not for all that a library
/// declares.
#[inline(never)]
#[must_use]
pub fn len_called(len: impl FnOnce() -> usize) -> usize {
    len()
}

/// Emits a large set, in a function of its own: see [`len_called`].
///
/// # Errors
/// As `emit`.
#[inline(never)]
pub fn emit_called<'b>(
    out: Output<'b>,
    cx: &mut EmitContext,
    emit: impl FnOnce(Output<'b>, &mut EmitContext) -> Emitted<'b>,
) -> Emitted<'b> {
    emit(out, cx)
}

/// Emits the members of a set with sub-messages, and checks that these are the ones that their keys
/// choose.
///
/// The keys are found in what was written, as when parsing. `agrees` gets the header and the attributes, and returns the type of the attribute that does not
/// agree.
///
/// # Errors
/// As `emit`; besides, [`ErrorKind::SelectorMismatch`](crate::ErrorKind::SelectorMismatch).
#[inline]
pub fn emit_keyed<'b>(
    policy: &'static Policy,
    out: Output<'b>,
    cx: &mut EmitContext,
    emit: impl FnOnce(Output<'_>, &mut EmitContext) -> Result<usize, Failed>,
    agrees: impl FnOnce(&[u8], &[u8]) -> Result<(), u16>,
) -> Emitted<'b> {
    let (written, out) = out.written(cx, emit)?;
    let (header, set) = policy.header_rule().split(written).unwrap_or_default();
    if let Err(ty) = agrees(header, set) {
        let mut rest = set;
        while let Some(attr) = split(rest).filter(|attr| attr.raw_type & TYPE_MASK != ty) {
            rest = rest.get(attr.whole_len..).unwrap_or_default();
        }
        let offset = written.len().saturating_sub(rest.len());
        return Err(cx.disagrees(written.len(), offset, &out, ty, policy));
    }
    Ok(out)
}

//! Writing: the trait that every value, set and message shares.

use crate::align::align;
use crate::attr::HEADER_LEN;
use crate::error::EmitError;
use crate::policy::{AttrPolicy, Policy};
use crate::writer::{Buffer, Writer};

/// A value written as the payload of an attribute, or a set or message as its bytes.
///
/// Knows its length beforehand, so that a buffer can be made large enough once.
///
/// ```
/// use netlink_core::{Emit, Writer};
///
/// #[derive(Emit)]
/// struct CacheInfo {
///     #[nla(1)]
///     hits: u32,
/// }
///
/// let info = CacheInfo { hits: 7 };
/// let mut buffer = [0; 64];
/// let mut writer = Writer::new(&mut buffer);
/// info.emit(&mut writer)?;
/// assert_eq!(writer.len(), info.payload_len());
/// # #[cfg(target_endian = "little")]
/// assert_eq!(writer.written(), [8, 0, 1, 0, 7, 0, 0, 0]);
/// # Ok::<(), netlink_core::EmitError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a netlink attribute",
    note = "a set of attributes has `#[derive(Emit)]`; an enum of attributes stands in a `Stream<'a, …>`",
    note = "a C structure is borrowed as `&'a …`, which needs `zerocopy::IntoBytes`, or has `#[derive(Emit)]` with \
            `#[netlink(layout)]`",
    note = "a sub-message says what chooses its form: `#[nla(TYPE, select = field)]`"
)]
pub trait Emit {
    /// What kind of attribute this is, and the rules that go with the type.
    const ATTR: AttrPolicy;

    /// The exact length in bytes of what [`Emit::emit`] writes.
    fn payload_len(&self) -> usize;

    /// Writes the payload.
    ///
    /// # Errors
    /// A full buffer, a payload too long for its length field, or a value that a written rule
    /// refuses. The writer may be left with a part of the payload: the caller, which knows where
    /// the payload began, takes it back (all of [`Writer`]'s methods do).
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError>;

    /// The exact length in bytes of what [`Emit::emit_attr`] writes: header and padding included,
    /// 0 where there is no attribute.
    #[inline]
    fn attr_len(&self) -> usize {
        align(self.payload_len().saturating_add(HEADER_LEN))
    }

    /// Writes the value as an attribute of type `ty`: once, not at all, or several times, as the
    /// type means it.
    ///
    /// Sets are flagged as nested.
    ///
    /// # Errors
    /// As [`Emit::emit`], but nothing is left written.
    #[inline(always)]
    fn emit_attr<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.attr(ty | Self::ATTR.nested_flag(), |writer| self.emit(writer))
    }
}

/// A set of attributes, with or without a fixed header in front.
///
/// Derived with [`Emit`] for structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no set of attributes that can be written",
    note = "a set is a struct with `#[derive(Emit)]`, or a `Stream` of an enum with `#[nla(TYPE)]` on its variants"
)]
pub trait EmitSet: Emit {
    /// What the set may contain when it is written: the rules for what a kernel is sent.
    const POLICY: &'static Policy;
}

/// A sub-message to be written: it must be the one that a key elsewhere names.
///
/// Derived for enums with `#[netlink(key = …)]` on their variants; `K` is `&[u8]` for strings and `u64` for numbers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no sub-message chosen by a key of type `{K}`",
    note = "a sub-message is an enum with `#[derive(Emit)]` and `#[netlink(key = …)]` on its variants",
    note = "its keys are strings where the selector is a string (`&[u8]`), and numbers where the selector is an \
            integer (`u64`)"
)]
pub trait EmitSelected<K> {
    /// The forms it can take.
    const ATTR: AttrPolicy;

    /// Whether the key names the form that this value has.
    ///
    /// Absent values agree with any key.
    fn agrees(&self, key: Option<K>) -> bool;

    /// The exact length in bytes of what [`EmitSelected::emit_selected`] writes.
    fn selected_len(&self) -> usize;

    /// Writes the value as an attribute of type `ty`, if there is one.
    ///
    /// # Errors
    /// As [`Emit::emit_attr`].
    fn emit_selected<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError>;
}

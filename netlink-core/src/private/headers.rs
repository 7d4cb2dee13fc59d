//! What a fixed header may be: a C structure, or one that grows.

use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::align::align;
use crate::emit::Emit;
use crate::output::{EmitContext, Emitted, Output};
use crate::value::{CStruct, Struct};

/// A fixed header that can be parsed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as a C structure",
    label = "not known to be one that any bytes of its size can be",
    note = "add `#[derive(zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]` and `#[repr(C)]` to it"
)]
pub trait ReadHeader<'a>: Sized {
    /// The structure itself.
    type Layout;

    /// Reads it from what `HeaderLen::split` returns. By itself: in a `Result` it would be copied in pieces.
    fn header(bytes: &'a [u8]) -> Self;
}

#[diagnostic::do_not_recommend]
impl<'a, T: FromBytes> ReadHeader<'a> for T {
    type Layout = T;

    #[inline(always)]
    fn header(bytes: &'a [u8]) -> Self {
        match Self::read_from_bytes(bytes) {
            Ok(header) => header,
            Err(_) => Self::new_zeroed(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: CStruct> ReadHeader<'a> for Struct<'a, T> {
    type Layout = T;

    #[inline]
    fn header(bytes: &'a [u8]) -> Self {
        Self::from_bytes(bytes)
    }
}

/// A fixed header that can be emitted.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a C structure",
    label = "not known to be one without padding",
    note = "add `#[derive(zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]` and `#[repr(C)]` to it"
)]
pub trait WriteHeader: Sized {
    /// The structure itself.
    type Layout;

    /// The length of the header, where it is always the same.
    const FIXED_LEN: Option<usize>;

    /// Returns the length in bytes of a set with this header and attributes of this length.
    fn set_len(&self, attrs: usize) -> usize;

    /// Writes the header of a set. `set_len` is the length of the set.
    ///
    /// # Errors
    /// A full buffer, or bytes behind the structure where attributes are.
    fn emit_header<'b>(
        &self,
        set_len: impl FnOnce() -> usize,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b>;
}

#[diagnostic::do_not_recommend]
impl<T: IntoBytes + Immutable> WriteHeader for T {
    type Layout = T;
    const FIXED_LEN: Option<usize> = Some(size_of::<T>());

    #[inline(always)]
    fn set_len(&self, attrs: usize) -> usize {
        const { align(size_of::<T>()) }.saturating_add(attrs)
    }

    #[inline(always)]
    fn emit_header<'b>(
        &self,
        _: impl FnOnce() -> usize,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        out.bytes(self.as_bytes(), cx)?.pad(size_of::<T>(), cx)
    }
}

/// Whole in front of attributes, and as long as it was received where there are none.
#[diagnostic::do_not_recommend]
impl<T: CStruct> WriteHeader for Struct<'_, T> {
    type Layout = T;
    const FIXED_LEN: Option<usize> = None;

    #[inline]
    fn set_len(&self, attrs: usize) -> usize {
        let padded = const { align(size_of::<T>()) };
        match attrs {
            0 => Self::len(self),
            // With bytes behind the structure, the set cannot be emitted: any other length than without attributes.
            _ => padded.max(Self::len(self)).saturating_add(attrs),
        }
    }

    #[inline]
    fn emit_header<'b>(
        &self,
        set_len: impl FnOnce() -> usize,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        let padded = const { align(size_of::<T>()) };
        if !Self::is_whole(self) || padded != size_of::<T>() {
            if set_len() == Self::len(self) {
                return self.emit(out, cx);
            }
            if Self::len(self) > padded {
                return Err(cx.leftover(&out, Self::tail(self).len()));
            }
        }
        out.bytes((**self).as_bytes(), cx)?.pad(size_of::<T>(), cx)
    }
}

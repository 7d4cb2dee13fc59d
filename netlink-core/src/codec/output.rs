//! The output of an emit: the rest of a buffer, and the error of a failed emit.

use crate::align::align;
use crate::attr::{HEADER_LEN, MAX_PAYLOAD, NESTED};
use crate::error::{EmitError, ErrorKind, Step};
use crate::header::{self, MessageHeader};
use crate::policy::{AttrPolicy, Policy};
use crate::rule::FieldRule;
use crate::wire::attr::split;

/// The rest of the buffer that a value is written to.
///
/// Each call takes it and returns what is left. Nothing has to be taken back after a failure: what
/// was written is only counted by the [`Writer`](crate::Writer) at the end.
#[derive(Debug, Default)]
pub struct Output<'b>(&'b mut [u8]);

/// Something failed; the error is in the [`EmitContext`].
#[derive(Clone, Copy, Debug)]
pub struct Failed(());

/// What is left of the buffer.
///
/// # Errors
/// [`Failed`], with the error in the [`EmitContext`].
pub type Emitted<'b> = Result<Output<'b>, Failed>;

/// The state of one emit: where the error is put if something fails.
#[derive(Debug)]
pub struct EmitContext {
    /// The offset of the buffer's end in the message.
    end: usize,
    error: Option<EmitError>,
}

impl EmitContext {
    /// Returns a context for an output that ends `end` bytes behind the start of the message.
    #[inline(always)]
    pub(crate) const fn new(end: usize) -> Self {
        Self { end, error: None }
    }

    /// Records that a value cannot be emitted.
    ///
    /// The offset is that of the next byte of `out`.
    ///
    /// ```
    /// use netlink_core::{AttrPolicy, Emit, EmitContext, Emitted, ErrorKind, Output};
    ///
    /// struct Percent(u32);
    ///
    /// impl Emit for Percent {
    ///     const EMIT_ATTR: AttrPolicy = <u32 as Emit>::EMIT_ATTR;
    ///
    ///     fn payload_len(&self) -> usize {
    ///         4
    ///     }
    ///
    ///     fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
    ///         if self.0 > 100 {
    ///             return Err(cx.refuse(ErrorKind::Range, &out, self.0.into()));
    ///         }
    ///         self.0.emit(out, cx)
    ///     }
    /// }
    /// ```
    #[cold]
    #[inline(never)]
    pub fn refuse(&mut self, kind: ErrorKind, out: &Output<'_>, value: i128) -> Failed {
        let at = self.end.saturating_sub(out.remaining());
        self.record(EmitError::new(kind, at).with_value(value))
    }

    /// Records an error.
    #[cold]
    #[inline(never)]
    pub fn record(&mut self, error: EmitError) -> Failed {
        self.error = Some(error);
        Failed(())
    }

    /// Records that there is no room.
    #[cold]
    #[inline(never)]
    fn full(&mut self, remaining: usize, wanted: usize) -> Failed {
        let at = self.end.saturating_sub(remaining);
        self.record(EmitError::new(ErrorKind::BufferFull, at).with_found(wanted))
    }

    /// Records that there are bytes where attributes should be.
    #[cold]
    #[inline(never)]
    pub(crate) fn leftover(&mut self, out: &Output<'_>, len: usize) -> Failed {
        let at = self.end.saturating_sub(out.remaining());
        self.record(EmitError::new(ErrorKind::TrailingBytes, at).with_found(len))
    }

    /// Records that a payload does not fit its length field.
    #[cold]
    #[inline(never)]
    pub(crate) fn too_long(&mut self, remaining: usize, len: usize) -> Failed {
        let at = self.end.saturating_sub(remaining);
        self.record(EmitError::new(ErrorKind::TooLong, at).with_found(len))
    }

    /// Adds the attribute of type `ty`, in which the error is, to its path.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_set(&mut self, ty: u16, policy: &'static Policy) -> Failed {
        self.in_attr(Failed(()), ty, policy)
    }

    /// Adds the attribute of type `ty` to the path of the error in it.
    #[cold]
    #[inline(never)]
    pub fn in_attr(&mut self, failed: Failed, ty: u16, policy: &'static Policy) -> Failed {
        self.error = self.error.map(|error| error.within(Step::Attr(ty), policy));
        failed
    }

    /// Adds a step that is not an attribute to the path of the error.
    #[cold]
    #[inline(never)]
    pub fn in_step(&mut self, failed: Failed, step: Step) -> Failed {
        self.error = self.error.map(|error| error.in_step(step));
        failed
    }

    /// Names the set that the path of an error begins in: of a flattened set, the one around it.
    #[cold]
    #[inline(never)]
    pub fn in_flattened(&mut self, failed: Failed, policy: &'static Policy) -> Failed {
        self.error = self.error.map(|error| error.of_set(policy));
        failed
    }

    /// Records that a sub-message is not the one that its key chooses. `offset` counts from the first
    /// byte of `written`, which ends where `out` begins.
    #[cold]
    #[inline(never)]
    pub(crate) fn disagrees(
        &mut self,
        written: usize,
        offset: usize,
        out: &Output<'_>,
        ty: u16,
        policy: &'static Policy,
    ) -> Failed {
        let start = self.end.saturating_sub(out.remaining()).saturating_sub(written);
        let error = EmitError::new(ErrorKind::SelectorMismatch, start.saturating_add(offset));
        self.record(error.within(Step::Attr(ty), policy))
    }

    /// Records that none of several attributes is present.
    #[cold]
    #[inline(never)]
    pub fn missing(&mut self, ty: u16, out: &Output<'_>, policy: &'static Policy) -> Failed {
        let at = self.end.saturating_sub(out.remaining());
        self.record(EmitError::new(ErrorKind::Missing, at).within(Step::Attr(ty), policy))
    }

    /// Records that a payload breaks a rule. It, or its attribute, begins where this much was left.
    #[cold]
    #[inline(never)]
    pub(crate) fn breaks(
        &mut self,
        kind: ErrorKind,
        policy: &'static AttrPolicy,
        payload: &[u8],
        remaining: usize,
    ) -> Failed {
        let error = EmitError::new(kind, self.end.saturating_sub(remaining)).with_rule(policy);
        self.record(error.with_value(policy.offence_as_read(kind, payload)))
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn is_full(&self) -> bool {
        self.error.is_some_and(|error| error.kind() == ErrorKind::BufferFull)
    }

    /// Returns the error that was recorded.
    #[cold]
    #[inline(never)]
    pub(crate) fn into_error(self) -> EmitError {
        // Always there: only what records one can fail.
        self.error.unwrap_or_else(|| EmitError::new(ErrorKind::BufferFull, 0))
    }
}

impl<'b> Output<'b> {
    /// Returns an output into this slice.
    #[inline(always)]
    pub(crate) const fn new(buffer: &'b mut [u8]) -> Self {
        Self(buffer)
    }

    /// Returns how many bytes are left.
    #[inline(always)]
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.0.len()
    }

    /// Writes a number of bytes known at compile time, without header or padding.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    #[inline(always)]
    pub fn array<const N: usize>(self, bytes: [u8; N], cx: &mut EmitContext) -> Emitted<'b> {
        let remaining = self.0.len();
        match self.0.split_first_chunk_mut() {
            Some((room, rest)) => {
                *room = bytes;
                Ok(Self(rest))
            }
            None => Err(cx.full(remaining, N)),
        }
    }

    /// Writes bytes, without header or padding.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    #[inline]
    pub fn bytes(self, bytes: &[u8], cx: &mut EmitContext) -> Emitted<'b> {
        let remaining = self.0.len();
        match self.0.split_at_mut_checked(bytes.len()) {
            // Always as long; the comparison leaves no panic for the compiler to keep.
            Some((room, rest)) if room.len() == bytes.len() => {
                room.copy_from_slice(bytes);
                Ok(Self(rest))
            }
            _ => Err(cx.full(remaining, bytes.len())),
        }
    }

    /// Writes an attribute whose type field is `raw_type`, flags included, with the payload that
    /// `fill` writes.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`], [`ErrorKind::TooLong`], or what `fill` returns.
    #[inline(always)]
    pub fn attr(
        self,
        raw_type: u16,
        cx: &mut EmitContext,
        fill: impl FnOnce(Self, &mut EmitContext) -> Emitted<'b>,
    ) -> Emitted<'b> {
        self.attr_of(raw_type, false, cx, fill)
    }

    /// Writes an attribute of type `ty`, flagged as nested, with the attributes that `fill` writes.
    ///
    /// # Errors
    /// As [`Output::attr`].
    #[inline(always)]
    pub fn nest(
        self,
        ty: u16,
        cx: &mut EmitContext,
        fill: impl FnOnce(Self, &mut EmitContext) -> Emitted<'b>,
    ) -> Emitted<'b> {
        self.attr_of(ty | NESTED, false, cx, fill)
    }

    /// As [`Output::attr`]; `is_aligned` says that every payload ends on a boundary.
    #[inline(always)]
    pub(crate) fn attr_of(
        self,
        raw_type: u16,
        is_aligned: bool,
        cx: &mut EmitContext,
        fill: impl FnOnce(Self, &mut EmitContext) -> Emitted<'b>,
    ) -> Emitted<'b> {
        let remaining = self.0.len();
        let Some((head, rest)) = self.0.split_first_chunk_mut::<HEADER_LEN>() else {
            return Err(cx.full(remaining, HEADER_LEN));
        };
        let before = rest.len();
        let rest = fill(Self(rest), cx)?;
        let payload = before.wrapping_sub(rest.0.len());
        let len = payload.wrapping_add(HEADER_LEN);
        let Ok(field) = u16::try_from(len) else { return Err(cx.too_long(remaining, payload)) };
        let ([l0, l1], [t0, t1]) = (field.to_ne_bytes(), raw_type.to_ne_bytes());
        *head = [l0, l1, t0, t1];
        if is_aligned { Ok(rest) } else { rest.pad(len, cx) }
    }

    /// Writes what `fill` writes, with its length in the first two bytes, and padding.
    pub(crate) fn record(
        self,
        cx: &mut EmitContext,
        fill: impl FnOnce(Output<'_>, &mut EmitContext) -> Result<usize, Failed>,
    ) -> Emitted<'b> {
        let remaining = self.0.len();
        let left = fill(Output(&mut *self.0), cx)?;
        let len = remaining.saturating_sub(left);
        let Ok(field) = u16::try_from(len) else { return Err(cx.too_long(remaining, len)) };
        if let Some(first) = self.0.first_chunk_mut() {
            *first = field.to_ne_bytes();
        }
        let (_, rest) = self.0.split_at_mut_checked(len).unwrap_or_default();
        Self(rest).pad(len, cx)
    }

    /// Writes a message: header, what `fill` writes, and padding. Returns how much is left.
    #[inline(always)]
    pub(crate) fn message(
        self,
        header: MessageHeader,
        cx: &mut EmitContext,
        fill: impl FnOnce(Self, &mut EmitContext) -> Emitted<'b>,
    ) -> Result<usize, Failed> {
        let remaining = self.0.len();
        let Some((head, rest)) = self.0.split_first_chunk_mut() else {
            return Err(cx.full(remaining, header::HEADER_LEN));
        };
        let rest = fill(Self(rest), cx)?;
        let len = remaining.wrapping_sub(rest.0.len());
        let Ok(field) = u32::try_from(len) else { return Err(cx.too_long(remaining, len)) };
        *head = MessageHeader { len: field, ..header }.to_bytes();
        Ok(rest.pad(len, cx)?.0.len())
    }

    /// Writes an attribute of these bytes: one function for all types.
    #[inline(never)]
    pub(crate) fn bytes_attr(
        self,
        raw_type: u16,
        payload: &[u8],
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        let remaining = self.0.len();
        let len = payload.len().saturating_add(HEADER_LEN);
        let Ok(field) = u16::try_from(len) else {
            return Err(cx.too_long(remaining, payload.len()));
        };
        let ([l0, l1], [t0, t1]) = (field.to_ne_bytes(), raw_type.to_ne_bytes());
        let Some((piece, rest)) = self.0.split_at_mut_checked(align(len)) else {
            return Err(cx.full(remaining, len));
        };
        if let Some(last) = piece.last_chunk_mut::<4>() {
            *last = [0; 4];
        }
        if let Some((head, room)) = piece.split_first_chunk_mut::<HEADER_LEN>() {
            *head = [l0, l1, t0, t1];
            if let Some(room) = room.get_mut(..payload.len()) {
                room.copy_from_slice(payload);
            }
        }
        Ok(Self(rest))
    }

    /// Writes zeros up to the alignment of something that is `len` bytes long.
    #[inline]
    pub(crate) fn pad(self, len: usize, cx: &mut EmitContext) -> Emitted<'b> {
        let missing = len.wrapping_neg() & 3;
        if missing == 0 { Ok(self) } else { self.zeros(missing, cx) }
    }

    #[inline]
    fn zeros(self, count: usize, cx: &mut EmitContext) -> Emitted<'b> {
        let remaining = self.0.len();
        match self.0.split_at_mut_checked(count) {
            Some((room, rest)) => {
                room.fill(0);
                Ok(Self(rest))
            }
            None => Err(cx.full(remaining, count)),
        }
    }

    /// Writes `len` bytes, which `fill` puts there.
    pub(crate) fn copied(
        self,
        len: usize,
        cx: &mut EmitContext,
        fill: impl FnOnce(&mut [u8]),
    ) -> Emitted<'b> {
        let remaining = self.0.len();
        match self.0.split_at_mut_checked(len) {
            Some((room, rest)) => {
                fill(room);
                Ok(Self(rest))
            }
            None => Err(cx.full(remaining, len)),
        }
    }

    /// Runs `write`, and returns what it wrote beside the rest.
    #[inline]
    pub(crate) fn written(
        self,
        cx: &mut EmitContext,
        write: impl FnOnce(Output<'_>, &mut EmitContext) -> Result<usize, Failed>,
    ) -> Result<(&'b mut [u8], Self), Failed> {
        let remaining = self.0.len();
        let left = write(Output(&mut *self.0), cx)?;
        match self.0.split_at_mut_checked(remaining.wrapping_sub(left)) {
            Some((written, rest)) => Ok((written, Self(rest))),
            None => Err(cx.full(remaining, 0)),
        }
    }
}

/// Writes a field, and applies its rules to what was written: the same bytes, and so the same rules, as
/// when parsing. `is_repeated` says that there may be several attributes, and `is_malformed` which of them
/// no rule applies to.
#[inline(always)]
pub(crate) fn by_rule<'b>(
    FieldRule { rule, policy }: FieldRule,
    out: Output<'b>,
    cx: &mut EmitContext,
    write: impl FnOnce(Output<'_>, &mut EmitContext) -> Result<usize, Failed>,
    is_repeated: bool,
    is_malformed: impl Fn(usize) -> bool,
) -> Emitted<'b> {
    let (written, out) = out.written(cx, write)?;
    match rule.check_written(written) {
        Ok(()) => Ok(out),
        Err(_) => match breaks_rule(written, policy, &out, cx, is_repeated, &is_malformed) {
            Ok(()) => Ok(out),
            Err(failed) => Err(failed),
        },
    }
}

/// Records which of the attributes that were written breaks the rules of its field.
#[cold]
#[inline(never)]
fn breaks_rule(
    written: &[u8],
    policy: &'static AttrPolicy,
    out: &Output<'_>,
    cx: &mut EmitContext,
    is_repeated: bool,
    is_malformed: &dyn Fn(usize) -> bool,
) -> Result<(), Failed> {
    let (mut rest, mut index) = (written, 0_usize);
    while let Some(attr) = split(rest) {
        match policy.apply_as_read(attr.payload) {
            Err(kind) if !is_malformed(index) => {
                let remaining = out.remaining().saturating_add(rest.len());
                let failed = cx.breaks(kind, policy, attr.payload, remaining);
                return Err(match u16::try_from(index) {
                    Ok(index) if is_repeated => cx.in_step(failed, Step::Index(index)),
                    _ => failed,
                });
            }
            _ => {}
        }
        rest = rest.get(attr.whole_len..).unwrap_or_default();
        index = index.saturating_add(1);
    }
    Ok(())
}

const _: () = assert!(MAX_PAYLOAD + HEADER_LEN == u16::MAX as usize);

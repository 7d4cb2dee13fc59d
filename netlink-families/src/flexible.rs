//! C structures with a flexible array at their end.

use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes, Unaligned};
use netlink_core::{
    AttrPolicy, Emit, EmitContext, Emitted, ErrorKind, Input, Output, Parse, ParseError,
    policy::Kind,
};

/// A C structure with a flexible array at its end: the head, and behind it any number of items.
///
/// Members of the head that count the items are not filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flexible<'a, H, T> {
    /// The structure.
    pub head: H,
    /// The items behind it.
    pub items: &'a [T],
}

impl<'a, H, T> Parse<'a> for Flexible<'a, H, T>
where
    H: FromBytes,
    T: FromBytes + Immutable + Unaligned,
{
    const PARSE_ATTR: AttrPolicy =
        AttrPolicy::new(Kind::Binary).with_len(size_of::<H>(), usize::MAX);

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let short = |_| input.error(ErrorKind::LengthRule);
        let (head, rest) = H::read_from_prefix(input.bytes()).map_err(short)?;
        let count = rest.len().checked_div(size_of::<T>()).unwrap_or(0);
        let (items, rest) = <[T]>::ref_from_prefix_with_elems(rest, count)
            .map_err(|_| input.error(ErrorKind::Size))?;
        if !rest.is_empty() {
            return Err(input.error(ErrorKind::Size));
        }
        Ok(Self { head, items })
    }
}

impl<H, T> Emit for Flexible<'_, H, T>
where
    H: IntoBytes + Immutable,
    T: IntoBytes + Immutable,
{
    const EMIT_ATTR: AttrPolicy =
        AttrPolicy::new(Kind::Binary).with_len(size_of::<H>(), usize::MAX);

    #[inline]
    fn payload_len(&self) -> usize {
        size_of::<H>().saturating_add(self.items.as_bytes().len())
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(self.head.as_bytes(), cx)?.bytes(self.items.as_bytes(), cx)
    }
}

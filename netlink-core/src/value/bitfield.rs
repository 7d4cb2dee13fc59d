//! `nla_bitfield32`: flags with a selector that says which of them are meant. Header:
//! `linux/netlink.h`.

use super::int::small_attr;
use crate::emit::Emit;
use crate::error::{EmitError, ErrorKind, ParseError};
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Kind};
use crate::writer::{Buffer, Writer};

/// 32 flags, and which of them count: 8 bytes on the wire, both in host byte order.
///
/// A request changes the selected flags only. Kernels refuse values with flags that are not
/// selected, and so does [`Emit`]; the flags a family has are a rule: `mask = 0x7`.
#[doc(alias = "nla_bitfield32")]
#[doc(alias = "NLA_BITFIELD32")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Bitfield32 {
    /// The flags.
    pub value: u32,
    /// Which of the flags are meant.
    pub selector: u32,
}

impl Parse<'_> for Bitfield32 {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Bitfield32);

    #[inline]
    fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        let Ok([v0, v1, v2, v3, s0, s1, s2, s3]) = <[u8; 8]>::try_from(input.bytes()) else {
            return Err(input.error(ErrorKind::Length).with_expected(8));
        };
        Ok(Self {
            value: u32::from_ne_bytes([v0, v1, v2, v3]),
            selector: u32::from_ne_bytes([s0, s1, s2, s3]),
        })
    }

    #[inline(always)]
    fn placeholder() -> Option<Self> {
        Some(Self { value: 0, selector: 0 })
    }
}

impl Emit for Bitfield32 {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Bitfield32);

    #[inline]
    fn payload_len(&self) -> usize {
        8
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.put_array(self.to_wire(writer.len())?)
    }

    #[inline]
    fn emit_attr<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.put_array(small_attr::<8, 12>(ty, self.to_wire(writer.len())?))
    }
}

impl Bitfield32 {
    /// The bytes, if the value is one that can be sent; the error is about what begins at `offset`.
    fn to_wire(self, offset: usize) -> Result<[u8; 8], EmitError> {
        if self.value & !self.selector != 0 {
            return Err(EmitError::new(ErrorKind::Bitfield, offset).with_value(self.value.into()));
        }
        let [v0, v1, v2, v3] = self.value.to_ne_bytes();
        let [s0, s1, s2, s3] = self.selector.to_ne_bytes();
        Ok([v0, v1, v2, v3, s0, s1, s2, s3])
    }
}

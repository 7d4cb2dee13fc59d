//! `nla_bitfield32`: flags with a selector that says which of them are valid. Header:
//! `linux/netlink.h`.

use super::int::small_attr;
use crate::context::Refusal;
use crate::emit::Emit;
use crate::error::ErrorKind;
use crate::output::{EmitContext, Emitted, Failed, Output};
use crate::parse::{Parse, parse_inline};
use crate::policy::{AttrPolicy, Kind};

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
    /// Which of the flags are valid.
    pub selector: u32,
}

impl<'a> Parse<'a> for Bitfield32 {
    parse_inline! {
        AttrPolicy::new(Kind::Bitfield32);
        Some(Self { value: 0, selector: 0 });
        |payload| match <[u8; 8]>::try_from(payload) {
            Ok([v0, v1, v2, v3, s0, s1, s2, s3]) => Ok(Self {
                value: u32::from_ne_bytes([v0, v1, v2, v3]),
                selector: u32::from_ne_bytes([s0, s1, s2, s3]),
            }),
            Err(_) => Err(Refusal::Because(ErrorKind::Length)),
        }
    }
}

impl Emit for Bitfield32 {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Bitfield32);
    const FIXED_LEN: Option<usize> = Some(8);

    #[inline]
    fn payload_len(&self) -> usize {
        8
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let bytes = self.to_wire(&out, cx)?;
        out.array(bytes, cx)
    }

    #[inline]
    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let bytes = self.to_wire(&out, cx)?;
        out.array(small_attr::<8, 12>(ty, bytes), cx)
    }
}

impl Bitfield32 {
    /// Returns the bytes, if the value is one that can be sent.
    fn to_wire(self, out: &Output<'_>, cx: &mut EmitContext) -> Result<[u8; 8], Failed> {
        if self.value & !self.selector != 0 {
            return Err(cx.refuse(ErrorKind::Bitfield, out, self.value.into()));
        }
        let [v0, v1, v2, v3] = self.value.to_ne_bytes();
        let [s0, s1, s2, s3] = self.selector.to_ne_bytes();
        Ok([v0, v1, v2, v3, s0, s1, s2, s3])
    }
}

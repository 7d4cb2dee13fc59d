//! Two meanings of one attribute. Header: `linux/rtnetlink.h`.

use netlink_core::{
    AttrPolicy, Emit, EmitContext, Emitted, Input, Output, Parse, ParseError, Uint,
};

/// How long a route has been unused, or remains: two attributes of one type, which differ in their width.
#[doc(alias = "RTA_EXPIRES")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Expires {
    /// Of unicast routes, 32 bits: the time that the route remains, in seconds.
    Remaining(u32),
    /// Of multicast routes, 64 bits: the time since a packet was last forwarded, in hundredths of a second.
    Unused(u64),
}

impl<'a> Parse<'a> for Expires {
    const PARSE_ATTR: AttrPolicy = Uint::PARSE_ATTR;

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        match input.bytes().len() {
            8 => u64::parse(input).map(Self::Unused),
            _ => u32::parse(input).map(Self::Remaining),
        }
    }
}

impl Emit for Expires {
    const EMIT_ATTR: AttrPolicy = Uint::EMIT_ATTR;

    #[inline]
    fn payload_len(&self) -> usize {
        match self {
            Self::Remaining(_) => size_of::<u32>(),
            Self::Unused(_) => size_of::<u64>(),
        }
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self {
            Self::Remaining(seconds) => seconds.emit(out, cx),
            Self::Unused(ticks) => ticks.emit(out, cx),
        }
    }
}

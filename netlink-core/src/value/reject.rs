//! An attribute that must not come. Header: `net/netlink.h`, which is the kernel's own.

use crate::emit::Emit;
use crate::error::{EmitError, ErrorKind, ParseError};
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Kind, Occurs};
use crate::writer::{Buffer, Writer};

/// An attribute that is known, and refused when it comes.
///
/// Takes no room, and is never written.
#[doc(alias = "NLA_REJECT")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Reject;

const ATTR: AttrPolicy = AttrPolicy::new(Kind::Reject).occurring(Occurs::Optional);

impl Parse<'_> for Reject {
    const ATTR: AttrPolicy = ATTR;

    fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        Err(input.error(ErrorKind::Rejected))
    }

    fn absent() -> Option<Self> {
        Some(Self)
    }
}

impl Emit for Reject {
    const ATTR: AttrPolicy = ATTR;

    fn payload_len(&self) -> usize {
        0
    }

    fn emit<W: Buffer>(&self, _: &mut Writer<W>) -> Result<(), EmitError> {
        Ok(())
    }

    fn attr_len(&self) -> usize {
        0
    }

    fn emit_attr<W: Buffer>(&self, _: u16, _: &mut Writer<W>) -> Result<(), EmitError> {
        Ok(())
    }
}

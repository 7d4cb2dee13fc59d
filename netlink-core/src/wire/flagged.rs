//! The flags of an attribute's type, as a value keeps them.

use super::attr::TYPE_MASK;

/// The flags of a type field, and whether they are exactly what is emitted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flagged(u16);

/// Values are equal whatever flags they were received with: kernels set them unreliably.
impl PartialEq for Flagged {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Flagged {}

impl core::hash::Hash for Flagged {
    fn hash<H: core::hash::Hasher>(&self, _: &mut H) {}
}

/// Set if the flags were received, or set by the user: what the declaration says does not matter.
const EXACTLY: u16 = 1;

impl Flagged {
    /// Returns flags that are emitted besides those that the declaration says.
    #[must_use]
    pub const fn declared(flags: u16) -> Self {
        Self(flags & !TYPE_MASK)
    }

    /// Returns flags that are emitted as they are.
    #[must_use]
    pub const fn exactly(flags: u16) -> Self {
        Self(flags & !TYPE_MASK | EXACTLY)
    }

    /// Returns the flags.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0 & !TYPE_MASK
    }

    /// Returns the type field of an attribute that is declared with type and flags of `ty`, and with the flags
    /// that its value's type has.
    #[must_use]
    pub const fn with_type(self, ty: u16, own: u16) -> u16 {
        match self.0 & EXACTLY {
            0 => ty | own | self.bits(),
            _ => ty & TYPE_MASK | self.bits(),
        }
    }
}

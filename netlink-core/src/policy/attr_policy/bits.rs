//! The yes-or-no facts of an attribute policy, in one byte.

/// Flags and small numbers in one byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits(pub(super) u8);

impl Bits {
    /// Lax levels accept a payload that is longer.
    pub(super) const OPEN: u8 = 1;
    /// Nothing is left to check once the length fits.
    pub(super) const PLAIN: u8 = 2;
    pub(super) const ISOLATED: u8 = 4;
    pub(super) const SECRET: u8 = 8;
    /// How often the attribute occurs.
    pub(super) const OPTIONAL: u8 = 16;
    pub(super) const REPEATED: u8 = 32;
    /// Which rule its value has: none, a range, a mask, or (both) that it is rejected.
    pub(super) const RANGE: u8 = 64;
    pub(super) const MASK: u8 = 128;
    pub(super) const CHECK: u8 = Self::RANGE | Self::MASK;

    pub(super) const fn has(self, bits: u8) -> bool {
        self.0 & bits == bits
    }

    pub(super) const fn with(self, bits: u8) -> Self {
        Self(self.0 | bits)
    }

    pub(super) const fn without(self, bits: u8) -> Self {
        Self(self.0 & !bits)
    }
}

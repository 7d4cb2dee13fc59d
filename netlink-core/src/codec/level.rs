//! The levels of validation. Header: `net/netlink.h`, which is internal to the kernel.

/// What is checked in addition to declared rules, with the kernel's own bits.
///
/// Declared rules are enforced at every level. The level decides about everything that is not declared.
#[doc(alias = "netlink_validation")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Level(u8);

impl Level {
    /// Accepts integers of another width, trailing bytes, unknown types and missing nested flags: for
    /// messages from a kernel.
    #[doc(alias = "NL_VALIDATE_LIBERAL")]
    pub const LIBERAL: Self = Self(0);
    /// Rejects bytes left over after the last attribute.
    #[doc(alias = "NL_VALIDATE_TRAILING")]
    pub const TRAILING: Self = Self(1);
    /// Rejects attribute type 0, and types above the highest known one.
    #[doc(alias = "NL_VALIDATE_MAXTYPE")]
    pub const MAXTYPE: Self = Self(2);
    /// Rejects types below the highest known one that are not declared.
    #[doc(alias = "NL_VALIDATE_UNSPEC")]
    pub const UNSPEC: Self = Self(4);
    /// Rejects payloads of a fixed size that have another size.
    #[doc(alias = "NL_VALIDATE_STRICT_ATTRS")]
    pub const STRICT_ATTRS: Self = Self(8);
    /// Rejects nested sets without [`NESTED`](crate::attr::NESTED), and other attributes with it.
    #[doc(alias = "NL_VALIDATE_NESTED")]
    pub const NESTED: Self = Self(16);
    /// The level of rtnetlink's requests under `NETLINK_GET_STRICT_CHK`.
    #[doc(alias = "NL_VALIDATE_DEPRECATED_STRICT")]
    pub const DEPRECATED_STRICT: Self = Self::TRAILING.with(Self::MAXTYPE);
    /// All of the kernel's bits: for messages that are about to be sent, and the level of generic netlink's
    /// newer requests.
    #[doc(alias = "NL_VALIDATE_STRICT")]
    pub const STRICT: Self = Self(31);

    /// Rejects attributes that occur more than once but are not declared repeated.
    ///
    /// Not one of the kernel's bits, and not part of [`Level::STRICT`]: for a kernel, the last one counts.
    pub const DUPLICATES: Self = Self(32);

    /// Set while the values of a set are read that has been validated as a whole.
    const VALIDATED: Self = Self(128);

    /// Liberal, but a set with bytes left over fails, so that they can be reported before it is parsed
    /// again. Nothing is validated beforehand.
    pub(crate) const NOTING: Self = Self(128 | 64);

    /// Returns both levels together.
    #[inline]
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether all of `other` is part of this level.
    #[inline]
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is part of this level.
    #[inline]
    pub(crate) const fn contains_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a set must be validated before its values are read.
    #[inline]
    pub(crate) const fn is_due(self) -> bool {
        self.0.wrapping_sub(1) < Self::VALIDATED.0 - 1
    }

    /// Returns the level without the marks.
    pub(crate) const fn public(self) -> Self {
        self.due_again()
    }

    /// Returns whether nothing is to be validated or reported.
    #[inline]
    pub(crate) const fn is_plain(self) -> bool {
        self.0 & !Self::VALIDATED.0 == 0
    }

    /// Returns the level for values that are parsed later: what is left over in them is not reported.
    pub(crate) const fn kept(self) -> Self {
        if self.is_noting() { Self::LIBERAL } else { self }
    }

    /// Returns whether bytes that are left over are to be reported.
    pub(crate) const fn is_noting(self) -> bool {
        self.contains(Self::NOTING)
    }

    pub(crate) const fn validated(self) -> Self {
        self.with(Self::VALIDATED)
    }

    pub(crate) const fn due_again(self) -> Self {
        Self(self.0 & !Self::NOTING.0)
    }
}

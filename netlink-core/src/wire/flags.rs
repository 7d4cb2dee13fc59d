//! Flags of a message header. Header: `linux/netlink.h`.

use core::fmt;
use core::ops::{BitAnd, BitOr, BitOrAssign};

/// The flags field of a message header: 16 bits, host byte order.
///
/// The upper byte means different things in requests that get, create and delete, and in
/// acknowledgements, so its flags share values; `Debug` names the common ones only.
#[doc(alias = "nlmsg_flags")]
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct MessageFlags(pub u16);

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $value:literal, $alias:literal;)*) => {
        impl MessageFlags {
            $($(#[$doc])* #[doc(alias = $alias)] pub const $name: Self = Self($value);)*
        }
    };
}

flags! {
    /// The message asks for something.
    REQUEST = 0x1, "NLM_F_REQUEST";
    /// One of several messages, which `NLMSG_DONE` ends.
    MULTI = 0x2, "NLM_F_MULTI";
    /// The request wants an acknowledgement, also when it succeeds.
    ACK = 0x4, "NLM_F_ACK";
    /// Requests a notification of what the request changes.
    ECHO = 0x8, "NLM_F_ECHO";
    /// The dump is inconsistent: the objects changed while it ran.
    DUMP_INTR = 0x10, "NLM_F_DUMP_INTR";
    /// The dump was filtered as the request asked.
    DUMP_FILTERED = 0x20, "NLM_F_DUMP_FILTERED";

    /// Getting: start at the root of the table.
    ROOT = 0x100, "NLM_F_ROOT";
    /// Getting: all that match.
    MATCH = 0x200, "NLM_F_MATCH";
    /// Getting: an atomic snapshot.
    ATOMIC = 0x400, "NLM_F_ATOMIC";
    /// Getting: the whole table.
    DUMP = 0x300, "NLM_F_DUMP";

    /// Creating: replace what exists.
    REPLACE = 0x100, "NLM_F_REPLACE";
    /// Creating: fail if it exists.
    EXCL = 0x200, "NLM_F_EXCL";
    /// Creating: create if it does not exist.
    CREATE = 0x400, "NLM_F_CREATE";
    /// Creating: add at the end of the list.
    APPEND = 0x800, "NLM_F_APPEND";

    /// Deleting: not recursively.
    NONREC = 0x100, "NLM_F_NONREC";
    /// Deleting: all that match.
    BULK = 0x200, "NLM_F_BULK";

    /// Acknowledging: the request's payload is not repeated.
    CAPPED = 0x100, "NLM_F_CAPPED";
    /// Acknowledging: attributes of an extended acknowledgement follow.
    ACK_TLVS = 0x200, "NLM_F_ACK_TLVS";
}

impl MessageFlags {
    /// No flag.
    pub const NONE: Self = Self(0);

    /// Returns both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns these flags without those of the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns whether all of `other` is set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for MessageFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

impl BitOrAssign for MessageFlags {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.with(other);
    }
}

impl BitAnd for MessageFlags {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl fmt::Debug for MessageFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [
            (Self::REQUEST, "REQUEST"),
            (Self::MULTI, "MULTI"),
            (Self::ACK, "ACK"),
            (Self::ECHO, "ECHO"),
            (Self::DUMP_INTR, "DUMP_INTR"),
            (Self::DUMP_FILTERED, "DUMP_FILTERED"),
        ];
        let mut left = self.0;
        let mut separator = "";
        for (flag, name) in named {
            if self.contains(flag) {
                write!(f, "{separator}{name}")?;
                left &= !flag.0;
                separator = "|";
            }
        }
        if left != 0 || self.0 == 0 { write!(f, "{separator}{left:#x}") } else { Ok(()) }
    }
}

//! Flags of one send or one receive.

use core::fmt;
use core::ops::BitOr;

macro_rules! flags {
    ($(#[$type_doc:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $value:expr;)* }) => {
        $(#[$type_doc])*
        #[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
        pub struct $type(i32);

        impl $type {
            /// No flag.
            pub const NONE: Self = Self(0);
            $($(#[$doc])* pub const $name: Self = Self($value);)*

            /// Returns true if all the flags of `other` are set.
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            pub(crate) const fn bits(self) -> i32 {
                self.0
            }
        }

        impl BitOr for $type {
            type Output = Self;

            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut set = f.debug_set();
                $(if self.contains(Self::$name) {
                    set.entry(&format_args!(stringify!($name)));
                })*
                set.finish()
            }
        }
    };
}

flags! {
    /// How to send one datagram.
    SendFlags {
        /// Fail with `EAGAIN` rather than wait for room at the receiver, whatever the socket's
        /// own mode is.
        #[doc(alias = "MSG_DONTWAIT")]
        DONT_WAIT = libc::MSG_DONTWAIT;
    }
}

flags! {
    /// How to receive one datagram.
    RecvFlags {
        /// Fail with `EAGAIN` rather than wait for a datagram, whatever the socket's own mode is.
        #[doc(alias = "MSG_DONTWAIT")]
        DONT_WAIT = libc::MSG_DONTWAIT;
        /// Leave the datagram in the queue, for the next receive to return it again.
        #[doc(alias = "MSG_PEEK")]
        PEEK = libc::MSG_PEEK;
    }
}

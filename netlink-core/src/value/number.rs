//! What value enums need of the integer that they are on the wire.

use super::{Be, BeInt, Le, Sint, Uint};

/// An integer as it stands on the wire, and the number that it is.
///
/// Derived value enums use it: `#[netlink(wire = Be<u32>)]` names one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no integer that an enum could be on the wire",
    note = "it can be an integer of Rust's, `Be<…>` or `Le<…>` of one, `Uint` or `Sint`"
)]
pub trait Number: Copy {
    /// The number's type.
    type Int: Copy + TryInto<u64> + Into<i128>;

    /// From the number.
    fn from_int(int: Self::Int) -> Self;

    /// The number.
    fn int(self) -> Self::Int;
}

macro_rules! numbers {
    ($($int:ty)*) => {$(
        impl Number for $int {
            type Int = Self;

            #[inline(always)]
            fn from_int(int: Self) -> Self {
                int
            }

            #[inline(always)]
            fn int(self) -> Self {
                self
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 i8 i16 i32 i64 }

macro_rules! ordered_numbers {
    ($($order:ident)*) => {$(
        impl<T: BeInt + TryInto<u64> + Into<i128>> Number for $order<T> {
            type Int = T;

            #[inline(always)]
            fn from_int(int: T) -> Self {
                Self(int)
            }

            #[inline(always)]
            fn int(self) -> T {
                self.0
            }
        }
    )*};
}

ordered_numbers! { Be Le }

impl Number for Uint {
    type Int = u64;

    #[inline(always)]
    fn from_int(int: u64) -> Self {
        Self(int)
    }

    #[inline(always)]
    fn int(self) -> u64 {
        self.0
    }
}

impl Number for Sint {
    type Int = i64;

    #[inline(always)]
    fn from_int(int: i64) -> Self {
        Self(int)
    }

    #[inline(always)]
    fn int(self) -> i64 {
        self.0
    }
}

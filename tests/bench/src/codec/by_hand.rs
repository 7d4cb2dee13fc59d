//! Loops that fill structs of many members, written by hand: one `match` over the types, and each length
//! checked.

use core::ffi::CStr;
use core::net::{Ipv4Addr, Ipv6Addr};

use crate::family::rt_route::Ip;
use zerocopy::{FromBytes, Immutable, KnownLayout, Unaligned};

/// Matches the type of one attribute: `reading { TYPE => member }` for members that are read alike, and arms.
macro_rules! fill {
    ($ty:expr, $payload:ident, $set:ident;
        $($read:ident { $($attr:ident => $member:ident),* $(,)? })*
        $(; $($arm:pat => $value:expr),* $(,)?)?) => {
        match $ty {
            $($($attr => $set.$member = Some($crate::codec::by_hand::$read($payload)?),)*)*
            $($($arm => $value,)*)?
            _ => {}
        }
    };
}

pub(super) use fill;

pub(super) use crate::floor::u32_at as u32;

macro_rules! integers {
    ($($name:ident: $type:ty),*) => {
        $(#[inline(always)]
        pub(super) fn $name(payload: &[u8]) -> Option<$type> {
            payload.first_chunk().map(|&bytes| <$type>::from_ne_bytes(bytes))
        })*
    };
}

integers!(u8: u8, u16: u16, u64: u64, i32: i32);

#[inline(always)]
#[expect(clippy::unnecessary_wraps, reason = "used where others can fail")]
pub(super) fn bytes(payload: &[u8]) -> Option<&[u8]> {
    Some(payload)
}

/// The address of a link.
#[inline(always)]
pub(super) fn address(payload: &[u8]) -> Option<&[u8]> {
    (payload.len() <= 32).then_some(payload)
}

#[inline(always)]
pub(super) fn text(payload: &[u8]) -> Option<&CStr> {
    CStr::from_bytes_until_nul(payload).ok()
}

/// The name of a link, or of an algorithm.
#[inline(always)]
pub(super) fn name(payload: &[u8]) -> Option<&CStr> {
    text(payload).filter(|text| text.count_bytes() <= 15)
}

/// A longer one.
#[inline(always)]
pub(super) fn alias(payload: &[u8]) -> Option<&CStr> {
    text(payload).filter(|text| text.count_bytes() <= 255)
}

/// A C structure, of which newer kernels may send more.
#[inline(always)]
pub(super) fn structure<T: FromBytes + Immutable + KnownLayout + Unaligned>(
    payload: &[u8],
) -> Option<&T> {
    T::ref_from_prefix(payload).ok().map(|(structure, _)| structure)
}

/// An array of them.
#[inline(always)]
pub(super) fn array<T: FromBytes + Immutable + KnownLayout + Unaligned>(
    payload: &[u8],
) -> Option<&[T]> {
    <[T]>::ref_from_bytes(payload).ok()
}

#[inline(always)]
pub(super) fn ip(payload: &[u8]) -> Option<Ip<'_>> {
    Some(match payload.len() {
        4 => Ip::V4(Ipv4Addr::from(*payload.first_chunk::<4>()?)),
        16 => Ip::V6(Ipv6Addr::from(*payload.first_chunk::<16>()?)),
        _ => Ip::Other(payload),
    })
}

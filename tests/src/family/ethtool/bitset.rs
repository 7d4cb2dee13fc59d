//! Sets of bits: features, link modes and others, in two formats.

use core::ffi::CStr;

use netlink_core::{Emit, Parse, Repeated, Unknown};
use zerocopy::native_endian::U32;

use super::constants::*;

/// Bits by their numbers, and which of them are set or meant.
///
/// The compact format has `value` and `mask` as arrays of `u32`; the verbose one has a number or name for each bit.
/// A kernel answers as [`ETHTOOL_FLAG_COMPACT_BITSETS`] asks, and takes both.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Bitset<'a> {
    /// There is no mask: the bits that are not set are not meant either.
    #[nla(ETHTOOL_A_BITSET_NOMASK)]
    pub no_mask: bool,
    /// How many bits there are.
    #[nla(ETHTOOL_A_BITSET_SIZE)]
    pub size: Option<u32>,
    #[nla(ETHTOOL_A_BITSET_BITS)]
    pub bits: Option<Bits<'a>>,
    /// Which bits are set, the first 32 in the first integer.
    #[nla(ETHTOOL_A_BITSET_VALUE)]
    pub value: Option<&'a [U32]>,
    /// Which bits are valid.
    #[nla(ETHTOOL_A_BITSET_MASK)]
    pub mask: Option<&'a [U32]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl Bitset<'_> {
    /// Whether the bit of this number, or of this name, is set; in either format.
    pub fn is_set(&self, index: u32, name: &CStr) -> bool {
        let in_words = |words: &[U32]| {
            let word = usize::try_from(index / 32).ok().and_then(|word| words.get(word));
            word.is_some_and(|word| word.get() & (1 << (index % 32)) != 0)
        };
        if let Some(words) = self.value {
            return in_words(words);
        }
        let mut bits = self.bits.iter().flat_map(|bits| bits.bits.iter()).flatten();
        bits.any(|bit| {
            let meant = bit.index == Some(index) || bit.index.is_none() && bit.name == Some(name);
            meant && (bit.value || self.no_mask)
        })
    }
}

/// Bits one by one.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Bits<'a> {
    #[nla(ETHTOOL_A_BITSET_BITS_BIT)]
    pub bits: Repeated<'a, Bit<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// One bit, known by its number or its name.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Bit<'a> {
    #[nla(ETHTOOL_A_BITSET_BIT_INDEX)]
    pub index: Option<u32>,
    #[nla(ETHTOOL_A_BITSET_BIT_NAME)]
    pub name: Option<&'a CStr>,
    #[nla(ETHTOOL_A_BITSET_BIT_VALUE)]
    pub value: bool,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

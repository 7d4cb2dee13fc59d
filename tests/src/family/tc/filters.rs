//! Filters.

use core::ffi::CStr;

use netlink_core::{
    AttrPolicy, Emit, EmitContext, Emitted, ErrorKind, Indexed, Input, Output, Parse, ParseError,
    Unknown, policy::Kind,
};
use zerocopy::{FromBytes, IntoBytes, native_endian::U64};

use super::{actions::Action, constants::*, structs::*};

/// Matches packets by integers of 32 bits in them.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct U32<'a> {
    #[nla(TCA_U32_CLASSID)]
    pub class: Option<Handle>,
    /// The hash table and the bucket that the filter is in.
    #[nla(TCA_U32_HASH)]
    pub hash: Option<u32>,
    /// The hash table to go on with.
    #[nla(TCA_U32_LINK)]
    pub link: Option<u32>,
    /// How many buckets: this makes a hash table.
    #[nla(TCA_U32_DIVISOR)]
    pub divisor: Option<u32>,
    #[nla(TCA_U32_SEL)]
    pub selector: Option<U32Selector<'a>>,
    #[nla(TCA_U32_POLICE)]
    pub police: Option<&'a [u8]>,
    #[nla(TCA_U32_ACT)]
    pub actions: Option<Indexed<'a, Action<'a>>>,
    #[nla(TCA_U32_INDEV, len = ..=15)]
    pub in_device: Option<&'a CStr>,
    /// Hits: of the rule, successful ones, then of each key.
    #[nla(TCA_U32_PCNT)]
    pub counts: Option<&'a [U64]>,
    #[nla(TCA_U32_MARK)]
    pub mark: Option<&'a U32Mark>,
    #[nla(TCA_U32_FLAGS, mask = TCA_CLS_FLAGS_MASK)]
    pub flags: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The integers to compare: a structure that is followed by the number of keys that it contains.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct U32Selector<'a> {
    pub head: U32SelHead,
    pub keys: &'a [U32Key],
}

impl<'a> U32Selector<'a> {
    /// A selector of these keys that ends the search.
    #[must_use]
    pub fn terminal(keys: &'a [U32Key]) -> Self {
        let count = keys.len().try_into().unwrap_or(u8::MAX);
        let head = U32SelHead { flags: TC_U32_TERMINAL, nkeys: count, ..U32SelHead::default() };
        Self { head, keys }
    }
}

const SELECTOR: AttrPolicy =
    AttrPolicy::new(Kind::Binary).with_len(size_of::<U32SelHead>(), usize::MAX);

impl<'a> Parse<'a> for U32Selector<'a> {
    const PARSE_ATTR: AttrPolicy = SELECTOR;

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let (head, rest) = U32SelHead::read_from_prefix(input.bytes())
            .map_err(|_| input.error(ErrorKind::LengthRule))?;
        let (keys, _) = <[U32Key]>::ref_from_prefix_with_elems(rest, usize::from(head.nkeys))
            .map_err(|_| input.error(ErrorKind::Size))?;
        Ok(Self { head, keys })
    }
}

impl Emit for U32Selector<'_> {
    const EMIT_ATTR: AttrPolicy = SELECTOR;

    fn payload_len(&self) -> usize {
        size_of::<U32SelHead>() + self.keys.as_bytes().len()
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        if usize::from(self.head.nkeys) != self.keys.len() {
            return Err(cx.refuse(ErrorKind::LengthRule, &out, 0));
        }
        out.bytes(self.head.as_bytes(), cx)?.bytes(self.keys.as_bytes(), cx)
    }
}

/// All packets.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Matchall<'a> {
    #[nla(TCA_MATCHALL_CLASSID)]
    pub class: Option<Handle>,
    #[nla(TCA_MATCHALL_ACT)]
    pub actions: Option<Indexed<'a, Action<'a>>>,
    #[nla(TCA_MATCHALL_FLAGS, mask = TCA_CLS_FLAGS_MASK)]
    pub flags: Option<u32>,
    #[nla(TCA_MATCHALL_PCNT)]
    pub counts: Option<&'a [U64]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

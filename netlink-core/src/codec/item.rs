//! The attributes of a set one by one, each as the variant of an enum: the items of a stream.

use crate::context::{Context, Refusal};
use crate::output::{EmitContext, Emitted, Output};
use crate::policy::{FoundKey, Policy};
use crate::wire::attr::{Attr, TYPE_MASK};

/// One attribute of a set, to be parsed.
///
/// Derived with [`Parse`](crate::Parse) for enums whose variants are attributes (`#[nla(TYPE)]`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the item of a stream of attributes",
    note = "an item is an enum with `#[derive(Parse)]` and `#[nla(TYPE)]` on its variants"
)]
pub trait ParseItem<'a>: Sized {
    /// What the set may contain.
    const ITEM_POLICY: &'static Policy;

    /// Whether a sub-message in it has its key in an enclosing set.
    const ITEM_NEEDS_KEY: bool;

    /// The keys of sub-messages in the set: `[Option<FoundKey>; N]`.
    type Keys: Copy;

    /// Finds the keys of sub-messages.
    fn keys(cx: &Context<'a>, set: &'a [u8]) -> Self::Keys;

    /// Parses one attribute; `None` if no variant is for it, and unknown ones are skipped.
    ///
    /// # Errors
    /// As [`Parse::parse`](crate::Parse::parse) of the variant's type.
    fn parse_item(
        cx: &mut Context<'a>,
        keys: &Self::Keys,
        attr: RawAttr<'a>,
    ) -> Result<Option<Self>, Refusal>;
}

/// An attribute of a stream, split off but not looked at.
#[derive(Clone, Copy, Debug)]
pub struct RawAttr<'a> {
    /// The type field, flags included.
    pub(crate) raw_type: u16,
    /// The payload.
    pub payload: &'a [u8],
    /// The bytes from the attribute's header to the end of the set.
    pub(crate) tail: &'a [u8],
}

impl<'a> RawAttr<'a> {
    /// Returns the type without flags.
    #[inline(always)]
    #[must_use]
    pub const fn ty(&self) -> u16 {
        self.raw_type & TYPE_MASK
    }

    /// Returns the attribute as users see it.
    #[must_use]
    pub fn attr(&self, cx: &Context<'a>) -> Attr<'a> {
        Attr::of(self.raw_type, self.payload, cx.set_input(self.tail, cx.key))
    }
}

/// One attribute of a set, to be emitted.
///
/// Derived with [`Emit`](crate::Emit) for enums whose variants are attributes (`#[nla(TYPE)]`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the item of a stream of attributes",
    note = "an item is an enum with `#[derive(Emit)]` and `#[nla(TYPE)]` on its variants"
)]
pub trait EmitItem {
    /// What the set may contain.
    const EMIT_ITEM_POLICY: &'static Policy;

    /// Whether a sub-message in it has its key in an enclosing set.
    const EMIT_ITEM_NEEDS_KEY: bool;

    /// Returns the exact length in bytes of what [`EmitItem::emit_item`] writes.
    fn item_len(&self) -> usize;

    /// Returns the attribute's type.
    fn item_type(&self) -> u16;

    /// Writes the attribute.
    ///
    /// An error in it does not have the attribute in its path yet.
    ///
    /// # Errors
    /// As [`Emit::emit`](crate::Emit::emit) of the variant's type.
    fn emit_item<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;

    /// Checks that the sub-messages in it are those that the keys in these attributes choose.
    ///
    /// # Errors
    /// The type of the attribute that does not agree.
    fn item_agrees(&self, set: &[u8]) -> Result<(), u16>;

    /// Returns whether the sub-messages in it are those that the key of the enclosing set chooses.
    fn item_agrees_with(&self, key: Option<FoundKey<'_>>) -> bool;

    /// Whether [`EmitItem::item_agrees`] looks at the set at all.
    const SELECTS: bool;
}

//! The fields of an attribute set.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Member, Type};

use crate::spans::quiet;
use crate::syntax::{Nla, Select};

/// A field that is not an attribute.
pub(crate) struct Plain<'i> {
    pub(crate) member: Member,
    pub(crate) ty: &'i Type,
}

/// A field that is an attribute.
pub(crate) struct AttrField<'i> {
    pub(crate) member: Member,
    pub(crate) ty: &'i Type,
    pub(crate) nla: Box<Nla>,
}

impl Plain<'_> {
    /// Returns the expression of the field in `self`.
    pub(crate) fn access(&self) -> TokenStream {
        let member = &self.member;
        quote!(self.#member)
    }

    /// Returns the field's name without `r#`.
    pub(crate) fn field_name(&self) -> String {
        member_name(&self.member)
    }
}

impl AttrField<'_> {
    /// Returns whether its key is in an enclosing set.
    pub(crate) fn has_outer_key(&self) -> bool {
        self.select().is_some_and(Select::is_outer)
    }

    /// Returns whether its type alone says how it is parsed and emitted.
    pub(crate) fn is_plain(&self) -> bool {
        self.nla.select.is_none() && self.nla.with.is_none()
    }

    /// Returns whether this is the field that a selector names.
    pub(crate) fn is_selector(&self, select: &Select) -> bool {
        select.sibling().is_some_and(|name| name.unraw() == self.field_name())
    }

    /// Returns the codec of its value.
    pub(crate) fn codec(&self) -> Option<&Type> {
        self.nla.with.as_ref().map(|with| &with.value)
    }

    /// Returns the expression to use if the attribute is absent.
    pub(crate) fn default(&self) -> Option<TokenStream> {
        let default = self.nla.default.as_ref()?;
        Some(match &default.value {
            Some(value) => quiet(value),
            None => quote_spanned! {default.name.span()=>
                ::core::default::Default::default()
            },
        })
    }

    /// Returns the selector of a sub-message.
    pub(crate) fn select(&self) -> Option<&Select> {
        self.nla.select.as_ref()
    }

    /// Returns the name to display.
    pub(crate) fn name(&self) -> String {
        match &self.nla.name {
            Some(name) => name.value.value(),
            None => self.field_name(),
        }
    }

    /// Returns the field's own name without `r#`.
    pub(crate) fn field_name(&self) -> String {
        member_name(&self.member)
    }

    /// Returns the span for errors about the field's type.
    pub(crate) fn span(&self) -> Span {
        self.ty.span()
    }
}

/// Returns a member's name without `r#`.
fn member_name(member: &Member) -> String {
    match member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(index) => index.to_token_stream().to_string(),
    }
}

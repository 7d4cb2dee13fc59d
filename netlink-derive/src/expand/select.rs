//! The keys of sub-messages: where they are, and how they are found.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Ident, Type};

use super::attr_policy::own_attr;
use crate::model::Plain;
use crate::side::Side;
use crate::syntax::Select;

/// A sibling that can hold a key: its attribute type as a constant, its type and codec.
pub(super) struct Sibling<'t> {
    pub(super) type_const: TokenStream,
    pub(super) ty: &'t Type,
    pub(super) codec: Option<&'t Type>,
    /// Whether the type says how often the attribute occurs.
    pub(super) is_field: bool,
}

/// The different selectors of a set, each once.
pub(super) struct Selectors<'t> {
    selectors: Vec<(&'t Select, Option<Sibling<'t>>)>,
    header: Option<&'t Plain<'t>>,
}

impl<'t> Selectors<'t> {
    pub(super) fn new(
        selectors: impl Iterator<Item = (&'t Select, Option<Sibling<'t>>)>,
        header: Option<&'t Plain<'t>>,
    ) -> Self {
        let mut all: Vec<(&Select, Option<Sibling<'t>>)> = Vec::new();
        for (select, sibling) in selectors {
            if !all.iter().any(|(other, _)| path(other) == path(select)) {
                all.push((select, sibling));
            }
        }
        Self { selectors: all, header }
    }

    pub(super) fn len(&self) -> usize {
        self.selectors.len()
    }

    /// Returns the index of a selector among the different ones.
    pub(super) fn index(&self, select: &Select) -> usize {
        let found = self.selectors.iter().position(|(other, _)| path(other) == path(select));
        found.unwrap_or_default()
    }

    /// Returns the array of the keys that parsing finds in `__nl_header` and `__nl_set`.
    pub(super) fn keys(&self) -> TokenStream {
        let keys = self.selectors.iter().map(|(select, _)| {
            if select.is_outer() { quote!(__nl_cx.key) } else { self.find(select, Side::Parse) }
        });
        quote!([#(#keys),*])
    }

    /// Returns the expression that finds a key in `__nl_header` and `__nl_set`.
    pub(super) fn find(&self, select: &Select, side: Side) -> TokenStream {
        let sibling = self.selectors.iter().find(|(other, _)| path(other) == path(select));
        if let Some((_, Some(sibling))) = sibling {
            let (ty, kind) = (&sibling.type_const, kind(sibling, select, side));
            return quote!(__nl::__private::key_of_attr(__nl_set, #ty, const { #kind }));
        }
        match self.of_header(select, side) {
            Some((offset, kind)) => quote! {
                __nl::__private::key_of_header(__nl_header, const { #offset }, const { #kind })
            },
            None => quote!(::core::option::Option::None),
        }
    }

    /// Returns the selector as a policy has it.
    pub(super) fn policy(&self, select: &Select, side: Side) -> TokenStream {
        let sibling = self.selectors.iter().find(|(other, _)| path(other) == path(select));
        if let Some((_, Some(sibling))) = sibling {
            let ty = &sibling.type_const;
            return quote!(__nl::policy::Selector::Attr(#ty));
        }
        match self.of_header(select, side) {
            Some((offset, kind)) => {
                quote!(__nl::policy::Selector::Header { offset: #offset, kind: #kind })
            }
            None => quote!(__nl::policy::Selector::Outer),
        }
    }

    /// Returns the kind of the key, if it is in this set.
    pub(super) fn kind(&self, select: &Select, side: Side) -> Option<TokenStream> {
        let sibling = self.selectors.iter().find(|(other, _)| path(other) == path(select));
        match sibling {
            Some((_, Some(sibling))) => Some(kind(sibling, select, side)),
            _ => self.of_header(select, side).map(|(_, kind)| kind),
        }
    }

    /// Returns offset and kind of a member of the fixed header.
    fn of_header(&self, select: &Select, side: Side) -> Option<(TokenStream, TokenStream)> {
        let member: Vec<_> = select.path.iter().skip(1).collect();
        let ty = self.header.filter(|_| !member.is_empty())?.ty;
        let span = select.name.span();
        let ty = match side {
            Side::Parse => quote!(<#ty as __nl::__private::ReadHeader<'_>>::Layout),
            Side::Emit => quote!(<#ty as __nl::__private::WriteHeader>::Layout),
        };
        Some((
            quote_spanned!(span=> ::core::mem::offset_of!(#ty, #(#member).*)),
            quote_spanned! {span=>
                __nl::__private::kind_of_member(|header: #ty| header.#(#member).*)
            },
        ))
    }
}

fn path(select: &Select) -> String {
    select.path.to_token_stream().to_string()
}

/// Returns the kind of a sibling, pointing at the selector: that it cannot be one is a mistake there.
fn kind(sibling: &Sibling<'_>, select: &Select, side: Side) -> TokenStream {
    let ty = moved(sibling.ty.to_token_stream(), select);
    let codec = sibling.codec.map(|codec| moved(codec.to_token_stream(), select));
    let attr = own_attr(&ty, codec.as_ref(), side, sibling.is_field);
    quote!(#attr.kind())
}

fn moved(tokens: TokenStream, to: &Select) -> TokenStream {
    let span = to.path.first().map_or_else(proc_macro2::Span::call_site, Ident::span);
    let tokens = tokens.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            let mut new = Group::new(group.delimiter(), moved(group.stream(), to));
            new.set_span(group.span().located_at(span));
            token = TokenTree::Group(new);
        }
        // Names keep their meaning.
        token.set_span(token.span().located_at(span));
        token
    });
    tokens.collect()
}

//! The constants: attribute types, and the policy of a set.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use super::attr_policy::attr_policy;
use super::checks;
use super::names::numbered;
use super::numbers::{are_distinct_literals, array, literal, numbers};
use super::select::{Selectors, Sibling};
use crate::model::{AttrField, Container, Set};
use crate::side::Side;

/// The largest attribute type.
const MAX_TYPE: u64 = 0x3fff;

/// The attribute type of the field with this number, as a pattern and a `u16`.
pub(super) fn type_const(field: &AttrField<'_>, number: usize) -> TokenStream {
    attr_type(&field.nla.ty, number)
}

/// An attribute type as a pattern and a `u16`. A literal stays a literal: each constant costs the compiler time.
///
/// Anything else is a constant of its own: a misspelt name in a pattern would match everything.
pub(super) fn attr_type(ty: &Expr, number: usize) -> TokenStream {
    match literal(ty).and_then(|value| u16::try_from(value).ok()) {
        Some(value) if u64::from(value) <= MAX_TYPE => quote!(#value),
        _ => numbered("TYPE", number, ty.span()).into_token_stream(),
    }
}

/// The constants of a set, with what is checked about them and about its rules.
pub(crate) fn type_consts(container: &Container<'_>, set: &Set<'_>, side: Side) -> TokenStream {
    let consts = types(set.attrs.iter().map(|field| &field.nla.ty));
    let rules = set.attrs.iter().filter(|field| field.select().is_none()).map(|field| {
        let nla = &field.nla;
        checks::rules(
            container,
            (field.ty, field.codec(), true),
            nla.rules(side),
            nla.default.as_ref(),
            side,
        )
    });
    let selectors = selectors(set);
    let keys = set.attrs.iter().filter(|field| field.codec().is_none()).map(|field| {
        let kind = field.select().and_then(|select| selectors.kind(select, side));
        checks::keys(container, field.ty, field.select(), kind.as_ref(), side, true)
    });
    let flattened = checks::flattened(container, set, side);
    quote!(#consts #(#rules)* #(#keys)* #flattened)
}

/// The constants for these attribute types.
pub(crate) fn types<'t>(types: impl Iterator<Item = &'t Expr> + Clone) -> TokenStream {
    let values = array("TYPES");
    let all_types = types.clone().enumerate().map(|(number, ty)| attr_type(ty, number));
    let consts = types
        .clone()
        .enumerate()
        .filter(|(_, ty)| literal(ty).is_none_or(|value| value > MAX_TYPE));
    let consts = consts.map(|(number, ty)| {
        let name = numbered("TYPE", number, ty.span());
        quote!(const #name: u16 = __nl::__private::attr_type(#values[#number]);)
    });
    let checked = if are_distinct_literals(types.clone(), MAX_TYPE) {
        TokenStream::new()
    } else {
        numbers("TYPES", ("check_attr_type", MAX_TYPE), types.clone())
    };
    let count = types.clone().count();
    if count == 0 {
        return checked;
    }
    let [all, dense, sparse] = ["U16", "DENSE", "SPARSE"].map(array);
    quote! {
        #checked
        #(#consts)*
        const #all: [u16; #count] = [#(#all_types),*];
        const #dense: usize = __nl::policy::Index::dense_len(&#all);
        const #sparse: usize = __nl::policy::Index::sparse_len(&#all);
    }
}

/// The selectors of a set.
pub(super) fn selectors<'s>(set: &'s Set<'_>) -> Selectors<'s> {
    let selectors = set.attrs.iter().filter_map(|field| {
        let select = field.select()?;
        let sibling = set.sibling(select).map(|(number, field)| Sibling {
            type_const: type_const(field, number),
            ty: field.ty,
            codec: field.codec(),
            is_field: true,
        });
        Some((select, sibling))
    });
    Selectors::new(selectors, set.header.as_ref())
}

/// The policy of a set, as one side has it.
pub(crate) fn policy(container: &Container<'_>, set: &Set<'_>, side: Side) -> TokenStream {
    let name = syn::ext::IdentExt::unraw(&container.input.ident).to_string();
    let header = set.header.as_ref().map(|header| {
        let ty = header.ty;
        quote! {
            .with_header_layout({
                use __nl::__private::Opaque as _;
                __nl::__private::Structure::<#ty>::LAYOUT
            })
        }
    });
    if let Some(stream) = &set.stream {
        let inner = set_policy(stream.ty, side);
        return quote!(&(*#inner).with_name(#name)#header);
    }
    let selectors = selectors(set);
    let attrs = set.attrs.iter().enumerate().map(|(number, field)| {
        let mut attr = attr_policy(container, (field.ty, true), &field.nla, side);
        if let Some(select) = field.select() {
            let selector = selectors.policy(select, side);
            attr = quote!(#attr.selected_by(#selector));
        }
        let ty = type_const(field, number);
        let name = field.name();
        quote!(#attr.named(#ty, #name))
    });
    let flattened = if set.flattened.is_empty() {
        None
    } else {
        let policies = set.flattened.iter().map(|flattened| set_policy(flattened.ty, side));
        Some(quote!(.with_flattened(const { &[#(#policies),*] })))
    };
    let unknown = if set.refuses_unknown {
        Some(quote!(.with_unknown(__nl::policy::Unknowns::Refuse)))
    } else {
        set.unknown.as_ref().map(|_| quote!(.with_unknown(__nl::policy::Unknowns::Keep)))
    };
    let new = indexed(&name, attrs);
    quote! {
        &#new #flattened #unknown #header
    }
}

/// A policy of these attributes, with the index of their types.
pub(super) fn indexed(
    name: &str,
    attrs: impl ExactSizeIterator<Item = TokenStream>,
) -> TokenStream {
    if attrs.len() == 0 {
        return quote!(__nl::Policy::new(#name, &[]));
    }
    let count = attrs.len();
    let [dense, sparse] = ["DENSE", "SPARSE"].map(array);
    quote! {
        __nl::Policy::indexed(
            #name,
            const { &__nl::policy::Indexed::<#count, #dense, #sparse>::new([#(#attrs),*]) },
        )
    }
}

/// The policy of another set.
pub(super) fn set_policy(ty: &Type, side: Side) -> TokenStream {
    match side {
        Side::Parse => quote_spanned!(ty.span()=> <#ty as __NlParseSet<'_>>::PARSE_POLICY),
        Side::Emit => quote_spanned!(ty.span()=> <#ty as __NlEmitSet>::EMIT_POLICY),
    }
}

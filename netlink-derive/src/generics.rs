//! The generics of generated impls: the lifetime of the bytes, and bounds on the fields' types.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Lifetime, Type, WherePredicate, parse_quote};

/// The lifetime of the bytes that are read: the type's own, or one of ours.
pub(crate) fn wire_lifetime(generics: &Generics) -> Lifetime {
    match generics.lifetimes().next() {
        Some(param) => param.lifetime.clone(),
        None => Lifetime::new("'__nl", proc_macro2::Span::call_site()),
    }
}

/// The generics of an impl that speaks of the lifetime of the bytes.
pub(crate) fn with_wire_lifetime(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    if generics.lifetimes().next().is_none() {
        generics.params.insert(0, parse_quote!('__nl));
    }
    generics
}

/// The generics with a bound on every field type that speaks of a type parameter.
pub(crate) fn bounded<'t>(
    generics: &Generics,
    types: impl Iterator<Item = &'t Type>,
    bound: &TokenStream,
) -> Generics {
    let mut generics = generics.clone();
    let params: Vec<String> = generics.type_params().map(|param| param.ident.to_string()).collect();
    let predicates: Vec<WherePredicate> = types
        .filter(|ty| mentions(ty.to_token_stream(), &params))
        .map(|ty| parse_quote!(#ty: #bound))
        .collect();
    if !predicates.is_empty() {
        generics.make_where_clause().predicates.extend(predicates);
    }
    generics
}

fn mentions(tokens: TokenStream, params: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => params.contains(&ident.to_string()),
        proc_macro2::TokenTree::Group(group) => mentions(group.stream(), params),
        _ => false,
    })
}

/// The type's arguments with its lifetime replaced.
pub(crate) fn arguments(generics: &Generics, lifetime: &Lifetime) -> TokenStream {
    let arguments = generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(_) => lifetime.to_token_stream(),
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => param.ident.to_token_stream(),
    });
    quote!(<#(#arguments),*>)
}

/// A type with `'_` made into `'static`: for places where lifetimes cannot be left out.
pub(crate) fn with_static(ty: &Type) -> TokenStream {
    fn replace(tokens: TokenStream) -> TokenStream {
        tokens
            .into_iter()
            .map(|token| match token {
                proc_macro2::TokenTree::Ident(ident) if ident == "_" => {
                    proc_macro2::TokenTree::Ident(proc_macro2::Ident::new("static", ident.span()))
                }
                proc_macro2::TokenTree::Group(group) => {
                    let inner = replace(group.stream());
                    let mut new = proc_macro2::Group::new(group.delimiter(), inner);
                    new.set_span(group.span());
                    proc_macro2::TokenTree::Group(new)
                }
                other => other,
            })
            .collect()
    }
    replace(ty.to_token_stream())
}

//! The generics of generated impls: the lifetime of the bytes, and bounds on the fields' types.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Lifetime, Type, WherePredicate, parse_quote};

use crate::model::Container;

/// The lifetime of the bytes that are read: the type's own, or one of ours.
pub(crate) fn wire_lifetime(container: &Container<'_>) -> Lifetime {
    match (&container.lifetime, container.input.generics.lifetimes().next()) {
        (Some(named), _) => named.clone(),
        (None, Some(param)) => param.lifetime.clone(),
        (None, None) => Lifetime::new("'__nl", Span::call_site()),
    }
}

/// The generics of an impl that speaks of the lifetime of the bytes.
pub(crate) fn with_wire_lifetime(container: &Container<'_>) -> Generics {
    let mut generics = container.input.generics.clone();
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
        TokenTree::Ident(ident) => params.contains(&ident.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), params),
        _ => false,
    })
}

/// The type's arguments with the lifetime of the bytes replaced.
pub(crate) fn arguments(container: &Container<'_>, lifetime: &Lifetime) -> TokenStream {
    let wire = wire_lifetime(container);
    let arguments = container.input.generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(param) if param.lifetime == wire => lifetime.to_token_stream(),
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => param.ident.to_token_stream(),
    });
    quote!(<#(#arguments),*>)
}

/// A type with `'_` made into `'static`: for places where lifetimes cannot be left out.
pub(crate) fn with_static(ty: &Type) -> TokenStream {
    replace_lifetimes(ty.to_token_stream(), &|name| name == "_")
}

/// A type as it can be named where the container's parameters are not known: its lifetimes are
/// `'static`. Nothing for a type that has other parameters in it.
pub(crate) fn free(container: &Container<'_>, ty: &Type) -> Option<TokenStream> {
    let generics = &container.input.generics;
    if has_params(container, ty.to_token_stream()) {
        return None;
    }
    Some(replace_lifetimes(ty.to_token_stream(), &|name| {
        name == "_" || generics.lifetimes().any(|param| param.lifetime.ident == name)
    }))
}

/// Whether a type or expression has parameters of the container in it, other than lifetimes.
pub(crate) fn has_params(container: &Container<'_>, tokens: TokenStream) -> bool {
    let generics = &container.input.generics;
    let mut params: Vec<String> =
        generics.type_params().map(|param| param.ident.to_string()).collect();
    params.extend(generics.const_params().map(|param| param.ident.to_string()));
    params.push("Self".to_owned());
    mentions(tokens, &params)
}

fn replace_lifetimes(tokens: TokenStream, which: &dyn Fn(&str) -> bool) -> TokenStream {
    let mut after_quote = false;
    tokens
        .into_iter()
        .map(|token| {
            let is_name = core::mem::replace(
                &mut after_quote,
                matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
            );
            match token {
                TokenTree::Ident(ident) if is_name && which(&ident.to_string()) => {
                    TokenTree::Ident(proc_macro2::Ident::new("static", ident.span()))
                }
                TokenTree::Group(group) => {
                    let inner = replace_lifetimes(group.stream(), which);
                    let mut new = proc_macro2::Group::new(group.delimiter(), inner);
                    new.set_span(group.span());
                    TokenTree::Group(new)
                }
                other => other,
            }
        })
        .collect()
}

/// The head of an impl of a trait for the container's type: all but its body.
pub(crate) fn impl_for(
    container: &Container<'_>,
    generics: &Generics,
    of_trait: &TokenStream,
) -> TokenStream {
    let ident = &container.input.ident;
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = container.input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #of_trait for #ident #type_generics #where_clause
    }
}

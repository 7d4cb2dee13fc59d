//! The generics of generated impls: the lifetime of the bytes, and bounds on the fields' types.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Lifetime, Type, WherePredicate, parse_quote};

use crate::model::{Container, Set, mentions};
use crate::side::Side;

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
    container: &Container<'_>,
    mut generics: Generics,
    types: impl Iterator<Item = &'t Type>,
    bound: &TokenStream,
) -> Generics {
    let params: Vec<String> = generics.type_params().map(|param| param.ident.to_string()).collect();
    let own = [container.input.ident.to_string(), "Self".to_owned()];
    let mut predicates: Vec<WherePredicate> = Vec::new();
    for ty in types.filter(|ty| mentions(ty.to_token_stream(), &params)) {
        if mentions(ty.to_token_stream(), &own) {
            // The type in itself: a bound on it would never be settled.
            let params = container.input.generics.type_params();
            predicates.extend(params.map(|param| -> WherePredicate {
                let ident = &param.ident;
                parse_quote!(#ident: #bound)
            }));
        } else {
            predicates.push(parse_quote!(#ty: #bound));
        }
    }
    if !predicates.is_empty() {
        generics.make_where_clause().predicates.extend(predicates);
    }
    generics
}

/// The generics of a set's impls, with a bound for each field that speaks of a type parameter.
pub(crate) fn of_set(container: &Container<'_>, set: &Set<'_>, side: Side) -> Generics {
    let wire = wire_lifetime(container);
    let (generics, value, whole) = match side {
        Side::Parse => (
            with_wire_lifetime(container),
            quote!(__NlParseField<#wire>),
            quote!(__nl::__private::Members<#wire>),
        ),
        Side::Emit => {
            (container.input.generics.clone(), quote!(__NlEmitField), quote!(__NlEmitSet))
        }
    };
    let stream = match side {
        Side::Parse => quote!(__NlParseSet<#wire>),
        Side::Emit => quote!(__NlEmitSet),
    };
    let plain = || set.attrs.iter().filter(|field| field.codec().is_none());
    let generics = bounded(container, generics, plain().map(|field| field.ty), &value);
    let generics = match side {
        // What has a default is a value.
        Side::Parse => {
            let values = plain().filter(|field| field.nla.default.is_some());
            let value = quote!(__NlParse<#wire>);
            bounded(container, generics, values.map(|field| field.ty), &value)
        }
        Side::Emit => generics,
    };
    let generics = bounded(container, generics, set.stream.iter().map(|stream| stream.ty), &stream);
    let flattened = set.flattened.iter().map(|flattened| flattened.ty);
    let generics = bounded(container, generics, flattened, &whole);
    let coded = set.attrs.iter().filter_map(|field| Some((field.codec()?, field.ty)));
    with_codecs(container, generics, coded, side)
}

/// The generics with a bound for each codec that speaks of a type parameter, or whose value does.
pub(crate) fn with_codecs<'t>(
    container: &Container<'_>,
    mut generics: Generics,
    coded: impl Iterator<Item = (&'t Type, &'t Type)>,
    side: Side,
) -> Generics {
    let wire = wire_lifetime(container);
    for (codec, ty) in coded {
        if !container.has_params(quote!(#codec #ty)) {
            continue;
        }
        let bound: WherePredicate = match side {
            Side::Parse => parse_quote!(#codec: __NlParseWith<#wire, #ty>),
            Side::Emit => parse_quote!(#codec: __NlEmitWith<#ty>),
        };
        generics.make_where_clause().predicates.push(bound);
    }
    generics
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

/// A type with `'_` replaced by `'static`, for use where lifetimes cannot be omitted.
pub(crate) fn with_static(ty: &Type) -> TokenStream {
    replace_lifetimes(ty.to_token_stream(), &|name| name == "_")
}

/// A type as it can be named where the container's parameters are not known: its lifetimes are
/// `'static`. Nothing for a type that has other parameters in it.
pub(crate) fn free(container: &Container<'_>, ty: &Type) -> Option<TokenStream> {
    if container.has_params(ty.to_token_stream()) {
        return None;
    }
    Some(replace_container_lifetimes(container, ty.to_token_stream()))
}

/// Tokens with the container's lifetimes made into `'static`.
pub(crate) fn replace_container_lifetimes(
    container: &Container<'_>,
    tokens: TokenStream,
) -> TokenStream {
    let generics = &container.input.generics;
    replace_lifetimes(tokens, &|name| {
        name == "_" || generics.lifetimes().any(|param| param.lifetime.ident == name)
    })
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

//! Types as they are written.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, PathSegment, Type, parse_quote};

/// Returns whether any of these names occurs in the tokens.
pub(crate) fn mentions(tokens: TokenStream, names: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.contains(&ident.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), names),
        _ => false,
    })
}

/// Returns the last segment of a type that is written as a path.
fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

/// Returns the first type argument of a path segment.
fn first_argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The types of core that wrap others.
#[derive(PartialEq)]
pub(super) enum Wrapper {
    /// One attribute per item.
    Repeated,
    /// The attribute may be absent.
    Option,
    /// The attribute may be malformed.
    Result,
    /// One payload, boxed, unparsed or with its bytes.
    Payload,
    /// An array of attributes in one payload.
    Array,
}

pub(super) fn wrapper(segment: &PathSegment) -> Option<Wrapper> {
    Some(match segment.ident.to_string().as_str() {
        "Vec" | "Repeated" => Wrapper::Repeated,
        "Option" => Wrapper::Option,
        "Result" => Wrapper::Result,
        "Box" | "Lazy" | "Raw" => Wrapper::Payload,
        "Indexed" => Wrapper::Array,
        _ => return None,
    })
}

/// Returns the last segment of a generic type, and its first type argument.
pub(super) fn generic(ty: &Type) -> Option<(&PathSegment, &Type)> {
    let segment = last_segment(ty)?;
    Some((segment, first_argument(segment)?))
}

pub(super) fn is_named(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == name && segment.arguments.is_empty())
}

pub(super) fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Replaces the first type argument of a path segment.
pub(super) fn replace_argument(segment: &mut PathSegment, with: &Type) {
    let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else { return };
    let argument = arguments.args.iter_mut().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    if let Some(argument) = argument {
        *argument = with.clone();
    }
}

/// Formats `Outer<Inner<T>>` as `Inner<Outer<T>>`; a box in a list as the list alone.
pub(super) fn swapped(outer: &PathSegment, inner: &PathSegment, value: &Type) -> String {
    let mut inner = inner.clone();
    if outer.ident == "Box" && wrapper(&inner) == Some(Wrapper::Repeated) {
        return written(&inner);
    }
    let mut outer = outer.clone();
    replace_argument(&mut outer, value);
    replace_argument(&mut inner, &parse_quote!(#outer));
    written(&inner)
}

/// Formats a type as a user writes it.
pub(super) fn written(ty: &impl ToTokens) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (from, to) in [(" <", "<"), ("< ", "<"), (" >", ">"), (" ::", "::"), (":: ", "::")] {
        text = text.replace(from, to);
    }
    for (from, to) in [(" ,", ","), ("& ", "&"), ("' ", "'"), (" ]", "]"), ("[ ", "[")] {
        text = text.replace(from, to);
    }
    text
}

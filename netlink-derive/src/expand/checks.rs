//! What only the compiler can check: values of constants, and rules against types.
//!
//! Each check is a constant of its own that calls a function of core's. The compiler points at the
//! call, which has the span of the user's tokens. Both derives make the same call with the same span, so
//! it is reported once.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use super::attr_policy::{apply_rules, bounds, free_attr, is_complement, own_attr};
use super::generics::{free, replace_container_lifetimes};
use super::numbers::{array, call, integer};
use crate::model::{Container, Set};
use crate::side::Side;
use crate::syntax::{Directive, Flag, Rules, Select};

/// The checks of rules against the type that they are written for, where that is known here: a type
/// with parameters is checked where it is used.
pub(super) fn rules(
    container: &Container<'_>,
    (ty, codec, is_field): (&Type, Option<&Type>, bool),
    all: [&Rules; 2],
    default: Option<&Directive<Option<Expr>>>,
    side: Side,
) -> TokenStream {
    let mut checks = TokenStream::new();
    let Some(own) = free_attr(container, (ty, codec, is_field), all, side) else { return checks };
    for (number, rules) in all.into_iter().enumerate() {
        // The rules for one side are besides those for both, and both can be satisfied.
        let attr = match all {
            [both, _] if number == 1 => apply_rules(own.clone(), [both, &Rules::default()], true),
            _ => own.clone(),
        };
        if let Some(len) = &rules.len {
            let bounds = bounds(&len.value);
            checks.extend(call("check_len", &len.value.tokens, &quote!(#attr, #bounds)));
        }
        if let Some(range) = &rules.range {
            let bounds = bounds(&range.value);
            checks.extend(call("check_range", &range.value.tokens, &quote!(#attr, #bounds)));
        }
        if let Some(mask) = &rules.mask {
            let (mask, value) = (&mask.value, integer(&mask.value));
            let is_complement = is_complement(mask);
            checks.extend(call("check_mask", mask, &quote!(#attr, #value, #is_complement)));
        }
    }
    if let Some(default) = default {
        checks.extend(call("check_default", &default.name, &own));
    }
    checks
}

/// The check that a sub-message has a selector, and nothing else has one.
pub(super) fn keys(
    container: &Container<'_>,
    ty: &Type,
    select: Option<&Select>,
    kind: Option<&TokenStream>,
    side: Side,
    is_field: bool,
) -> TokenStream {
    if select.is_none() && has_no_key(ty) {
        return TokenStream::new();
    }
    let Some(free) = free(container, ty) else { return TokenStream::new() };
    let span = ty.span();
    let needs_key = match (side, is_field) {
        (Side::Parse, true) => {
            quote_spanned!(span=> <#free as __NlParseField<'_>>::FIELD_NEEDS_KEY)
        }
        (Side::Parse, false) => quote_spanned!(span=> <#free as __NlParse<'_>>::NEEDS_KEY),
        (Side::Emit, true) => quote_spanned!(span=> <#free as __NlEmitField>::EMIT_NEEDS_KEY),
        (Side::Emit, false) => quote_spanned!(span=> <#free as __NlEmit>::EMITS_BY_KEY),
    };
    let Some(select) = select else { return call("check_no_key", ty, &needs_key) };
    let attr = own_attr(&free, None::<&Type>, side, is_field);
    let needed = call("check_key_needed", &select.name, &quote!(#needs_key, #attr));
    let fits = kind.filter(|kind| !container.has_params((*kind).clone())).map(|kind| {
        let kind = replace_container_lifetimes(container, kind.clone());
        call("check_key_kind", &select.path, &quote!(#attr, #kind))
    });
    quote!(#needed #fits)
}

/// The checks that flattened sets can be flattened, and share no attribute type with others.
pub(super) fn flattened(container: &Container<'_>, set: &Set<'_>, side: Side) -> TokenStream {
    let own = if set.attrs.is_empty() { quote!([]) } else { array("U16").into_token_stream() };
    let mut before: Vec<TokenStream> = Vec::new();
    let mut checks = TokenStream::new();
    for flattened in &set.flattened {
        let Some(ty) = free(container, flattened.ty) else { continue };
        let policy = match side {
            Side::Parse => quote!(<#ty as __NlParseSet<'_>>::PARSE_POLICY),
            Side::Emit => quote!(<#ty as __NlEmitSet>::EMIT_POLICY),
        };
        let arguments = quote!(#policy, &#own, &[#(#before),*]);
        checks.extend(call("check_flattened", flattened.ty, &arguments));
        before.push(policy);
    }
    checks
}

/// Whether the name of a type shows that it is not, and does not contain, a sub-message.
fn has_no_key(ty: &Type) -> bool {
    const PLAIN: &[&str] = &[
        "u8",
        "u16",
        "u32",
        "u64",
        "u128",
        "i8",
        "i16",
        "i32",
        "i64",
        "bool",
        "str",
        "CStr",
        "Be",
        "Le",
        "Uint",
        "Sint",
        "Bitfield32",
        "IpAddr",
        "Ipv4Addr",
        "Ipv6Addr",
        "Mac",
        "NlaStr",
        "Reject",
        "Struct",
    ];
    const WRAPPERS: &[&str] =
        &["Option", "Vec", "Repeated", "Indexed", "Box", "Result", "Lazy", "Raw"];
    match ty {
        Type::Array(_) => true,
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        Type::Reference(reference) => match &*reference.elem {
            Type::Slice(_) => true,
            inner => has_no_key(inner),
        },
        Type::Group(group) => has_no_key(&group.elem),
        Type::Path(path) if path.qself.is_none() => {
            let Some(segment) = path.path.segments.last() else { return false };
            if PLAIN.iter().any(|plain| segment.ident == plain) {
                return true;
            }
            let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else {
                return false;
            };
            let first = arguments.args.iter().find_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            WRAPPERS.iter().any(|wrapper| segment.ident == wrapper) && first.is_some_and(has_no_key)
        }
        _ => false,
    }
}

/// A constant array of the bits of flags, and a check of each.
pub(super) fn flags(
    container: &Container<'_>,
    ty: &Type,
    flags: &Directive<Vec<Flag>>,
    side: Side,
) -> TokenStream {
    let none = [&Rules::default(), &Rules::default()];
    let Some(attr) = free_attr(container, (ty, None, false), none, side) else {
        return TokenStream::new();
    };
    let (own, array, count) = (&container.input.ident, array("FLAGS"), flags.value.len());
    let mut checks = call("check_flags", &flags.name, &attr);
    let values = flags.value.iter().enumerate().map(|(number, flag)| {
        let name = &flag.name;
        let (said, bits) = match &flag.value {
            Some(value) => (value.to_token_stream(), integer(value)),
            None => {
                // With the type said, so that a constant of another one is a mistake at its name.
                let mut own = own.clone();
                own.set_span(own.span().located_at(name.span()));
                let of_type = quote_spanned!(name.span()=> const __NL_FLAG: #own = #own::#name;);
                let bits = quote!({ #of_type __nl::__private::Bits(__NL_FLAG.0).get() });
                (name.to_token_stream(), bits)
            }
        };
        checks.extend(call("check_flag", said, &quote!(#attr, &#array, #number)));
        bits
    });
    let values: TokenStream = values.map(|value| quote!(#value,)).collect();
    quote! {
        const #array: [i128; #count] = [#values];
        #checks
    }
}

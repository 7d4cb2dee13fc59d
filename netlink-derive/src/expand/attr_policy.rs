//! The policy of one attribute: what its type says, with the rules written for it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use super::generics::free;
use super::numbers::integer;
use crate::model::Container;
use crate::side::Side;
use crate::syntax::{Bounds, Inclusive, Nla, Rules};

/// The policy that a type or codec has itself. `is_field` says that the type may say how often the
/// attribute occurs.
pub(crate) fn own_attr(
    ty: &impl ToTokens,
    codec: Option<&impl ToTokens>,
    side: Side,
    is_field: bool,
) -> TokenStream {
    let span = codec.map_or_else(|| ty.span(), Spanned::span);
    match (side, codec, is_field) {
        (Side::Parse, Some(codec), _) => {
            quote_spanned!(span=> <#codec as __NlParseWith<'_, #ty>>::PARSE_ATTR)
        }
        (Side::Emit, Some(codec), _) => {
            quote_spanned!(span=> <#codec as __NlEmitWith<#ty>>::EMIT_ATTR)
        }
        (Side::Parse, None, true) => {
            quote_spanned!(span=> <#ty as __NlParseField<'_>>::PARSE_FIELD)
        }
        (Side::Parse, None, false) => quote_spanned!(span=> <#ty as __NlParse<'_>>::PARSE_ATTR),
        (Side::Emit, None, true) => quote_spanned!(span=> <#ty as __NlEmitField>::EMIT_FIELD),
        (Side::Emit, None, false) => quote_spanned!(span=> <#ty as __NlEmit>::EMIT_ATTR),
    }
}

/// The policy of an attribute of this type, with the rules written for one side.
pub(crate) fn attr_policy(
    container: &Container<'_>,
    (ty, is_field): (&Type, bool),
    nla: &Nla,
    side: Side,
) -> TokenStream {
    let codec = nla.with.as_ref().map(|with| &with.value);
    let mut attr = own_attr(ty, codec, side, is_field);
    if nla.default.is_some() {
        attr = quote!(#attr.optional());
    }
    if nla.secret.is_some() {
        attr = quote!(#attr.secret());
    }
    let rules = nla.rules(side);
    apply_rules(attr, rules, is_here(container, (ty, codec, is_field), rules))
}

/// The policy with the rules written for it. Where they are not checked elsewhere, they are here.
pub(crate) fn apply_rules(
    mut attr: TokenStream,
    all: [&Rules; 2],
    are_checked: bool,
) -> TokenStream {
    let [len_rule, range_rule, mask_rule] = if are_checked {
        ["with_len", "with_range", "with_mask"]
    } else {
        ["len_rule", "range_rule", "mask_rule"]
    };
    for rules in all {
        if let Some(len) = &rules.len {
            let span = len.value.tokens.span();
            let (rule, bounds) = (Ident::new(len_rule, span), bounds(&len.value));
            attr = quote_spanned!(span=> __nl::__private::#rule(#attr, #bounds));
        }
        if let Some(range) = &rules.range {
            let span = range.value.tokens.span();
            let (rule, bounds) = (Ident::new(range_rule, span), bounds(&range.value));
            attr = quote_spanned!(span=> __nl::__private::#rule(#attr, #bounds));
        }
        if let Some(mask) = &rules.mask {
            let (span, value) = (mask.value.span(), integer(&mask.value));
            let rule = Ident::new(mask_rule, span);
            let complement = (!are_checked).then(|| {
                let is_complement = is_complement(&mask.value);
                quote!(, #is_complement)
            });
            attr = quote_spanned!(span=> __nl::__private::#rule(#attr, #value #complement));
        }
        if let Some(reject) = &rules.reject {
            attr = quote_spanned! {reject.span()=>
                #attr.with_check(__nl::policy::Check::Reject)
            };
        }
    }
    attr
}

/// Whether a mask is written as all bits but some, so that it may be negative as an integer.
pub(super) fn is_complement(mask: &Expr) -> bool {
    match mask {
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Not(_)),
        Expr::Paren(paren) => is_complement(&paren.expr),
        Expr::Group(group) => is_complement(&group.expr),
        _ => false,
    }
}

/// The ends of a range as core has them, from any integers.
pub(super) fn bounds(bounds: &Bounds) -> TokenStream {
    let end = |end: Option<&Expr>| match end {
        Some(end) => {
            let end = integer(end);
            quote!(::core::option::Option::Some(#end))
        }
        None => quote!(::core::option::Option::None),
    };
    let (min, max) = (end(bounds.min.as_ref()), end(bounds.max.as_ref().map(|(max, _)| max)));
    let inclusive = !matches!(&bounds.max, Some((_, Inclusive(false))));
    quote!(__nl::__private::Bounds { min: #min, max: #max, inclusive: #inclusive })
}

/// The policy of a type where it is known here: a type with parameters is known where it is used.
pub(super) fn free_attr(
    container: &Container<'_>,
    (ty, codec, is_field): (&Type, Option<&Type>, bool),
    all: [&Rules; 2],
    side: Side,
) -> Option<TokenStream> {
    if all.into_iter().any(|rules| container.has_params(rules.values())) {
        return None;
    }
    let ty = free(container, ty)?;
    let codec = match codec {
        Some(codec) => Some(free(container, codec)?),
        None => None,
    };
    Some(own_attr(&ty, codec.as_ref(), side, is_field))
}

/// Whether these rules on this type are checked here, and not where it is used.
pub(super) fn is_here(
    container: &Container<'_>,
    ty_and_codec: (&Type, Option<&Type>, bool),
    all: [&Rules; 2],
) -> bool {
    free_attr(container, ty_and_codec, all, Side::Parse).is_some()
}

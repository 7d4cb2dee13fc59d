//! The constants: attribute types, and the policy of a set.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Type};

use crate::attr::{Bounds, Inclusive, Nla, Rules, Select};
use crate::check;
use crate::model::{AttrField, Set, here, numbered};
use crate::symbol::Side;

/// The constant that holds the attribute type of the field with this number. A pattern needs a
/// constant of its own: a misspelt name in it would match everything.
pub(crate) fn type_const(field: &AttrField<'_>, number: usize) -> Ident {
    numbered("TYPE", number, field.nla.ty.span())
}

pub(crate) fn type_consts(set: &Set<'_>) -> TokenStream {
    types(set.attrs.iter().map(|field| &field.nla.ty))
}

/// The constants for these attribute types.
pub(crate) fn types<'t>(types: impl Iterator<Item = &'t Expr>) -> TokenStream {
    types
        .enumerate()
        .map(|(number, ty)| {
            let name = numbered("TYPE", number, ty.span());
            quote_spanned! {here(ty.span())=>
                const #name: u16 = __nl::__private::attr_type((#ty) as i128);
            }
        })
        .collect()
}

/// The policy of a set, as one side has it.
pub(crate) fn policy(set: &Set<'_>, name: &Ident, side: Side) -> TokenStream {
    let name = syn::ext::IdentExt::unraw(name).to_string();
    let header = set.header.as_ref().map(|header| {
        let ty = header.ty;
        quote!(.with_header(::core::mem::size_of::<#ty>()))
    });
    if let Some(stream) = &set.stream {
        let ty = stream.ty;
        let inner = match side {
            Side::Parse => quote_spanned!(here(ty.span())=> <#ty as __nl::ParseSet<'_>>::POLICY),
            Side::Emit => quote_spanned!(here(ty.span())=> <#ty as __nl::EmitSet>::POLICY),
        };
        return quote!(&(*#inner).with_name(#name)#header);
    }
    let attrs = set.attrs.iter().enumerate().map(|(number, field)| {
        let attr = attr(set, field, side);
        let ty = type_const(field, number);
        let name = field.name();
        quote!(#attr.named(#ty, #name))
    });
    let unknown = if set.refuses_unknown {
        Some(quote!(.with_unknown(__nl::policy::Unknowns::Refuse)))
    } else {
        set.unknown.as_ref().map(|_| quote!(.with_unknown(__nl::policy::Unknowns::Keep)))
    };
    quote! {
        &__nl::Policy::new(#name, const { &[#(#attrs),*] }) #header #unknown
    }
}

/// The policy of one attribute: its type's own, with the rules written for this side.
fn attr(set: &Set<'_>, field: &AttrField<'_>, side: Side) -> TokenStream {
    let ty = field.ty;
    if let Some(select) = field.select() {
        let span = here(ty.span());
        let key = selector_key(set, select);
        let from = selector(set, select);
        return match side {
            Side::Parse => quote_spanned! {span=>
                <#ty as __nl::ParseSelected<'_, #key>>::ATTR.selected_by(#from)
            },
            Side::Emit => quote_spanned! {span=>
                <#ty as __nl::EmitSelected<#key>>::ATTR.selected_by(#from)
            },
        };
    }
    attr_policy(ty, &field.nla, side)
}

/// The policy of an attribute of this type, with the rules written for one side.
pub(crate) fn attr_policy(ty: &Type, nla: &Nla, side: Side) -> TokenStream {
    let span = here(ty.span());
    let codec = nla.with.as_ref().map(|with| &with.value);
    let mut attr = match (side, codec) {
        (Side::Parse, None) => quote_spanned!(span=> <#ty as __nl::Parse<'_>>::ATTR),
        (Side::Emit, None) => quote_spanned!(span=> <#ty as __nl::Emit>::ATTR),
        (Side::Parse, Some(codec)) => {
            quote_spanned!(here(codec.span())=> <#codec as __nl::ParseWith<'_, #ty>>::ATTR)
        }
        (Side::Emit, Some(codec)) => {
            quote_spanned!(here(codec.span())=> <#codec as __nl::EmitWith<#ty>>::ATTR)
        }
    };
    if nla.default.is_some() {
        attr = quote!(#attr.optional());
    }
    apply_rules(attr, nla.rules(side))
}

/// The policy with the rules written for it.
pub(crate) fn apply_rules(mut attr: TokenStream, all: [&Rules; 2]) -> TokenStream {
    for rules in all {
        if let Some(len) = &rules.len {
            let span = here(len.value.tokens.span());
            let (min, max) = ends(&len.value, &quote!(0), &quote!(usize::MAX));
            attr = quote_spanned!(span=> __nl::__private::len_rule(#attr, #min, #max));
        }
        if let Some(range) = &rules.range {
            let span = here(range.value.tokens.span());
            let lowest = quote!(__nl::__private::lowest(#attr));
            let highest = quote!(__nl::__private::highest(#attr));
            let cast = |bounds: &Bounds| Bounds {
                min: bounds.min.as_ref().map(wide),
                max: bounds.max.as_ref().map(|(max, inclusive)| (wide(max), *inclusive)),
                tokens: TokenStream::new(),
            };
            let (min, max) = ends(&cast(&range.value), &lowest, &highest);
            attr = quote_spanned!(span=> __nl::__private::range_rule(#attr, #min, #max));
        }
        if let Some(mask) = &rules.mask {
            let (span, mask) = (mask.value.span(), wide(&mask.value));
            attr = quote_spanned!(span=> __nl::__private::mask_rule(#attr, #mask));
        }
        if let Some(reject) = &rules.reject {
            attr = quote_spanned! {here(reject.span())=>
                #attr.with_check(__nl::policy::Check::Reject)
            };
        }
    }
    attr
}

/// An integer of any type as an `i128`. Numbers without a type of their own are computed as such:
/// `1 << 40` would overflow as an `i32`.
pub(crate) fn wide(expr: &Expr) -> Expr {
    if is_untyped(expr) {
        syn::parse_quote!(::core::convert::identity::<i128>(#expr))
    } else {
        syn::parse_quote!(((#expr) as i128))
    }
}

/// Whether an expression is made of literals without a suffix.
fn is_untyped(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(lit) => matches!(&lit.lit, syn::Lit::Int(int) if int.suffix().is_empty()),
        Expr::Unary(unary) => is_untyped(&unary.expr),
        Expr::Binary(binary) => is_untyped(&binary.left) && is_untyped(&binary.right),
        Expr::Paren(paren) => is_untyped(&paren.expr),
        Expr::Group(group) => is_untyped(&group.expr),
        _ => false,
    }
}

/// The two ends of a range, both included.
fn ends(
    bounds: &Bounds,
    lowest: &TokenStream,
    highest: &TokenStream,
) -> (TokenStream, TokenStream) {
    let min = bounds.min.as_ref().map_or_else(|| lowest.clone(), |min| quote!(#min));
    let max = match &bounds.max {
        Some((max, Inclusive(true))) => quote!(#max),
        Some((max, Inclusive(false))) => quote!(((#max) - 1)),
        None => highest.clone(),
    };
    (min, max)
}

/// The type of the key that the field named by a selector gives.
pub(crate) fn selector_key(set: &Set<'_>, select: &Select) -> TokenStream {
    match set.attrs.iter().find(|field| check::is(field, select)) {
        Some(field) => {
            let ty = field.ty;
            quote_spanned!(here(select.word.span())=> <#ty as __nl::SelectorKey>::Key<'_>)
        }
        None if select.is_outer() => quote!(__NlKey),
        None => quote!(u64),
    }
}

fn selector(set: &Set<'_>, select: &Select) -> TokenStream {
    let sibling = set.attrs.iter().position(|field| check::is(field, select));
    if let Some((number, field)) = sibling.and_then(|it| Some((it, set.attrs.get(it)?))) {
        let ty = type_const(field, number);
        return quote!(__nl::policy::Selector::Attr(#ty));
    }
    let member: Vec<_> = select.path.iter().skip(1).collect();
    match &set.header {
        Some(header) if !member.is_empty() => {
            let ty = header.ty;
            quote_spanned! {here(select.word.span())=>
                __nl::policy::Selector::Header {
                    offset: ::core::mem::offset_of!(#ty, #(#member).*),
                    kind: __nl::__private::kind_of_member(|header: #ty| header.#(#member).*),
                }
            }
        }
        _ => quote!(__nl::policy::Selector::Outer),
    }
}

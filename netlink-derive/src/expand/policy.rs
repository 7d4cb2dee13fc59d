//! The constants: attribute types, and the policy of a set.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Type};

use super::checks;
use super::names::numbered;
use crate::model::{AttrField, Container, Set};
use crate::side::Side;
use crate::syntax::{Bounds, Inclusive, Nla, Rules, Select};

/// The constant that holds the attribute type of the field with this number. A pattern needs a
/// constant of its own: a misspelt name in it would match everything.
pub(crate) fn type_const(field: &AttrField<'_>, number: usize) -> Ident {
    numbered("TYPE", number, field.nla.ty.span())
}

/// The constants of a set, with what is checked about them and about its rules.
pub(crate) fn type_consts(container: &Container<'_>, set: &Set<'_>, side: Side) -> TokenStream {
    let consts = types(set.attrs.iter().map(|field| &field.nla.ty));
    let rules = set.attrs.iter().filter(|field| field.select().is_none()).map(|field| {
        let nla = &field.nla;
        checks::rules(
            container,
            (field.ty, field.codec()),
            nla.rules(side),
            nla.default.as_ref(),
            side,
        )
    });
    quote!(#consts #(#rules)*)
}

/// The constants for these attribute types.
pub(crate) fn types<'t>(types: impl Iterator<Item = &'t Expr> + Clone) -> TokenStream {
    let array = checks::array("TYPES");
    let checked = checks::numbers("TYPES", "check_attr_type", types.clone());
    let consts = types.enumerate().map(|(number, ty)| {
        let name = numbered("TYPE", number, ty.span());
        quote!(const #name: u16 = __nl::__private::attr_type(#array[#number]);)
    });
    quote!(#checked #(#consts)*)
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
        let ty = stream.ty;
        let inner = match side {
            Side::Parse => quote_spanned!(ty.span()=> <#ty as __NlParseSet<'_>>::POLICY),
            Side::Emit => quote_spanned!(ty.span()=> <#ty as __NlEmitSet>::POLICY),
        };
        return quote!(&(*#inner).with_name(#name)#header);
    }
    let attrs = set.attrs.iter().enumerate().map(|(number, field)| {
        let attr = attr(container, set, field, side);
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
fn attr(
    container: &Container<'_>,
    set: &Set<'_>,
    field: &AttrField<'_>,
    side: Side,
) -> TokenStream {
    let ty = field.ty;
    if let Some(select) = field.select() {
        let span = ty.span();
        let key = selector_key(set, select);
        let from = selector(set, select);
        return match side {
            Side::Parse => quote_spanned! {span=>
                <#ty as __NlParseSelected<'_, #key>>::ATTR.selected_by(#from)
            },
            Side::Emit => quote_spanned! {span=>
                <#ty as __NlEmitSelected<#key>>::ATTR.selected_by(#from)
            },
        };
    }
    attr_policy(container, ty, &field.nla, side)
}

/// The policy that a type or codec says itself.
pub(crate) fn own_attr(
    ty: &impl ToTokens,
    codec: Option<&impl ToTokens>,
    side: Side,
) -> TokenStream {
    match (side, codec) {
        (Side::Parse, None) => {
            quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::ATTR)
        }
        (Side::Emit, None) => quote_spanned!(ty.span()=> <#ty as __NlEmit>::ATTR),
        (Side::Parse, Some(codec)) => {
            quote_spanned!(codec.span()=> <#codec as __NlParseWith<'_, #ty>>::ATTR)
        }
        (Side::Emit, Some(codec)) => {
            quote_spanned!(codec.span()=> <#codec as __NlEmitWith<#ty>>::ATTR)
        }
    }
}

/// The policy of an attribute of this type, with the rules written for one side.
pub(crate) fn attr_policy(
    container: &Container<'_>,
    ty: &Type,
    nla: &Nla,
    side: Side,
) -> TokenStream {
    let codec = nla.with.as_ref().map(|with| &with.value);
    let mut attr = own_attr(ty, codec, side);
    if nla.default.is_some() {
        attr = quote!(#attr.optional());
    }
    let rules = nla.rules(side);
    apply_rules(attr, rules, checks::is_here(container, (ty, codec), rules))
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
            let (span, mask) = (mask.value.span(), checks::integer(&mask.value));
            let rule = Ident::new(mask_rule, span);
            attr = quote_spanned!(span=> __nl::__private::#rule(#attr, #mask));
        }
        if let Some(reject) = &rules.reject {
            attr = quote_spanned! {reject.span()=>
                #attr.with_check(__nl::policy::Check::Reject)
            };
        }
    }
    attr
}

/// The ends of a range as core has them, from any integers.
pub(super) fn bounds(bounds: &Bounds) -> TokenStream {
    let end = |end: Option<&Expr>| match end {
        Some(end) => {
            let end = checks::integer(end);
            quote!(::core::option::Option::Some(#end))
        }
        None => quote!(::core::option::Option::None),
    };
    let (min, max) = (end(bounds.min.as_ref()), end(bounds.max.as_ref().map(|(max, _)| max)));
    let inclusive = !matches!(&bounds.max, Some((_, Inclusive(false))));
    quote!(__nl::__private::Bounds { min: #min, max: #max, inclusive: #inclusive })
}

/// The type of the key that the field named by a selector gives.
pub(crate) fn selector_key(set: &Set<'_>, select: &Select) -> TokenStream {
    match set.sibling(select) {
        Some((_, field)) => {
            let ty = at_selector(field, select);
            quote!(<#ty as __NlSelectorKey>::Key<'_>)
        }
        None if select.is_outer() => quote!(__NlKey),
        None => quote!(u64),
    }
}

/// The type of the field that a selector names, pointing at the selector: that it is no key is a
/// mistake there.
pub(crate) fn at_selector(field: &AttrField<'_>, select: &Select) -> TokenStream {
    fn moved(tokens: TokenStream, to: proc_macro2::Span) -> TokenStream {
        let tokens = tokens.into_iter().map(|mut token| {
            if let TokenTree::Group(group) = &token {
                token = TokenTree::Group(Group::new(group.delimiter(), moved(group.stream(), to)));
            }
            // What a name means stays as it is.
            token.set_span(token.span().located_at(to));
            token
        });
        tokens.collect()
    }
    moved(field.ty.to_token_stream(), select.path.span())
}

fn selector(set: &Set<'_>, select: &Select) -> TokenStream {
    if let Some((number, field)) = set.sibling(select) {
        let ty = type_const(field, number);
        return quote!(__nl::policy::Selector::Attr(#ty));
    }
    let member: Vec<_> = select.path.iter().skip(1).collect();
    match &set.header {
        Some(header) if !member.is_empty() => {
            let ty = header.ty;
            quote_spanned! {select.name.span()=>
                __nl::policy::Selector::Header {
                    offset: ::core::mem::offset_of!(#ty, #(#member).*),
                    kind: __nl::__private::kind_of_member(|header: #ty| header.#(#member).*),
                }
            }
        }
        _ => quote!(__nl::policy::Selector::Outer),
    }
}

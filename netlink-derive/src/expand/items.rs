//! Enums of attributes: the items of a typed stream.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::attr_policy::attr_policy;
use super::checks;
use super::emit::rule;
use super::generics::{bounded, impl_for, wire_lifetime, with_codecs, with_wire_lifetime};
use super::policy::{attr_type, indexed, types};
use super::select::{Selectors, Sibling};
use crate::model::{Container, Item, Items};
use crate::side::Side;

pub(super) fn expand(container: &Container<'_>, items: &Items<'_>, side: Side) -> TokenStream {
    let consts = types(items.items.iter().map(|item| &item.nla.ty));
    let selectors = selectors(items);
    let checks = items.items.iter().filter_map(|item| {
        let ty = item.ty?;
        let rules = item.nla.rules(side);
        let rules = checks::rules(container, (ty, item.codec(), false), rules, None, side);
        if item.codec().is_some() {
            return Some(rules);
        }
        let kind = item.select().and_then(|select| selectors.kind(select, side));
        let keys = checks::keys(container, ty, item.select(), kind.as_ref(), side, false);
        Some(quote!(#rules #keys))
    });
    let checks: TokenStream = checks.collect();
    let impls = match side {
        Side::Parse => parse(container, items, &selectors),
        Side::Emit => emit(container, items, &selectors),
    };
    quote!(#consts #checks #impls)
}

fn selectors<'s>(items: &'s Items<'_>) -> Selectors<'s> {
    let selectors = items.items.iter().filter_map(|item| {
        let select = item.select()?;
        let sibling = items.sibling(select).and_then(|(number, item)| {
            Some(Sibling {
                type_const: type_const(item, number),
                ty: item.ty?,
                codec: item.codec(),
                is_field: false,
            })
        });
        Some((select, sibling))
    });
    Selectors::new(selectors, None)
}

fn parse(container: &Container<'_>, items: &Items<'_>, selectors: &Selectors<'_>) -> TokenStream {
    let wire = wire_lifetime(container);
    let generics =
        bounded(container, with_wire_lifetime(container), values(items), &quote!(__NlParse<#wire>));
    let generics = with_codecs(container, generics, coded(items), Side::Parse);
    let head = impl_for(container, &generics, &quote!(__nl::__private::ParseItem<#wire>));
    let policy = policy(container, items, selectors, Side::Parse);
    let (count, keys, needs_key) = (selectors.len(), selectors.keys(), items.has_outer_key());
    let arms = items.items.iter().enumerate().map(|(index, item)| {
        let (type_const, ident) = (type_const(item, index), item.ident);
        let Some(ty) = item.ty else {
            return quote! {
                #type_const => {
                    __nl::__private::check_empty(__nl_attr.payload)?;
                    Self::#ident
                }
            };
        };
        let rule = if item.nla.has_rules(Side::Parse) {
            quote! {
                const {
                    __NlRule::of(<Self as __nl::__private::ParseItem<'_>>::ITEM_POLICY, #index)
                }
            }
        } else {
            quote!(__NlRule::None)
        };
        let read = match item.codec() {
            Some(codec) => quote_spanned! {codec.span()=>
                <#codec as __NlParseWith<'_, #ty>>::read_member
            },
            None => quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::read_ruled),
        };
        let key = item.select().map(|select| {
            let index = selectors.index(select);
            quote!(__nl_cx.key = __nl_keys[#index];)
        });
        quote! {
            #type_const => {
                #key
                Self::#ident(#read(__nl_cx, __nl_attr.payload, #rule)?)
            }
        }
    });
    let other = match &items.unknown {
        Some((ident, ty)) => {
            let keep = quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<__NlAttr<'_>>>::of);
            quote!(_ => Self::#ident(#keep(__nl_attr.attr(__nl_cx))),)
        }
        None if items.refuses_unknown => quote! {
            _ => return ::core::result::Result::Err(__nl::__private::Refusal::Because(
                __nl::ErrorKind::UnknownType,
            )),
        },
        None => quote!(_ => return ::core::result::Result::Ok(::core::option::Option::None),),
    };
    let view = super::view(container);
    quote! {
        #head {
            const ITEM_POLICY: &'static __nl::Policy = #policy;
            const ITEM_NEEDS_KEY: bool = #needs_key;
            type Keys = [::core::option::Option<__nl::policy::FoundKey<#wire>>; #count];

            #[inline(always)]
            fn keys(
                __nl_cx: &__nl::__private::Context<#wire>,
                __nl_set: &#wire [u8],
            ) -> Self::Keys {
                #keys
            }

            #[inline(always)]
            fn parse_item(
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_keys: &Self::Keys,
                __nl_attr: __nl::__private::RawAttr<#wire>,
            ) -> ::core::result::Result<
                ::core::option::Option<Self>,
                __nl::__private::Refusal,
            > {
                ::core::result::Result::Ok(::core::option::Option::Some(match __nl_attr.ty() {
                    #(#arms)*
                    #other
                }))
            }
        }

        #view
    }
}

fn emit(container: &Container<'_>, items: &Items<'_>, selectors: &Selectors<'_>) -> TokenStream {
    let generics =
        bounded(container, container.input.generics.clone(), values(items), &quote!(__NlEmit));
    let generics = with_codecs(container, generics, coded(items), Side::Emit);
    let head = impl_for(container, &generics, &quote!(__nl::__private::EmitItem));
    let policy = policy(container, items, selectors, Side::Emit);
    let needs_key = items.has_outer_key();
    let selects = items.items.iter().filter_map(Item::select).any(|select| !select.is_outer());
    let lens = items.items.iter().map(|item| {
        let ident = item.ident;
        let Some(ty) = item.ty else { return quote!(Self::#ident => 4,) };
        match item.codec() {
            Some(codec) => {
                let len =
                    quote_spanned!(codec.span()=> <#codec as __NlEmitWith<#ty>>::add_member_len);
                quote!(Self::#ident(__nl_value) => #len(__nl_value, 0),)
            }
            None => {
                let len = quote_spanned!(ty.span()=> <#ty as __NlEmit>::attr_len);
                quote!(Self::#ident(__nl_value) => #len(__nl_value),)
            }
        }
    });
    let emits = items.items.iter().enumerate().map(|(index, item)| emit_item(item, index));
    let types = items.items.iter().enumerate().map(|(index, item)| {
        let (ident, type_const) = (item.ident, type_const(item, index));
        let value = item.ty.map(|_| quote!((_)));
        quote!(Self::#ident #value => #type_const,)
    });
    let agrees = items.items.iter().enumerate().filter_map(|(index, item)| {
        let select = item.select().filter(|select| !select.is_outer())?;
        let (ident, ty, type_const) = (item.ident, item.ty?, type_const(item, index));
        let key = selectors.find(select, Side::Emit);
        let agrees = quote_spanned!(ty.span()=> <#ty as __NlEmit>::agrees);
        Some(quote! {
            Self::#ident(__nl_value) if !#agrees(__nl_value, #key) => {
                ::core::result::Result::Err(#type_const)
            }
        })
    });
    let agrees_with = items.items.iter().filter_map(|item| {
        item.select().filter(|select| select.is_outer())?;
        let (ident, ty) = (item.ident, item.ty?);
        let agrees = quote_spanned!(ty.span()=> <#ty as __NlEmit>::agrees);
        Some(quote!(Self::#ident(__nl_value) => #agrees(__nl_value, __nl_key),))
    });
    let (unknown_len, unknown_emit, unknown_type) = match &items.unknown {
        Some((ident, ty)) => {
            let get = quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<__NlAttr<'_>>>::get);
            (
                quote!(Self::#ident(__nl_attr) => #get(__nl_attr).whole_len(),),
                quote! {
                    Self::#ident(__nl_attr) => {
                        __nl::__private::emit_raw_attr(#get(__nl_attr), __nl_out, __nl_cx)
                    }
                },
                quote!(Self::#ident(__nl_attr) => #get(__nl_attr).ty(),),
            )
        }
        None => Default::default(),
    };
    quote! {
        #head {
            const EMIT_ITEM_POLICY: &'static __nl::Policy = #policy;
            const EMIT_ITEM_NEEDS_KEY: bool = #needs_key;
            const SELECTS: bool = #selects;

            #[inline]
            fn item_len(&self) -> usize {
                match self { #(#lens)* #unknown_len }
            }

            #[inline]
            fn emit_item<'__nl_out>(
                &self,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                match self { #(#emits)* #unknown_emit }
            }

            #[inline]
            fn item_type(&self) -> u16 {
                match self { #(#types)* #unknown_type }
            }

            #[inline]
            fn item_agrees(&self, __nl_set: &[u8]) -> ::core::result::Result<(), u16> {
                match self {
                    #(#agrees)*
                    _ => ::core::result::Result::Ok(()),
                }
            }

            #[inline]
            fn item_agrees_with(
                &self,
                __nl_key: ::core::option::Option<__nl::policy::FoundKey<'_>>,
            ) -> bool {
                match self {
                    #(#agrees_with)*
                    _ => true,
                }
            }
        }
    }
}

/// The arm that emits one item.
fn emit_item(item: &Item<'_>, index: usize) -> TokenStream {
    let (ident, type_const) = (item.ident, type_const(item, index));
    let ty_field = match &item.nla.net_byteorder {
        Some(_) => quote!(#type_const | __nl::attr::NET_BYTEORDER),
        None => quote!(#type_const),
    };
    let Some(ty) = item.ty else {
        return quote! {
            Self::#ident => __nl::__private::emit_flag(#ty_field, __nl_out, __nl_cx),
        };
    };
    let rule = item.nla.has_rules(Side::Emit).then(|| {
        let rule = rule(&quote!(<Self as __nl::__private::EmitItem>::EMIT_ITEM_POLICY), index);
        quote!(#rule,)
    });
    let emit = match (item.codec(), &rule) {
        (Some(codec), Some(_)) => quote_spanned! {codec.span()=>
            <#codec as __NlEmitWith<#ty>>::emit_ruled_attr
        },
        (Some(codec), None) => quote_spanned! {codec.span()=>
            <#codec as __NlEmitWith<#ty>>::emit_attr
        },
        (None, Some(_)) => quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit_ruled_attr),
        (None, None) => quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit_attr),
    };
    quote! {
        Self::#ident(__nl_value) => #emit(__nl_value, #ty_field, #rule __nl_out, __nl_cx),
    }
}

fn values<'s>(items: &'s Items<'_>) -> impl Iterator<Item = &'s Type> {
    items.items.iter().filter(|item| item.codec().is_none()).filter_map(|item| item.ty)
}

fn coded<'s>(items: &'s Items<'_>) -> impl Iterator<Item = (&'s Type, &'s Type)> {
    items.items.iter().filter_map(|item| Some((item.codec()?, item.ty?)))
}

fn type_const(item: &Item<'_>, number: usize) -> TokenStream {
    attr_type(&item.nla.ty, number)
}

/// What the set may contain: any of the attributes, any number of times.
fn policy(
    container: &Container<'_>,
    items: &Items<'_>,
    selectors: &Selectors<'_>,
    side: Side,
) -> TokenStream {
    let name = syn::ext::IdentExt::unraw(&container.input.ident).to_string();
    let attrs = items.items.iter().enumerate().map(|(index, item)| {
        let mut attr = match item.ty {
            Some(ty) => attr_policy(container, (ty, false), &item.nla, side),
            None => quote!(__nl::AttrPolicy::new(__nl::policy::Kind::Flag)),
        };
        if let Some(select) = item.select() {
            let selector = selectors.policy(select, side);
            attr = quote!(#attr.selected_by(#selector));
        }
        let (ty, name) = (type_const(item, index), item.name());
        quote!(#attr.occurring(__nl::policy::Occurs::Repeated).named(#ty, #name))
    });
    let unknown = if items.refuses_unknown {
        Some(quote!(.with_unknown(__nl::policy::Unknowns::Refuse)))
    } else {
        items.unknown.as_ref().map(|_| quote!(.with_unknown(__nl::policy::Unknowns::Keep)))
    };
    let new = indexed(&name, attrs);
    quote!(&#new #unknown)
}

//! Enums of attributes: the items of a typed stream.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::checks;
use super::emit::{attr_len, emit_attr};
use super::generics::{bounded, impl_for, wire_lifetime, with_codecs, with_wire_lifetime};
use super::names::numbered;
use super::policy::{attr_policy, types};
use crate::model::{Container, Items};
use crate::side::Side;
use crate::syntax::Nla;

/// A variant with a field.
struct Item<'i> {
    ident: &'i syn::Ident,
    ty: &'i Type,
    nla: &'i Nla,
    name: String,
}

impl Item<'_> {
    fn codec(&self) -> Option<&Type> {
        self.nla.with.as_ref().map(|with| &with.value)
    }
}

/// The variants for which code is generated.
struct Known<'i> {
    items: Vec<Item<'i>>,
    unknown: Option<(&'i syn::Ident, &'i Type)>,
    refuses_unknown: bool,
}

pub(super) fn expand(container: &Container<'_>, items: &Items<'_>, side: Side) -> TokenStream {
    let known = items.items.iter().filter_map(|item| {
        Some(Item { ident: item.ident, ty: item.ty?, nla: &item.nla, name: item.name() })
    });
    let items = &Known {
        items: known.collect(),
        unknown: items.unknown,
        refuses_unknown: items.refuses_unknown,
    };
    let consts = types(items.items.iter().map(|item| &item.nla.ty));
    let rules = items.items.iter().map(|item| {
        checks::rules(container, (item.ty, item.codec()), item.nla.rules(side), None, side)
    });
    let rules: TokenStream = rules.collect();
    let impls = match side {
        Side::Parse => parse(container, items),
        Side::Emit => emit(container, items),
    };
    quote!(#consts #rules #impls)
}

fn parse(container: &Container<'_>, items: &Known<'_>) -> TokenStream {
    let wire = wire_lifetime(container);
    let plain = items.items.iter().filter(|item| item.nla.with.is_none()).map(|item| item.ty);
    let generics =
        bounded(container, with_wire_lifetime(container), plain, &quote!(__NlParse<#wire>));
    let generics = with_codecs(container, generics, coded(items), Side::Parse);
    let head = impl_for(container, &generics, &quote!(__nl::ParseItem<#wire>));
    let policy = policy(container, items, Side::Parse);
    let own_policy = quote!(<Self as __nl::ParseItem<'_>>::POLICY);
    let arms = items.items.iter().enumerate().map(|(number, item)| {
        let (ty_const, ident, ty) = (type_const(item, number), item.ident, item.ty);
        let parse = match item.codec() {
            Some(codec) => {
                quote_spanned!(codec.span()=> <#codec as __NlParseWith<'_, #ty>>::decode)
            }
            None => quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::parse),
        };
        let value = quote!(#parse(attr.input()));
        let value = super::parse::by_rule(item.nla, &own_policy, number, value, &quote!(attr));
        quote!(#ty_const => #value.map(Self::#ident),)
    });
    let other = match &items.unknown {
        Some((ident, ty)) => {
            let keep = quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<__NlAttr<'_>>>::of);
            quote! {
                _ => return ::core::result::Result::Ok(
                    ::core::option::Option::Some(Self::#ident(#keep(attr))),
                ),
            }
        }
        None if items.refuses_unknown => quote! {
            _ => __nl::__private::refuse_unknown(attr),
        },
        None => quote!(_ => return ::core::result::Result::Ok(::core::option::Option::None),),
    };
    let view = super::view(container);
    quote! {
        #head {
            const POLICY: &'static __nl::Policy = #policy;

            #[inline(always)]
            fn parse_item(
                attr: __NlAttr<#wire>,
            ) -> ::core::result::Result<::core::option::Option<Self>, __nl::ParseError> {
                let result = match attr.ty() {
                    #(#arms)*
                    #other
                };
                match result {
                    ::core::result::Result::Ok(item) => {
                        ::core::result::Result::Ok(::core::option::Option::Some(item))
                    }
                    ::core::result::Result::Err(error) => __nl::__private::failed(
                        error,
                        attr,
                        <Self as __nl::ParseItem<'_>>::POLICY,
                    ),
                }
            }
        }

        #view
    }
}

fn emit(container: &Container<'_>, items: &Known<'_>) -> TokenStream {
    let plain = items.items.iter().filter(|item| item.nla.with.is_none()).map(|item| item.ty);
    let generics = bounded(container, container.input.generics.clone(), plain, &quote!(__NlEmit));
    let generics = with_codecs(container, generics, coded(items), Side::Emit);
    let head = impl_for(container, &generics, &quote!(__nl::EmitItem));
    let policy = policy(container, items, Side::Emit);
    let lens = items.items.iter().map(|item| {
        let (ident, ty) = (item.ident, item.ty);
        let len = attr_len(ty, item.codec(), &quote!(value));
        quote!(Self::#ident(value) => #len,)
    });
    let own_policy = quote!(<Self as __nl::EmitItem>::POLICY);
    let emits = items.items.iter().enumerate().map(|(number, item)| {
        let (ident, ty, ty_const) = (item.ident, item.ty, type_const(item, number));
        let emit = emit_attr(ty, item.codec(), &quote!(value), &ty_const);
        let emit = super::emit::by_rule(item.nla, &own_policy, number, emit);
        quote!(Self::#ident(value) => #emit,)
    });
    let (unknown_len, unknown_emit) = match &items.unknown {
        Some((ident, ty)) => {
            let get = quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<__NlAttr<'_>>>::get);
            (
                quote!(Self::#ident(attr) => #get(attr).whole_len(),),
                quote!(Self::#ident(attr) => #get(attr).emit(__nl_writer),),
            )
        }
        None => Default::default(),
    };
    quote! {
        #head {
            const POLICY: &'static __nl::Policy = #policy;

            #[inline]
            fn item_len(&self) -> usize {
                match self { #(#lens)* #unknown_len }
            }

            #[inline]
            fn emit_item<__NlBuffer: __nl::Buffer>(
                &self,
                __nl_writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                let __nl_policy = <Self as __nl::EmitItem>::POLICY;
                match self { #(#emits)* #unknown_emit }
            }
        }
    }
}

fn coded<'i>(items: &'i Known<'_>) -> impl Iterator<Item = (&'i Type, &'i Type)> {
    items.items.iter().filter_map(|item| Some((item.codec()?, item.ty)))
}

fn type_const(item: &Item<'_>, number: usize) -> syn::Ident {
    numbered("TYPE", number, item.nla.ty.span())
}

/// What the set may contain: any of the attributes, any number of times.
fn policy(container: &Container<'_>, items: &Known<'_>, side: Side) -> TokenStream {
    let name = container.input.ident.unraw().to_string();
    let attrs = items.items.iter().enumerate().map(|(number, item)| {
        let attr = attr_policy(container, item.ty, item.nla, side);
        let (ty, name) = (type_const(item, number), &item.name);
        quote!(#attr.occurring(__nl::policy::Occurs::Repeated).named(#ty, #name))
    });
    let unknown = if items.refuses_unknown {
        Some(quote!(.with_unknown(__nl::policy::Unknowns::Refuse)))
    } else {
        items.unknown.as_ref().map(|_| quote!(.with_unknown(__nl::policy::Unknowns::Keep)))
    };
    quote!(&__nl::Policy::new(#name, const { &[#(#attrs),*] })#unknown)
}

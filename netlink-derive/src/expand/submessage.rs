//! Sub-messages: enums of which a key elsewhere chooses one variant.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, LitByteStr};

use super::checks;
use super::generics::{bounded, impl_for, wire_lifetime, with_wire_lifetime};
use crate::model::{Container, KeyKind, SubMessage};
use crate::side::Side;
use crate::syntax::as_string;

/// A variant with a field, and the first of its keys.
struct Variant<'i> {
    ident: &'i syn::Ident,
    ty: &'i syn::Type,
    key: &'i Expr,
}

/// The variants for which code is generated.
struct Known<'i> {
    keys: KeyKind,
    variants: Vec<Variant<'i>>,
    other: Option<(&'i syn::Ident, &'i syn::Type)>,
}

pub(crate) fn expand(container: &Container<'_>, sub: &SubMessage<'_>, side: Side) -> TokenStream {
    let variants = sub.variants.iter().filter_map(|variant| {
        Some(Variant { ident: variant.ident, ty: variant.ty?, key: variant.keys.first()? })
    });
    let sub = Known { keys: sub.keys, variants: variants.collect(), other: sub.other };
    match side {
        Side::Parse => parse(container, &sub),
        Side::Emit => emit(container, &sub),
    }
}

fn parse(container: &Container<'_>, sub: &Known<'_>) -> TokenStream {
    let wire = wire_lifetime(container);
    let generics =
        bounded(container, with_wire_lifetime(container), types(sub), &quote!(__NlParse<#wire>));
    let (key, generics) = keyed(sub, &generics);
    let head = impl_for(container, &generics, &quote!(__NlParseSelected<#wire, #key>));
    let attr = attr(sub, &quote!(__NlParse<'_>));
    let consts = key_consts(sub);
    let arms = sub.variants.iter().zip(0_u16..).map(|(variant, number)| {
        let (name, ty, key) = (variant.ident, variant.ty, key_pattern(variant, number));
        let read = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>);
        quote! {
            ::core::option::Option::Some(#key) => {
                __nl::__private::in_variant(
                    __nl::__private::enter_form(__nl_input, || #read::ATTR)
                        .and_then(|__nl_form| #read::parse(__nl_form)),
                    #number,
                )
                .map(Self::#name)
            }
        }
    });
    let other = match &sub.other {
        Some((name, ty)) => {
            let parse = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::parse);
            quote!(#parse(__nl_input).map(Self::#name))
        }
        None => quote!(__nl::__private::no_variant(__nl_input)),
    };
    let all = || {
        let variants = sub.variants.iter().map(|variant| (variant.ident, variant.ty));
        variants.chain(sub.other.iter().map(|(name, ty)| (*name, *ty)))
    };
    let names: Vec<_> = all().map(|(name, _)| name).collect();
    let read = |function: &str| -> Vec<_> {
        let all = all().map(|(_, ty)| {
            let function = syn::Ident::new(function, ty.span());
            quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::#function)
        });
        all.collect()
    };
    let (absents, placeholders, parses) = (read("absent"), read("placeholder"), read("parse"));
    quote! {
        #consts

        #head {
            const ATTR: __nl::AttrPolicy = #attr;

            #[inline]
            fn parse_selected(
                __nl_key: ::core::option::Option<#key>,
                __nl_input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                match __nl_key {
                    #(#arms)*
                    _ => #other,
                }
            }

            #[inline]
            fn placeholder() -> ::core::option::Option<Self> {
                ::core::option::Option::None
                    #(.or_else(|| #absents().or_else(|| #placeholders()).map(Self::#names)))*
            }

            fn anything(__nl_input: __nl::Input<#wire>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
                    #(.or_else(|| #parses(__nl_input).ok().map(Self::#names)))*
            }
        }
    }
}

fn emit(container: &Container<'_>, sub: &Known<'_>) -> TokenStream {
    let generics =
        bounded(container, container.input.generics.clone(), types(sub), &quote!(__NlEmit));
    let (key, generics) = keyed(sub, &generics);
    let head = impl_for(container, &generics, &quote!(__NlEmitSelected<#key>));
    let attr = attr(sub, &quote!(__NlEmit));
    let consts = key_consts(sub);
    let all: Vec<_> = sub
        .variants
        .iter()
        .zip(0_u16..)
        .map(|(variant, number)| (variant.ident, variant.ty, Some(key_pattern(variant, number))))
        .chain(sub.other.iter().map(|(name, ty)| (*name, *ty, None)))
        .collect();
    let declared =
        sub.variants.iter().zip(0_u16..).map(|(variant, number)| key_pattern(variant, number));
    let declared = quote!(::core::option::Option::Some(#(#declared)|*));
    let agrees = all.iter().map(|(name, _, key)| match key {
        Some(key) => quote! {
            Self::#name(_) => ::core::matches!(__nl_key, ::core::option::Option::Some(#key)),
        },
        None if sub.variants.is_empty() => quote!(Self::#name(_) => true,),
        None => quote!(Self::#name(_) => !::core::matches!(__nl_key, #declared),),
    });
    let lens = all.iter().map(|(name, ty, _)| {
        let len = quote_spanned!(ty.span()=> <#ty as __NlEmit>::attr_len);
        quote!(Self::#name(__nl_value) => #len(__nl_value),)
    });
    let emits = all.iter().zip(0_u16..).map(|((name, ty, key), number)| {
        let step =
            key.as_ref().map(|_| quote!(.map_err(__nl::__private::emitting_variant(#number))));
        let emit = quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit_attr);
        quote!(Self::#name(__nl_value) => #emit(__nl_value, __nl_ty, __nl_writer) #step,)
    });
    quote! {
        #consts

        #head {
            const ATTR: __nl::AttrPolicy = #attr;

            fn agrees(&self, __nl_key: ::core::option::Option<#key>) -> bool {
                match self { #(#agrees)* }
            }

            fn selected_len(&self) -> usize {
                match self { #(#lens)* }
            }

            fn emit_selected<__NlBuffer: __nl::Buffer>(
                &self,
                __nl_ty: u16,
                __nl_writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                match self { #(#emits)* }
            }
        }
    }
}

fn types<'i>(sub: &Known<'i>) -> impl Iterator<Item = &'i syn::Type> {
    let other = sub.other.iter().map(|(_, ty)| *ty);
    sub.variants.iter().map(|variant| variant.ty).chain(other)
}

/// The type of the key, and the generics with its lifetime.
fn keyed(sub: &Known<'_>, generics: &syn::Generics) -> (TokenStream, syn::Generics) {
    let mut generics = generics.clone();
    let key = match sub.keys {
        KeyKind::Text => {
            generics.params.insert(0, syn::parse_quote!('__nl_key));
            quote!(&'__nl_key [u8])
        }
        KeyKind::Number => quote!(u64),
    };
    (key, generics)
}

/// A sub-message's policy: its variants, in their order.
fn attr(sub: &Known<'_>, side: &TokenStream) -> TokenStream {
    let variants = sub.variants.iter().zip(0_u16..).map(|(variant, number)| {
        let ty = variant.ty;
        let key = match as_string(variant.key) {
            Some(text) => quote!(__nl::policy::Key::Text(#text)),
            None => {
                let name = key_name(variant.key, number);
                quote!(__nl::policy::Key::Number(#name))
            }
        };
        quote_spanned! {ty.span()=>
            __nl::policy::Variant::new(#key, || <#ty as #side>::ATTR)
        }
    });
    quote!(__nl::AttrPolicy::submessage(const { &[#(#variants),*] }))
}

/// Keys that are numbers, as constants that a pattern can name.
fn key_consts(sub: &Known<'_>) -> TokenStream {
    if sub.keys == KeyKind::Text {
        return TokenStream::new();
    }
    let array = checks::array("KEYS");
    let checked = checks::numbers("KEYS", "check_key", sub.variants.iter().map(|sub| sub.key));
    let consts = sub.variants.iter().zip(0_u16..).map(|(variant, number)| {
        let (name, index) = (key_name(variant.key, number), usize::from(number));
        quote!(const #name: u64 = __nl::__private::key(#array[#index]);)
    });
    quote!(#checked #(#consts)*)
}

fn key_name(key: &Expr, number: u16) -> syn::Ident {
    super::names::numbered("KEY", number.into(), key.span())
}

fn key_pattern(variant: &Variant<'_>, number: u16) -> TokenStream {
    match as_string(variant.key) {
        Some(text) => {
            let bytes = LitByteStr::new(text.value().as_bytes(), text.span());
            quote!(#bytes)
        }
        None => {
            let name = key_name(variant.key, number);
            quote!(#name)
        }
    }
}

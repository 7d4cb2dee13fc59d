//! Sub-messages: enums of which a key elsewhere chooses one variant.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, LitByteStr, Type};

use super::attr_policy::own_attr;
use super::generics::{bounded, impl_for, wire_lifetime, with_wire_lifetime};
use super::names::numbered;
use super::numbers::{array, numbers};
use crate::model::{Container, KeyKind, SubMessage};
use crate::side::Side;
use crate::syntax::as_string;

/// One key, with the variant that it chooses.
struct Choice<'s> {
    index: u16,
    key: &'s Expr,
    ident: &'s Ident,
    ty: Option<&'s Type>,
    /// Whether it is the first key of its variant.
    is_first: bool,
}

fn choices<'s>(sub: &'s SubMessage<'_>) -> Vec<Choice<'s>> {
    let keys = sub.variants.iter().flat_map(|variant| {
        let keys = variant.keys.iter().enumerate();
        keys.map(move |(number, key)| (variant, key, number == 0))
    });
    let choices = keys.zip(0_u16..).map(|((variant, key, is_first), index)| Choice {
        index,
        key,
        ident: variant.ident,
        ty: variant.ty,
        is_first,
    });
    choices.collect()
}

pub(crate) fn expand(container: &Container<'_>, sub: &SubMessage<'_>, side: Side) -> TokenStream {
    let choices = choices(sub);
    let consts = key_consts(sub.keys, &choices);
    let impls = match side {
        Side::Parse => parse(container, sub, &choices),
        Side::Emit => emit(container, sub, &choices),
    };
    quote!(#consts #impls)
}

fn types<'s>(sub: &'s SubMessage<'_>) -> impl Iterator<Item = &'s Type> {
    let other = sub.other.iter().map(|(_, ty)| *ty);
    sub.variants.iter().filter_map(|variant| variant.ty).chain(other)
}

fn parse(container: &Container<'_>, sub: &SubMessage<'_>, choices: &[Choice<'_>]) -> TokenStream {
    let wire = wire_lifetime(container);
    let of_trait = quote!(__NlParse<#wire>);
    let generics = bounded(container, with_wire_lifetime(container), types(sub), &of_trait);
    let head = impl_for(container, &generics, &of_trait);
    let attr = attr(choices, Side::Parse);
    let key = key(sub.keys);
    let arms = choices.iter().map(|choice| {
        let (name, index, pattern) = (choice.ident, choice.index, pattern(choice));
        match choice.ty {
            Some(ty) => {
                let value = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>);
                quote! {
                    ::core::option::Option::Some(#pattern) => {
                        let __nl_read = #value::read(__nl_cx, __nl_payload);
                        ::core::result::Result::Ok(Self::#name(__nl::__private::read_variant(
                            __nl_read,
                            __nl_cx,
                            __nl_payload,
                            #index,
                            &#value::PARSE_ATTR,
                        )?))
                    }
                }
            }
            None => quote! {
                ::core::option::Option::Some(#pattern) => {
                    __nl::__private::read_empty_variant(__nl_cx, __nl_payload, #index)?;
                    ::core::result::Result::Ok(Self::#name)
                }
            },
        }
    });
    let other = match &sub.other {
        Some((name, ty)) => {
            let read = quote_spanned!(ty.span()=> __nl::__private::read_other::<#ty>);
            quote!(::core::result::Result::Ok(Self::#name(#read(__nl_cx, __nl_payload)?)))
        }
        None => quote! {
            ::core::result::Result::Err(__nl::__private::Refusal::Because(
                __nl::ErrorKind::Selector,
            ))
        },
    };
    let view = super::view(container);
    quote! {
        #head {
            const PARSE_ATTR: __nl::AttrPolicy = #attr;
            const NEEDS_KEY: bool = true;

            #[inline]
            fn parse(
                __nl_input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                __nl::__private::parse_value(__nl_input)
            }

            #[inline]
            fn read(
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_payload: &#wire [u8],
            ) -> ::core::result::Result<Self, __nl::__private::Refusal> {
                match #key {
                    #(#arms)*
                    _ => #other,
                }
            }
        }

        #view
    }
}

/// The key of the context, as the patterns have it.
fn key(kind: KeyKind) -> TokenStream {
    match kind {
        KeyKind::Text => quote!(__nl::__private::text_key(__nl_cx.key)),
        KeyKind::Number => quote!(__nl::__private::number_key(__nl_cx.key)),
    }
}

fn emit(container: &Container<'_>, sub: &SubMessage<'_>, choices: &[Choice<'_>]) -> TokenStream {
    let of_trait = quote!(__NlEmit);
    let generics = bounded(container, container.input.generics.clone(), types(sub), &of_trait);
    let head = impl_for(container, &generics, &of_trait);
    let by_reference = impl_for(container, &generics, &quote!(__nl::__private::EmitRef));
    let attr = attr(choices, Side::Emit);
    let lens = sub.variants.iter().map(|variant| {
        let name = variant.ident;
        match variant.ty {
            Some(ty) => {
                let len = quote_spanned!(ty.span()=> <#ty as __NlEmit>::payload_len);
                quote!(Self::#name(__nl_value) => #len(__nl_value),)
            }
            None => quote!(Self::#name => 0,),
        }
    });
    let firsts = || choices.iter().filter(|choice| choice.is_first);
    let emits = firsts().map(|choice| {
        let (name, index) = (choice.ident, choice.index);
        match choice.ty {
            Some(ty) => {
                let emit = quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit);
                quote! {
                    Self::#name(__nl_value) => {
                        let __nl_emitted = #emit(__nl_value, __nl_out, __nl_cx);
                        __nl::__private::emit_variant(__nl_emitted, #index, __nl_cx)
                    }
                }
            }
            None => quote!(Self::#name => ::core::result::Result::Ok(__nl_out),),
        }
    });
    let attrs = firsts().map(|choice| {
        let (name, index) = (choice.ident, choice.index);
        match choice.ty {
            Some(ty) => {
                let emit = quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit_attr);
                quote! {
                    Self::#name(__nl_value) => {
                        let __nl_emitted = #emit(__nl_value, __nl_ty, __nl_out, __nl_cx);
                        __nl::__private::emit_variant(__nl_emitted, #index, __nl_cx)
                    }
                }
            }
            None => quote! {
                Self::#name => __nl::__private::emit_flag(__nl_ty, __nl_out, __nl_cx),
            },
        }
    });
    let other = sub.other.as_ref().map(|(name, ty)| {
        let value = quote_spanned!(ty.span()=> <#ty as __NlEmit>);
        (
            quote!(Self::#name(__nl_value) => #value::payload_len(__nl_value),),
            quote!(Self::#name(__nl_value) => #value::emit(__nl_value, __nl_out, __nl_cx),),
            quote! {
                Self::#name(__nl_value) => {
                    #value::emit_attr(__nl_value, __nl_ty, __nl_out, __nl_cx)
                }
            },
        )
    });
    let (other_len, other_emit, other_attr) = other.unwrap_or_default();
    let agrees = agrees(sub, choices);
    quote! {
        #head {
            const EMIT_ATTR: __nl::AttrPolicy = #attr;
            const EMITS_BY_KEY: bool = true;

            #[inline]
            fn payload_len(&self) -> usize {
                match self { #(#lens)* #other_len }
            }

            #[inline]
            fn emit<'__nl_out>(
                &self,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                match self { #(#emits)* #other_emit }
            }

            #[inline]
            fn emit_attr<'__nl_out>(
                &self,
                __nl_ty: u16,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                match self { #(#attrs)* #other_attr }
            }

            #[inline]
            fn agrees(
                &self,
                __nl_key: ::core::option::Option<__nl::policy::FoundKey<'_>>,
            ) -> bool {
                #agrees
            }
        }

        #by_reference {
            type By = __nl::__private::Derived;
        }
    }
}

/// Whether the key chooses the variant that the value is.
fn agrees(sub: &SubMessage<'_>, choices: &[Choice<'_>]) -> TokenStream {
    let key = match sub.keys {
        KeyKind::Text => quote!(__nl::__private::text_key(__nl_key)),
        KeyKind::Number => quote!(__nl::__private::number_key(__nl_key)),
    };
    let arms = sub.variants.iter().map(|variant| {
        let own = choices.iter().filter(|choice| choice.ident == variant.ident);
        let patterns = own.map(pattern);
        let name = variant.ident;
        let value = match variant.ty {
            Some(_) => quote!(Self::#name(_)),
            None => quote!(Self::#name),
        };
        quote! {
            #value => ::core::matches!(#key, ::core::option::Option::Some(#(#patterns)|*)),
        }
    });
    let other = sub.other.as_ref().map(|(name, _)| {
        let patterns = choices.iter().map(pattern);
        if choices.is_empty() {
            quote!(Self::#name(_) => true,)
        } else {
            quote! {
                Self::#name(_) => {
                    !::core::matches!(#key, ::core::option::Option::Some(#(#patterns)|*))
                }
            }
        }
    });
    quote!(match self { #(#arms)* #other })
}

/// A sub-message's policy: one entry for each key.
fn attr(choices: &[Choice<'_>], side: Side) -> TokenStream {
    let variants = choices.iter().map(|choice| {
        let key = match as_string(choice.key) {
            Some(text) => quote!(__nl::policy::Key::Text(#text)),
            None => {
                let name = key_name(choice);
                quote!(__nl::policy::Key::Number(#name))
            }
        };
        match choice.ty {
            Some(ty) => {
                let attr = own_attr(ty, None::<&Type>, side, false);
                quote_spanned!(ty.span()=> __nl::policy::Variant::new(#key, || #attr))
            }
            None => quote! {
                __nl::policy::Variant::new(
                    #key, || __nl::AttrPolicy::new(__nl::policy::Kind::Flag),
                )
            },
        }
    });
    quote!(__nl::AttrPolicy::submessage(const { &[#(#variants),*] }))
}

/// Keys that are numbers, as constants that a pattern can name.
fn key_consts(kind: KeyKind, choices: &[Choice<'_>]) -> TokenStream {
    if kind == KeyKind::Text {
        return TokenStream::new();
    }
    let array = array("KEYS");
    let checked = numbers("KEYS", ("check_key", u64::MAX), choices.iter().map(|choice| choice.key));
    let consts = choices.iter().map(|choice| {
        let (name, index) = (key_name(choice), usize::from(choice.index));
        quote!(const #name: u64 = __nl::__private::key(#array[#index]);)
    });
    quote!(#checked #(#consts)*)
}

fn key_name(choice: &Choice<'_>) -> Ident {
    numbered("KEY", choice.index.into(), choice.key.span())
}

fn pattern(choice: &Choice<'_>) -> TokenStream {
    match as_string(choice.key) {
        Some(text) => {
            let bytes = LitByteStr::new(text.value().as_bytes(), text.span());
            quote!(#bytes)
        }
        None => {
            let name = key_name(choice);
            quote!(#name)
        }
    }
}

//! Structs with one unnamed field: what the field is, with the rules of the type.

use core::iter;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::attr_policy::{apply_rules, is_here, own_attr};
use super::generics::{bounded, impl_for, wire_lifetime, with_wire_lifetime};
use super::numbers::array;
use super::policy::set_policy;
use super::{checks, message};
use crate::model::{Container, Newtype, mentions};
use crate::side::Side;
use crate::syntax::Rules;

pub(super) fn expand(container: &Container<'_>, newtype: &Newtype<'_>, side: Side) -> TokenStream {
    match (side, newtype.is_repeated) {
        (Side::Parse, false) => parse(container, newtype),
        (Side::Emit, false) => emit(container, newtype),
        (Side::Parse, true) => parse_repeated(container, newtype),
        (Side::Emit, true) => emit_repeated(container, newtype),
    }
}

/// Whether the inner type contains the type itself, so that its constants cannot be used.
fn is_recursive(container: &Container<'_>, newtype: &Newtype<'_>) -> bool {
    let own = [container.input.ident.to_string(), "Self".to_owned()];
    mentions(quote::ToTokens::to_token_stream(newtype.ty), &own)
}

fn parse(container: &Container<'_>, newtype: &Newtype<'_>) -> TokenStream {
    let (ty, wire) = (newtype.ty, wire_lifetime(container));
    let of_trait = quote!(__NlParse<#wire>);
    let whole = quote!(__NlParseSet<#wire>);
    let of_inner = if container.message.is_some() { &whole } else { &of_trait };
    let generics = bounded(container, with_wire_lifetime(container), iter::once(ty), of_inner);
    let head = impl_for(container, &generics, &of_trait);
    let inner = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>);
    let (checks, attr) = attr(container, newtype, Side::Parse);
    let rule = if newtype.rules.is_empty() {
        quote!(__nl::__private::Rule::None)
    } else {
        quote! {
            const {
                __nl::__private::Rule::of_attr(const { &<Self as __NlParse<'_>>::PARSE_ATTR })
            }
        }
    };
    let parse = if newtype.rules.is_empty() {
        quote! {
            match #inner::parse(__nl_input) {
                ::core::result::Result::Ok(__nl_value) => {
                    ::core::result::Result::Ok(Self(__nl_value))
                }
                ::core::result::Result::Err(__nl_error) => {
                    ::core::result::Result::Err(__nl_error)
                }
            }
        }
    } else {
        quote!(__nl::__private::parse_value(__nl_input))
    };
    let needs_key =
        if is_recursive(container, newtype) { quote!(false) } else { quote!(#inner::NEEDS_KEY) };
    let set = container.message.as_ref().map(|_| {
        let head = impl_for(container, &generics, &whole);
        let policy = named(container, &set_policy(ty, Side::Parse));
        quote!(#head { const PARSE_POLICY: &'static __nl::Policy = #policy; })
    });
    let view = super::view(container);
    let message = message::expand(container, &generics, Side::Parse);
    quote! {
        #checks

        #head {
            const PARSE_ATTR: __nl::AttrPolicy = #attr;
            const NEEDS_KEY: bool = #needs_key;

            #[inline]
            fn parse(
                __nl_input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #parse
            }

            #[inline(always)]
            fn read(
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_payload: &#wire [u8],
            ) -> ::core::result::Result<Self, __nl::__private::Refusal> {
                match #inner::read_ruled(__nl_cx, __nl_payload, #rule) {
                    ::core::result::Result::Ok(__nl_value) => {
                        ::core::result::Result::Ok(Self(__nl_value))
                    }
                    ::core::result::Result::Err(__nl_refusal) => {
                        ::core::result::Result::Err(__nl_refusal)
                    }
                }
            }

            #[inline(always)]
            fn insert(
                __nl_slot: &mut ::core::option::Option<Self>,
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_payload: &#wire [u8],
                __nl_rule: __nl::__private::Rule,
            ) -> __nl::__private::Verdict {
                let mut __nl_value = ::core::option::Option::None;
                #inner::insert(&mut __nl_value, __nl_cx, __nl_payload, __nl_rule.or(#rule))?;
                *__nl_slot = ::core::option::Option::map(__nl_value, Self);
                ::core::result::Result::Ok(())
            }

            #[inline(always)]
            fn assign(
                __nl_place: &mut Self,
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_payload: &#wire [u8],
                __nl_rule: __nl::__private::Rule,
            ) -> __nl::__private::Verdict {
                #inner::assign(&mut __nl_place.0, __nl_cx, __nl_payload, __nl_rule.or(#rule))
            }

            #[inline(always)]
            fn filler() -> ::core::option::Option<Self> {
                match #inner::filler() {
                    ::core::option::Option::Some(__nl_value) => {
                        ::core::option::Option::Some(Self(__nl_value))
                    }
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            }
        }

        #set
        #view
        #message
    }
}

/// The policy of the inner set, or of the message if it is a value without a name of its own.
fn named(container: &Container<'_>, policy: &TokenStream) -> TokenStream {
    let name = container.input.ident.unraw().to_string();
    quote!(&__nl::__private::named(#policy, #name))
}

/// The policy, and the checks of the rules in it.
fn attr(
    container: &Container<'_>,
    newtype: &Newtype<'_>,
    side: Side,
) -> (TokenStream, TokenStream) {
    let rules = [&*newtype.rules, &Rules::default()];
    let ty = (newtype.ty, None::<&Type>, newtype.is_repeated);
    let own = own_attr(newtype.ty, None::<&Type>, side, newtype.is_repeated);
    let rules_checked = checks::rules(container, ty, rules, None, side);
    let attr = apply_rules(own, rules, is_here(container, ty, rules));
    let Some(flags) = &newtype.flags else { return (rules_checked, attr) };
    let array = array("FLAGS");
    let flags_checked = checks::flags(container, newtype.ty, flags, side);
    let names = flags.value.iter().enumerate().map(|(number, flag)| {
        let name = flag.name.unraw().to_string();
        quote!(__nl::policy::Name { value: #array[#number], name: #name })
    });
    (quote!(#rules_checked #flags_checked), quote!(#attr.with_flags(const { &[#(#names),*] })))
}

fn emit(container: &Container<'_>, newtype: &Newtype<'_>) -> TokenStream {
    let ty = newtype.ty;
    let of_trait = quote!(__NlEmit);
    let whole = quote!(__NlEmitSet);
    let of_inner = if container.message.is_some() { &whole } else { &of_trait };
    let generics = bounded(container, container.input.generics.clone(), iter::once(ty), of_inner);
    let head = impl_for(container, &generics, &of_trait);
    let inner = quote_spanned!(ty.span()=> <#ty as __NlEmit>);
    let (checks, attr) = attr(container, newtype, Side::Emit);
    let rule = quote!(const { &<Self as __NlEmit>::EMIT_ATTR });
    let (emit, emit_attr) = if newtype.rules.is_empty() {
        (
            quote!(#inner::emit(&self.0, __nl_out, __nl_cx)),
            quote!(#inner::emit_attr(&self.0, __nl_ty, __nl_out, __nl_cx)),
        )
    } else {
        (
            quote! {
                __nl::__private::emit_payload_ruled(&self.0, #rule, __nl_out, __nl_cx)
            },
            quote! {
                #inner::emit_ruled_attr(
                    &self.0, __nl_ty, const { __NlFieldRule::of_attr(#rule) }, __nl_out, __nl_cx,
                )
            },
        )
    };
    let constants = if is_recursive(container, newtype) {
        TokenStream::new()
    } else {
        quote! {
            const FIXED_LEN: ::core::option::Option<usize> = #inner::FIXED_LEN;
            const IS_ALIGNED: bool = #inner::IS_ALIGNED;
            const EMITS_BY_KEY: bool = #inner::EMITS_BY_KEY;
            const MAY_BE_MALFORMED: bool = #inner::MAY_BE_MALFORMED;
            const KEEPS_FLAGS: bool = #inner::KEEPS_FLAGS;
        }
    };
    let set = container.message.as_ref().map(|_| {
        let head = impl_for(container, &generics, &whole);
        let policy = named(container, &set_policy(ty, Side::Emit));
        quote! {
            #head {
                const EMIT_POLICY: &'static __nl::Policy = #policy;

                #[inline]
                fn genl_version(&self) -> ::core::option::Option<u8> {
                    <#ty as __NlEmitSet>::genl_version(&self.0)
                }
            }
        }
    });
    let message = message::expand(container, &generics, Side::Emit);
    quote! {
        #checks

        #head {
            const EMIT_ATTR: __nl::AttrPolicy = #attr;
            #constants

            #[inline]
            fn payload_len(&self) -> usize {
                #inner::payload_len(&self.0)
            }

            #[inline]
            fn emit<'__nl_out>(
                &self,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                #emit
            }

            #[inline]
            fn emit_attr<'__nl_out>(
                &self,
                __nl_ty: u16,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                #emit_attr
            }

            #[inline]
            fn is_malformed(&self) -> bool {
                #inner::is_malformed(&self.0)
            }

            #[inline]
            fn agrees(
                &self,
                __nl_key: ::core::option::Option<__nl::policy::FoundKey<'_>>,
            ) -> bool {
                #inner::agrees(&self.0, __nl_key)
            }
        }

        #set
        #message
    }
}

fn parse_repeated(container: &Container<'_>, newtype: &Newtype<'_>) -> TokenStream {
    let (ty, wire) = (newtype.ty, wire_lifetime(container));
    let of_trait = quote!(__NlParseField<#wire>);
    let generics = bounded(container, with_wire_lifetime(container), iter::once(ty), &of_trait);
    let head = impl_for(container, &generics, &of_trait);
    let inner = quote_spanned!(ty.span()=> <#ty as __NlParseField<'_>>);
    let (checks, attr) = attr(container, newtype, Side::Parse);
    let rule = if newtype.rules.is_empty() {
        quote!(__nl::__private::Rule::None)
    } else {
        quote! {
            const {
                __nl::__private::Rule::of_attr(
                    const { &<Self as __NlParseField<'_>>::PARSE_FIELD },
                )
            }
        }
    };
    quote! {
        #checks

        #head {
            const PARSE_FIELD: __nl::AttrPolicy = #attr;
            const IS_REQUIRED: bool = #inner::IS_REQUIRED;
            const FIELD_NEEDS_KEY: bool = #inner::FIELD_NEEDS_KEY;

            #[inline(always)]
            fn start(
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_at: __NlStart<#wire>,
            ) -> ::core::option::Option<Self> {
                let __nl_at = __NlStart { rule: __nl_at.rule.or(#rule), ..__nl_at };
                ::core::option::Option::map(#inner::start(__nl_cx, __nl_at), Self)
            }

            #[inline]
            fn take(
                &mut self,
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_seen: __NlSeen<'_>,
                __nl_attr: __nl::__private::Found<#wire>,
                __nl_rule: __nl::__private::Rule,
            ) -> __nl::__private::Verdict {
                #inner::take(&mut self.0, __nl_cx, __nl_seen, __nl_attr, __nl_rule.or(#rule))
            }

            #[inline]
            fn is_parsed(&self) -> bool {
                #inner::is_parsed(&self.0)
            }
        }
    }
}

fn emit_repeated(container: &Container<'_>, newtype: &Newtype<'_>) -> TokenStream {
    let ty = newtype.ty;
    let of_trait = quote!(__NlEmitField);
    let generics = bounded(container, container.input.generics.clone(), iter::once(ty), &of_trait);
    let head = impl_for(container, &generics, &of_trait);
    let inner = quote_spanned!(ty.span()=> <#ty as __NlEmitField>);
    let (checks, attr) = attr(container, newtype, Side::Emit);
    let emit = if newtype.rules.is_empty() {
        quote!(#inner::emit_field(&self.0, __nl_ty, __nl_out, __nl_cx))
    } else {
        quote! {
            #inner::emit_ruled(
                &self.0,
                __nl_ty,
                const {
                    __NlFieldRule::of_attr(const { &<Self as __NlEmitField>::EMIT_FIELD })
                },
                __nl_out,
                __nl_cx,
            )
        }
    };
    quote! {
        #checks

        #head {
            const EMIT_FIELD: __nl::AttrPolicy = #attr;
            const FIXED_FIELD_LEN: ::core::option::Option<usize> = #inner::FIXED_FIELD_LEN;
            const EMIT_NEEDS_KEY: bool = #inner::EMIT_NEEDS_KEY;

            #[inline]
            fn field_len(&self) -> usize {
                #inner::field_len(&self.0)
            }

            #[inline]
            fn emit_field<'__nl_out>(
                &self,
                __nl_ty: u16,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                #emit
            }

            #[inline]
            fn call_field<'__nl_out>(
                &self,
                __nl_ty: u16,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                <Self as __NlEmitField>::emit_field(self, __nl_ty, __nl_out, __nl_cx)
            }

            #[inline]
            fn field_agrees(
                &self,
                __nl_key: ::core::option::Option<__nl::policy::FoundKey<'_>>,
            ) -> bool {
                #inner::field_agrees(&self.0, __nl_key)
            }

            #[inline]
            fn is_emitted(&self) -> bool {
                #inner::is_emitted(&self.0)
            }

            #[inline]
            fn is_nth_malformed(&self, __nl_index: usize) -> bool {
                #inner::is_nth_malformed(&self.0, __nl_index)
            }
        }
    }
}

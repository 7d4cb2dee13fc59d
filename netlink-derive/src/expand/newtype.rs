//! Structs of one field without a name: what the field is, with the rules written for the type.

use core::iter;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::checks;
use super::generics::{bounded, impl_for, wire_lifetime, with_wire_lifetime};
use super::policy::{apply_rules, own_attr};
use crate::model::{Container, Newtype};
use crate::side::Side;
use crate::syntax::Rules;

pub(super) fn expand(container: &Container<'_>, newtype: &Newtype<'_>, side: Side) -> TokenStream {
    match side {
        Side::Parse => parse(container, newtype),
        Side::Emit => emit(container, newtype),
    }
}

fn parse(container: &Container<'_>, newtype: &Newtype<'_>) -> TokenStream {
    let (ty, wire) = (newtype.ty, wire_lifetime(container));
    let of_trait = quote!(__NlParse<#wire>);
    let generics = bounded(container, with_wire_lifetime(container), iter::once(ty), &of_trait);
    let head = impl_for(container, &generics, &of_trait);
    let inner = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>);
    let (checks, attr) = attr(container, newtype, Side::Parse);
    let view = super::view(container);
    let methods = if newtype.rules.is_empty() {
        quote! {
            #[inline(always)]
            fn parse(
                input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #inner::parse(input).map(Self)
            }

            #[inline(always)]
            fn merge(
                slot: &mut ::core::option::Option<Self>,
                attr: __NlAttr<#wire>,
            ) -> ::core::result::Result<(), __nl::ParseError> {
                let mut inner = slot.take().map(|Self(inner)| inner);
                let result = #inner::merge(&mut inner, attr);
                *slot = inner.map(Self);
                result
            }
        }
    } else {
        quote! {
            #[inline(always)]
            fn parse(
                input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                let rule = const { <Self as __NlParse<'_>>::ATTR };
                __nl::__private::payload_by_rule(#inner::parse(input).map(Self), input, &rule)
            }
        }
    };
    quote! {
        #checks

        #head {
            const ATTR: __nl::AttrPolicy = #attr;

            #methods

            #[inline(always)]
            fn absent() -> ::core::option::Option<Self> {
                #inner::absent().map(Self)
            }

            #[inline(always)]
            fn placeholder() -> ::core::option::Option<Self> {
                #inner::placeholder().map(Self)
            }
        }

        #view
    }
}

/// The policy, and the checks of the rules in it.
fn attr(
    container: &Container<'_>,
    newtype: &Newtype<'_>,
    side: Side,
) -> (TokenStream, TokenStream) {
    let rules = [&*newtype.rules, &Rules::default()];
    let own = own_attr(newtype.ty, None::<&Type>, side);
    let rules_checked = checks::rules(container, (newtype.ty, None), rules, None, side);
    let attr = apply_rules(own, rules, checks::is_here(container, (newtype.ty, None), rules));
    let Some(flags) = &newtype.flags else { return (rules_checked, attr) };
    let array = checks::array("FLAGS");
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
    let generics = bounded(container, container.input.generics.clone(), iter::once(ty), &of_trait);
    let head = impl_for(container, &generics, &of_trait);
    let inner = quote_spanned!(ty.span()=> <#ty as __NlEmit>);
    let (checks, attr) = attr(container, newtype, Side::Emit);
    let methods = if newtype.rules.is_empty() {
        quote! {
            #[inline]
            fn emit<__NlBuffer: __nl::Buffer>(
                &self,
                writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                #inner::emit(&self.0, writer)
            }

            #[inline]
            fn attr_len(&self) -> usize {
                #inner::attr_len(&self.0)
            }

            #[inline(always)]
            fn emit_attr<__NlBuffer: __nl::Buffer>(
                &self,
                ty: u16,
                writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                #inner::emit_attr(&self.0, ty, writer)
            }
        }
    } else {
        quote! {
            #[inline]
            fn emit<__NlBuffer: __nl::Buffer>(
                &self,
                writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                let rule = const { <Self as __NlEmit>::ATTR };
                __nl::__private::emit_payload_by_rule(writer, &rule, |writer| {
                    #inner::emit(&self.0, writer)
                })
            }

            #[inline]
            fn attr_len(&self) -> usize {
                #inner::attr_len(&self.0)
            }

            #[inline]
            fn emit_attr<__NlBuffer: __nl::Buffer>(
                &self,
                ty: u16,
                writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                let rule = const { <Self as __NlEmit>::ATTR };
                __nl::__private::emit_attr_by_rule(writer, &rule, |writer| {
                    #inner::emit_attr(&self.0, ty, writer)
                })
            }
        }
    };
    quote! {
        #checks

        #head {
            const ATTR: __nl::AttrPolicy = #attr;

            #[inline]
            fn payload_len(&self) -> usize {
                #inner::payload_len(&self.0)
            }

            #methods
        }
    }
}

//! Enums of values: an integer on the wire, with names for some or all of its values.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Type};

use super::generics::{impl_for, wire_lifetime, with_wire_lifetime};
use super::names::numbered;
use crate::model::{Container, Value, Values};
use crate::side::Side;

pub(super) fn expand(container: &Container<'_>, values: &Values<'_>, side: Side) -> TokenStream {
    let repr = &values.repr;
    let on_the_wire = match &values.wire {
        Some(wire) => quote_spanned!(wire.span()=> #wire),
        None => quote!(#repr),
    };
    let consts = values.values.iter().enumerate().map(|(number, value)| {
        let (ident, value) = (value.ident, value.expr());
        let name = numbered("VALUE", number, ident.span());
        quote_spanned!(ident.span()=> const #name: #repr = #value;)
    });
    let span = on_the_wire.span();
    let repr = Ident::new(&repr.to_string(), span);
    let on_wire = quote_spanned!(span=> <#repr as __nl::__private::OnWire<#on_the_wire>>);
    let impls = match side {
        Side::Parse => parse(container, values, &on_wire),
        Side::Emit => emit(container, values, &on_wire),
    };
    quote!(#(#consts)* #impls)
}

fn parse(container: &Container<'_>, values: &Values<'_>, on_wire: &TokenStream) -> TokenStream {
    let wire = wire_lifetime(container);
    let generics = with_wire_lifetime(container);
    let head = impl_for(container, &generics, &quote!(__NlParse<#wire>));
    let attr = attr(values, &quote!(#on_wire::PARSE_ATTR));
    let arms = values.values.iter().enumerate().map(|(number, Value { ident, .. })| {
        let name = numbered("VALUE", number, ident.span());
        quote!(#name => ::core::option::Option::Some(Self::#ident),)
    });
    let other = match values.other {
        Some((ident, ty)) => {
            let of = is_repr(values, ty);
            quote!(__nl_other => ::core::option::Option::Some(Self::#ident(#of::of(__nl_other))),)
        }
        None => quote!(_ => ::core::option::Option::None,),
    };
    let filler = match values.values.first() {
        Some(Value { ident, .. }) => quote!(::core::option::Option::Some(Self::#ident)),
        None => quote!(::core::option::Option::None),
    };
    let repr = &values.repr;
    let of_repr =
        impl_for(container, &container.input.generics, &quote!(__nl::__private::FromRepr));
    let view = super::view(container);
    quote! {
        #head {
            const PARSE_ATTR: __nl::AttrPolicy = #attr;

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
                let __nl_value = #on_wire::read(__nl_cx, __nl_payload)?;
                <Self as __nl::__private::FromRepr>::from_repr(__nl_value)
                    .ok_or(__nl::__private::Refusal::Because(__nl::ErrorKind::Value))
            }

            #[inline(always)]
            fn filler() -> ::core::option::Option<Self> {
                #filler
            }
        }

        #of_repr {
            type Repr = #repr;

            #[inline]
            fn from_repr(__nl_value: #repr) -> ::core::option::Option<Self> {
                match __nl_value {
                    #(#arms)*
                    #other
                }
            }
        }

        #view
    }
}

fn emit(container: &Container<'_>, values: &Values<'_>, on_wire: &TokenStream) -> TokenStream {
    let head = impl_for(container, &container.input.generics, &quote!(__NlEmit));
    let to_repr = impl_for(container, &container.input.generics, &quote!(__nl::__private::ToRepr));
    let attr = attr(values, &quote!(#on_wire::EMIT_ATTR));
    let (ints, repr) = (ints(values), &values.repr);
    let inner = quote!(<Self as __nl::__private::ToRepr>::to_repr(self));
    quote! {
        #head {
            const EMIT_ATTR: __nl::AttrPolicy = #attr;
            const FIXED_LEN: ::core::option::Option<usize> = #on_wire::FIXED_LEN;

            #[inline]
            fn payload_len(&self) -> usize {
                #on_wire::payload_len(#inner)
            }

            #[inline]
            fn emit<'__nl_out>(
                &self,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                #on_wire::emit(#inner, __nl_out, __nl_cx)
            }

            #[inline]
            fn emit_attr<'__nl_out>(
                &self,
                __nl_ty: u16,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                #on_wire::emit_attr(#inner, __nl_ty, __nl_out, __nl_cx)
            }
        }

        #to_repr {
            type Repr = #repr;

            #[inline]
            fn to_repr(&self) -> #repr {
                #ints
            }
        }
    }
}

/// What the variant for other values holds, which must be the integer.
fn is_repr(values: &Values<'_>, ty: &Type) -> TokenStream {
    let repr = &values.repr;
    quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<#repr>>)
}

/// The value as an integer.
fn ints(values: &Values<'_>) -> TokenStream {
    let arms = values.values.iter().enumerate().map(|(number, Value { ident, .. })| {
        let name = numbered("VALUE", number, ident.span());
        quote!(Self::#ident => #name,)
    });
    let other = values.other.map(|(ident, ty)| {
        let get = is_repr(values, ty);
        quote!(Self::#ident(other) => *#get::get(other),)
    });
    quote!(match self { #(#arms)* #other })
}

/// The policy: that of the integer, with the names; a closed enum allows nothing else.
fn attr(values: &Values<'_>, side: &TokenStream) -> TokenStream {
    let names = values.values.iter().enumerate().map(|(number, Value { ident, .. })| {
        let value = numbered("VALUE", number, ident.span());
        let name = ident.unraw().to_string();
        quote!(__nl::policy::Name { value: #value as i128, name: #name })
    });
    let closed = match values.other {
        Some(_) => TokenStream::new(),
        None => quote!(.closed()),
    };
    quote!(#side.with_names(const { &[#(#names),*] })#closed)
}

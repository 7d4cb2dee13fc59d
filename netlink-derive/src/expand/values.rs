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
        Side::Parse => parse(container, values, &on_the_wire, &on_wire),
        Side::Emit => emit(container, values, &on_the_wire, &on_wire),
    };
    quote!(#(#consts)* #impls)
}

fn parse(
    container: &Container<'_>,
    values: &Values<'_>,
    on_the_wire: &TokenStream,
    on_wire: &TokenStream,
) -> TokenStream {
    let wire = wire_lifetime(container);
    let generics = with_wire_lifetime(container);
    let head = impl_for(container, &generics, &quote!(__NlParse<#wire>));
    let attr = attr(values, &quote!(<#on_the_wire as __NlParse<'_>>));
    let arms = values.values.iter().enumerate().map(|(number, Value { ident, .. })| {
        let name = numbered("VALUE", number, ident.span());
        quote!(#name => ::core::result::Result::Ok(Self::#ident),)
    });
    let other = match values.other {
        Some((ident, ty)) => {
            let of = is_repr(values, ty);
            quote!(other => ::core::result::Result::Ok(Self::#ident(#of::of(other))),)
        }
        None => quote!(other => __nl::__private::no_value(input, other as i128),),
    };
    let placeholder = match values.values.first() {
        Some(Value { ident, .. }) => quote!(::core::option::Option::Some(Self::#ident)),
        None => quote!(::core::option::Option::None),
    };
    let key_head = impl_for(container, &container.input.generics, &quote!(__NlSelectorKey));
    let ints = ints(values);
    let view = super::view(container);
    quote! {
        #head {
            const ATTR: __nl::AttrPolicy = #attr;

            #[inline]
            fn parse(
                input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                let value = <#on_the_wire as __NlParse<'_>>::parse(input)?;
                // A value beyond the known ones must not look like a known one with its end cut.
                match #on_wire::from_wire(value) {
                    #(#arms)*
                    #other
                }
            }

            #[inline]
            fn placeholder() -> ::core::option::Option<Self> {
                #placeholder
            }
        }

        #key_head {
            type Key<'__nl_key> = u64 where Self: '__nl_key;

            #[inline]
            fn key(&self) -> ::core::option::Option<u64> {
                __nl::__private::number_key(#ints)
            }
        }

        #view
    }
}

fn emit(
    container: &Container<'_>,
    values: &Values<'_>,
    on_the_wire: &TokenStream,
    on_wire: &TokenStream,
) -> TokenStream {
    let head = impl_for(container, &container.input.generics, &quote!(__NlEmit));
    let attr = attr(values, &quote!(<#on_the_wire as __NlEmit>));
    let ints = ints(values);
    let inner = quote!(#on_wire::to_wire(#ints));
    quote! {
        #head {
            const ATTR: __nl::AttrPolicy = #attr;

            #[inline]
            fn payload_len(&self) -> usize {
                <#on_the_wire as __NlEmit>::payload_len(&#inner)
            }

            #[inline]
            fn emit<__NlBuffer: __nl::Buffer>(
                &self,
                writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                <#on_the_wire as __NlEmit>::emit(&#inner, writer)
            }

            #[inline(always)]
            fn emit_attr<__NlBuffer: __nl::Buffer>(
                &self,
                ty: u16,
                writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                <#on_the_wire as __NlEmit>::emit_attr(&#inner, ty, writer)
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
    quote!(#side::ATTR.with_names(const { &[#(#names),*] })#closed)
}

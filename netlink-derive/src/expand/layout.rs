//! C structures by value.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::generics::{impl_for, wire_lifetime, with_wire_lifetime};
use crate::model::Container;
use crate::side::Side;

pub(super) fn expand(container: &Container<'_>, side: Side) -> TokenStream {
    match side {
        Side::Parse => parse(container),
        Side::Emit => emit(container),
    }
}

fn parse(container: &Container<'_>) -> TokenStream {
    let (zero_filled, span) = (container.zero_filled, container.input.ident.span());
    let wire = wire_lifetime(container);
    let head = impl_for(container, &with_wire_lifetime(container), &quote!(__NlParse<#wire>));
    let (read, zeroed) = if zero_filled {
        (
            quote_spanned!(span=> <Self as __nl::__private::Fillable>::zero_filled),
            quote_spanned!(span=> <Self as __nl::__private::Fillable>::zero),
        )
    } else {
        (
            quote_spanned!(span=> <Self as __nl::__private::Readable>::layout),
            quote_spanned!(span=> <Self as __nl::__private::Readable>::zeroed),
        )
    };
    let view = super::view(container);
    quote! {
        #head {
            const PARSE_ATTR: __nl::AttrPolicy = {
                use __nl::__private::Opaque as _;
                __nl::__private::layout_attr(
                    __nl::__private::Structure::<Self>::LAYOUT,
                    #zero_filled,
                )
            };

            #[inline]
            fn parse(
                __nl_input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                __nl::__private::parse_value(__nl_input)
            }

            #[inline]
            fn read(
                _: &mut __nl::__private::Context<#wire>,
                __nl_payload: &#wire [u8],
            ) -> ::core::result::Result<Self, __nl::__private::Refusal> {
                #read(__nl_payload)
            }

            #[inline]
            fn filler() -> ::core::option::Option<Self> {
                ::core::option::Option::Some(#zeroed())
            }
        }

        #view
    }
}

fn emit(container: &Container<'_>) -> TokenStream {
    let span = container.input.ident.span();
    let head = impl_for(container, &container.input.generics, &quote!(__NlEmit));
    let emit = quote_spanned!(span=> <Self as __nl::__private::Writable>::emit_layout);
    quote! {
        #head {
            const EMIT_ATTR: __nl::AttrPolicy = {
                use __nl::__private::Opaque as _;
                __nl::__private::layout_emit_attr(__nl::__private::Structure::<Self>::LAYOUT)
            };
            const FIXED_LEN: ::core::option::Option<usize> =
                ::core::option::Option::Some(::core::mem::size_of::<Self>());

            #[inline]
            fn payload_len(&self) -> usize {
                ::core::mem::size_of::<Self>()
            }

            #[inline]
            fn emit<'__nl_out>(
                &self,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                #emit(self, __nl_out, __nl_cx)
            }
        }
    }
}

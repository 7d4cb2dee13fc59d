//! C structures by value.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::generics::{impl_for, wire_lifetime, with_wire_lifetime};
use crate::model::Container;
use crate::side::Side;

pub(super) fn expand(container: &Container<'_>, side: Side) -> TokenStream {
    let zero_filled = container.zero_filled;
    let span = container.input.ident.span();
    match side {
        Side::Parse => {
            let wire = wire_lifetime(container);
            let generics = with_wire_lifetime(container);
            let head = impl_for(container, &generics, &quote!(__NlParse<#wire>));
            let read = if zero_filled {
                quote_spanned!(span=> <Self as __nl::__private::Fillable>::zero_filled)
            } else {
                quote_spanned!(span=> <Self as __nl::__private::Readable>::layout)
            };
            let zeroed = if zero_filled {
                quote_spanned!(span=> <Self as __nl::__private::Fillable>::zero)
            } else {
                quote_spanned!(span=> <Self as __nl::__private::Readable>::zeroed)
            };
            let view = super::view(container);
            quote! {
                #head {
                    const ATTR: __nl::AttrPolicy =
                        {
                            use __nl::__private::Opaque as _;
                            __nl::__private::layout_attr(
                                __nl::__private::Structure::<Self>::LAYOUT,
                                #zero_filled,
                            )
                        };

                    #[inline]
                    fn parse(
                        input: __nl::Input<#wire>,
                    ) -> ::core::result::Result<Self, __nl::ParseError> {
                        #read(input)
                    }

                    #[inline]
                    fn placeholder() -> ::core::option::Option<Self> {
                        ::core::option::Option::Some(#zeroed())
                    }
                }

                #view
            }
        }
        Side::Emit => {
            let head = impl_for(container, &container.input.generics, &quote!(__NlEmit));
            let emit = quote_spanned!(span=> <Self as __nl::__private::Writable>::emit_layout);
            quote! {
                #head {
                    const ATTR: __nl::AttrPolicy = {
                        use __nl::__private::Opaque as _;
                        __nl::__private::layout_emit_attr(__nl::__private::Structure::<Self>::LAYOUT)
                    };

                    #[inline]
                    fn payload_len(&self) -> usize {
                        ::core::mem::size_of::<Self>()
                    }

                    #[inline]
                    fn emit<__NlBuffer: __nl::Buffer>(
                        &self,
                        writer: &mut __nl::Writer<__NlBuffer>,
                    ) -> ::core::result::Result<(), __nl::EmitError> {
                        #emit(self, writer)
                    }
                }
            }
        }
    }
}

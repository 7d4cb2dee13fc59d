//! What is generated beside errors: impls that do nothing, so that one mistake gives one message.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{DeriveInput, Lifetime, Path, parse_quote};

use crate::symbol::Side;

/// An impl of the trait itself: that it is missing would be said again wherever the type is used.
pub(crate) fn expand(input: &DeriveInput, krate: &Path, side: Side) -> TokenStream {
    let ident = &input.ident;
    let (_, type_generics, where_clause) = input.generics.split_for_impl();
    match side {
        Side::Parse => {
            let mut generics = input.generics.clone();
            let wire = match input.generics.lifetimes().next() {
                Some(param) => param.lifetime.clone(),
                None => {
                    generics.params.insert(0, parse_quote!('__nl));
                    Lifetime::new("'__nl", Span::call_site())
                }
            };
            let (impl_generics, ..) = generics.split_for_impl();
            quote! {
                impl #impl_generics #krate::Parse<#wire> for #ident #type_generics #where_clause {
                    const ATTR: #krate::AttrPolicy =
                        #krate::AttrPolicy::new(#krate::policy::Kind::Reject);

                    fn parse(
                        input: #krate::Input<#wire>,
                    ) -> ::core::result::Result<Self, #krate::ParseError> {
                        ::core::result::Result::Err(input.error(#krate::ErrorKind::Rejected))
                    }
                }
            }
        }
        Side::Emit => {
            let (impl_generics, ..) = input.generics.split_for_impl();
            quote! {
                impl #impl_generics #krate::Emit for #ident #type_generics #where_clause {
                    const ATTR: #krate::AttrPolicy =
                        #krate::AttrPolicy::new(#krate::policy::Kind::Reject);

                    fn payload_len(&self) -> usize {
                        0
                    }

                    fn emit<__NlBuffer: #krate::Buffer>(
                        &self,
                        _: &mut #krate::Writer<__NlBuffer>,
                    ) -> ::core::result::Result<(), #krate::EmitError> {
                        ::core::result::Result::Ok(())
                    }
                }
            }
        }
    }
}

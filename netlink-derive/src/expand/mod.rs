//! From the model to code.

mod emit;
mod message;
mod parse;
mod policy;
mod submessage;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Path};

use crate::check::check;
use crate::ctxt::Ctxt;
use crate::fallback;
use crate::model::{Container, Shape};
use crate::symbol::Side;

/// Derives one trait: its impls, or all errors with impls that do nothing.
pub(crate) fn derive(input: &DeriveInput, side: Side) -> TokenStream {
    let ctxt = Ctxt::new();
    let container = Container::read(&ctxt, input);
    if let Some(container) = &container {
        check(&ctxt, container);
    }
    let checked = ctxt.check();
    match (checked, &container) {
        (Ok(()), Some(container)) => {
            let code = match side {
                Side::Parse => parse::expand(container),
                Side::Emit => emit::expand(container),
            };
            wrap(&container.krate, &code)
        }
        (checked, container) => {
            let errors = checked.err().map(syn::Error::into_compile_error);
            let default = syn::parse_quote!(::netlink_core);
            let krate = container.as_ref().map_or(&default, |container| &container.krate);
            let impls = fallback::expand(input, krate, side);
            quote!(#errors #impls)
        }
    }
}

/// A scope of its own for what is generated, in which the traits' crate is `__nl`.
fn wrap(krate: &Path, code: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(
            clippy::all,
            clippy::pedantic,
            clippy::restriction,
            clippy::nursery,
            non_upper_case_globals,
            single_use_lifetimes,
            trivial_numeric_casts,
            unused_qualifications,
            unused_lifetimes,
            reason = "generated"
        )]
        #[deny(unreachable_patterns)]
        const _: () = {
            use #krate as __nl;

            #code
        };
    }
}

/// The impls for a C structure.
fn layout(container: &Container<'_>, side: Side) -> TokenStream {
    let ident = &container.input.ident;
    let generics = &container.input.generics;
    let (_, type_generics, where_clause) = generics.split_for_impl();
    match side {
        Side::Parse => {
            let wire = crate::generics::wire_lifetime(generics);
            let with_wire = crate::generics::with_wire_lifetime(generics);
            let (impl_generics, ..) = with_wire.split_for_impl();
            quote! {
                #[automatically_derived]
                impl #impl_generics __nl::Parse<#wire> for #ident #type_generics #where_clause {
                    const ATTR: __nl::AttrPolicy = __nl::__private::layout_attr::<Self>();

                    #[inline]
                    fn parse(
                        input: __nl::Input<#wire>,
                    ) -> ::core::result::Result<Self, __nl::ParseError> {
                        __nl::__private::layout(input)
                    }
                }
            }
        }
        Side::Emit => {
            let (impl_generics, ..) = generics.split_for_impl();
            quote! {
                #[automatically_derived]
                impl #impl_generics __nl::Emit for #ident #type_generics #where_clause {
                    const ATTR: __nl::AttrPolicy = __nl::__private::layout_attr::<Self>();

                    #[inline]
                    fn payload_len(&self) -> usize {
                        ::core::mem::size_of::<Self>()
                    }

                    #[inline]
                    fn emit<__NlBuffer: __nl::Buffer>(
                        &self,
                        writer: &mut __nl::Writer<__NlBuffer>,
                    ) -> ::core::result::Result<(), __nl::EmitError> {
                        __nl::__private::emit_layout(self, writer)
                    }
                }
            }
        }
    }
}

/// The code of a shape whose two sides are alike.
fn expand_other(container: &Container<'_>, side: Side) -> TokenStream {
    match &container.shape {
        Shape::SubMessage(sub) => submessage::expand(container, sub, side),
        Shape::Layout => layout(container, side),
        Shape::Set(_) => TokenStream::new(),
    }
}

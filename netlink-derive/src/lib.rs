#![doc = include_str!("../docs/links.txt")]
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[cfg(test)]
mod check_tests;
mod ctxt;
mod expand;
mod model;
#[cfg(test)]
mod output_tests;
mod side;
mod spans;
mod syntax;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

use self::ctxt::Ctxt;
use self::model::Container;
use self::side::Side;
use self::syntax::Declaration;

/// Derives `netlink_core::Parse`: parsing a set of attributes, a message or a sub-message.
///
/// Every directive of `#[netlink(…)]` and `#[nla(…)]` is explained in
/// [`netlink_core::docs::attribute`](https://docs.rs/netlink-core/latest/netlink_core/docs/attribute/).
#[proc_macro_derive(Parse, attributes(netlink, nla))]
pub fn derive_parse(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(&parse_macro_input!(input as DeriveInput), Side::Parse).into()
}

/// Derives `netlink_core::Emit`: emitting a set of attributes, a message or a sub-message.
///
/// Every directive of `#[netlink(…)]` and `#[nla(…)]` is explained in
/// [`netlink_core::docs::attribute`](https://docs.rs/netlink-core/latest/netlink_core/docs/attribute/).
#[proc_macro_derive(Emit, attributes(netlink, nla))]
pub fn derive_emit(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(&parse_macro_input!(input as DeriveInput), Side::Emit).into()
}

/// Derives one trait in three steps: reads the directives, builds and checks the model, expands it.
///
/// If there are errors, all of them are reported together, beside impls that do nothing.
fn derive(input: &DeriveInput, side: Side) -> TokenStream {
    let ctxt = Ctxt::new();
    let declaration = Declaration::read(&ctxt, input);
    let krate = declaration.krate();
    let container = Container::new(&ctxt, declaration);
    if let Some(container) = &container {
        model::check(&ctxt, container, side);
    }
    match (ctxt.check(), &container) {
        (Ok(()), Some(container)) => expand::expand(container, side),
        (checked, container) => {
            let errors = checked.err().map(syn::Error::into_compile_error);
            let impls = expand::fallback(input, &krate, container.as_ref(), side);
            quote!(#errors #impls)
        }
    }
}

#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod attr;
mod check;
mod ctxt;
mod expand;
mod fallback;
mod generics;
mod model;
#[cfg(test)]
mod output_tests;
mod symbol;
mod variants;
mod words;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `netlink_core::Parse`: reading a set of attributes, a message or a sub-message.
///
/// Every word of `#[netlink(…)]` and `#[nla(…)]` is explained in
/// [`netlink_core::docs::attribute`](https://docs.rs/netlink-core/latest/netlink_core/docs/attribute/).
#[proc_macro_derive(Parse, attributes(netlink, nla))]
pub fn derive_parse(input: TokenStream) -> TokenStream {
    expand::derive(&parse_macro_input!(input as DeriveInput), symbol::Side::Parse).into()
}

/// Derives `netlink_core::Emit`: writing a set of attributes, a message or a sub-message.
///
/// Every word of `#[netlink(…)]` and `#[nla(…)]` is explained in
/// [`netlink_core::docs::attribute`](https://docs.rs/netlink-core/latest/netlink_core/docs/attribute/).
#[proc_macro_derive(Emit, attributes(netlink, nla))]
pub fn derive_emit(input: TokenStream) -> TokenStream {
    expand::derive(&parse_macro_input!(input as DeriveInput), symbol::Side::Emit).into()
}

//! Generates code from the model.

mod attr_policy;
mod checks;
mod emit;
mod fallback;
mod generics;
mod items;
mod layout;
mod message;
mod names;
mod newtype;
mod numbers;
mod parse;
mod policy;
mod select;
mod sub_message;
mod values;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Lifetime, Path};

pub(crate) use self::fallback::expand as fallback;
use self::generics::{arguments, impl_for};
use crate::model::{Container, Shape};
use crate::side::Side;

/// Generates the impls of one trait.
pub(crate) fn expand(container: &Container<'_>, side: Side) -> TokenStream {
    wrap(&container.krate, &shape(container, side))
}

/// Wraps generated code in a scope of its own, in which the crate of the traits is `__nl`.
///
/// Only `deprecated` is allowed: a crate that forbids a lint refuses code that allows it. So generated
/// code must not trigger any other lint. Lints ignore what has the span of the derive. Code at the span
/// of a user's tokens must avoid them:
///
/// - The traits and types below are named `__NlParse` and so on: `__nl::Parse` is an unused qualification
///   where a user imports `Parse`.
/// - Integers of the user's are converted by [`checks::integer`].
fn wrap(krate: &Path, code: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(deprecated, reason = "the type and its fields may be")]
        const _: () = {
            use #krate as __nl;
            use __nl::__private::{
                FieldRule as __NlFieldRule, Rule as __NlRule, Seen as __NlSeen, Start as __NlStart,
            };
            use __nl::{
                Attr as __NlAttr, Emit as __NlEmit, EmitField as __NlEmitField,
                EmitSet as __NlEmitSet, EmitWith as __NlEmitWith, Parse as __NlParse,
                ParseField as __NlParseField, ParseSet as __NlParseSet,
                ParseWith as __NlParseWith, RawMessage as __NlRawMessage, Unknown as __NlUnknown,
            };

            #code
        };
    }
}

fn shape(container: &Container<'_>, side: Side) -> TokenStream {
    match (&container.shape, side) {
        (Shape::Set(set), Side::Parse) => parse::expand(container, set),
        (Shape::Set(set), Side::Emit) => emit::expand(container, set),
        (Shape::Newtype(newtype), side) => newtype::expand(container, newtype, side),
        (Shape::Layout, side) => layout::expand(container, side),
        (Shape::Values(values), side) => values::expand(container, values, side),
        (Shape::Items(items), side) => items::expand(container, items, side),
        (Shape::SubMessage(sub), side) => sub_message::expand(container, sub, side),
        (Shape::Messages(messages), side) => message::expand_enum(container, messages, side),
    }
}

/// `View`, for types that can be named with any lifetime.
fn view(container: &Container<'_>) -> TokenStream {
    let ident = &container.input.ident;
    let of = Lifetime::new("'__nl_of", Span::call_site());
    let arguments = arguments(container, &of);
    let head = impl_for(container, &container.input.generics, &quote!(__nl::View));
    // With a lifetime and type parameters, it is unknown whether these outlive the bytes.
    let generics = &container.input.generics;
    if generics.type_params().next().is_some() && generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
    quote! {
        #head {
            type Of<#of> = #ident #arguments;
        }
    }
}

//! A type with its directives.

use proc_macro2::TokenStream;
use syn::{DeriveInput, Expr, Lifetime, Path, Type};

use super::message::Message;
use super::shape::Shape;
use super::types::mentions;
use crate::ctxt::Ctxt;
use crate::syntax::Declaration;

/// A type with its directives.
pub(crate) struct Container<'i> {
    pub(crate) input: &'i DeriveInput,
    /// The path of the crate that defines the traits.
    pub(crate) krate: Path,
    /// What the type is on the wire.
    pub(crate) shape: Shape<'i>,
    /// The message that a set or newtype is.
    pub(crate) message: Option<Message>,
    /// The netlink protocol of the message types, if it is declared.
    pub(crate) protocol: Option<Expr>,
    /// The type of the reply to it.
    pub(crate) reply: Option<Type>,
    /// A C structure that is too short is filled with zeros.
    pub(crate) zero_filled: bool,
    /// The lifetime of the bytes, if the type has several.
    pub(crate) lifetime: Option<Lifetime>,
}

impl<'i> Container<'i> {
    /// Builds the model of a declaration. Returns nothing if errors leave too little of it.
    pub(crate) fn new(ctxt: &Ctxt, declaration: Declaration<'i>) -> Option<Self> {
        let krate = declaration.krate();
        let Declaration { input, mut directives, body } = declaration;
        let shape = Shape::new(ctxt, input, &mut directives, body)?;
        let message = match &shape {
            Shape::Messages(_) => None,
            _ => Message::new(ctxt, &directives),
        };
        if let (Some(reply), None) = (&directives.reply, &message) {
            ctxt.error(
                &reply.name,
                "only a message has a reply: add `message = …`, or `family = …, command = …`",
            );
        }
        let is_message = message.is_some() || matches!(shape, Shape::Messages(_));
        if let Some(protocol) = &directives.protocol {
            if directives.family.is_some() {
                ctxt.error(
                    &protocol.name,
                    "a generic netlink family belongs to protocol 16: remove `protocol`",
                );
            } else if !is_message {
                ctxt.error(
                    &protocol.name,
                    "only a message belongs to a protocol: add `message = …`",
                );
            }
        }
        Some(Self {
            input,
            krate,
            shape,
            message,
            protocol: directives.protocol.map(|protocol| protocol.value),
            reply: directives.reply.map(|reply| reply.value),
            zero_filled: directives.zero_fill.is_some(),
            lifetime: directives.lifetime.map(|lifetime| lifetime.value),
        })
    }

    /// Returns whether a type or expression mentions a parameter of the container that is not a
    /// lifetime.
    pub(crate) fn has_params(&self, tokens: TokenStream) -> bool {
        let generics = &self.input.generics;
        let mut params: Vec<String> =
            generics.type_params().map(|param| param.ident.to_string()).collect();
        params.extend(generics.const_params().map(|param| param.ident.to_string()));
        params.push("Self".to_owned());
        mentions(tokens, &params)
    }
}

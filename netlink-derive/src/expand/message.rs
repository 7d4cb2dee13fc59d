//! The impls that say which message a set is.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::generics::{wire_lifetime, with_static, with_wire_lifetime};
use crate::model::{Command, Container, Message};
use crate::symbol::Side;

pub(crate) fn expand(container: &Container<'_>, side: Side) -> TokenStream {
    let Some(message) = &container.message else {
        return TokenStream::new();
    };
    let id = id(message);
    let ident = &container.input.ident;
    let generics = &container.input.generics;
    let (_, type_generics, where_clause) = generics.split_for_impl();
    match side {
        Side::Parse => {
            let wire = wire_lifetime(generics);
            let with_wire = with_wire_lifetime(generics);
            let (impl_generics, ..) = with_wire.split_for_impl();
            quote! {
                #[automatically_derived]
                impl #impl_generics __nl::ParseMessage<#wire> for #ident #type_generics
                #where_clause
                {
                    const ID: __nl::MessageId = #id;
                }
            }
        }
        Side::Emit => {
            let (impl_generics, ..) = generics.split_for_impl();
            let request = container.reply.as_ref().map(|reply| {
                let span = reply.span();
                let reply = with_static(reply);
                quote_spanned! {span=>
                    #[automatically_derived]
                    impl #impl_generics __nl::Request for #ident #type_generics #where_clause {
                        type Reply = #reply;
                    }
                }
            });
            quote! {
                #[automatically_derived]
                impl #impl_generics __nl::EmitMessage for #ident #type_generics #where_clause {
                    const ID: __nl::MessageId = #id;
                }

                #request
            }
        }
    }
}

fn id(message: &Message) -> TokenStream {
    match message {
        Message::Type(ty) => quote_spanned! {ty.span()=>
            __nl::MessageId::Type(__nl::__private::message_type((#ty) as i128))
        },
        Message::Command(command) => {
            let Command { family, command, version } = &**command;
            let version = version.as_ref().map_or_else(|| quote!(1), |version| quote!(#version));
            quote_spanned! {command.span()=>
                __nl::MessageId::Command {
                    family: #family,
                    header: __nl::genl::GenlHeader {
                        command: __nl::__private::byte((#command) as i128),
                        version: __nl::__private::byte((#version) as i128),
                    },
                }
            }
        }
    }
}

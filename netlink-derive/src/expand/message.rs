//! The impls that say which message a type is, or which of several.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Generics, Type};

use super::generics::{bounded, impl_for, wire_lifetime, with_static, with_wire_lifetime};
use super::{checks, view};
use crate::model::{Command, Container, Message, Messages};
use crate::side::Side;

/// A struct that is one message.
pub(super) fn expand(container: &Container<'_>, generics: &Generics, side: Side) -> TokenStream {
    let Some(message) = &container.message else { return TokenStream::new() };
    let (checks, id) = (id_checks(message), id(message));
    match side {
        Side::Parse => {
            let wire = wire_lifetime(container);
            let head = impl_for(container, generics, &quote!(__nl::ParseMessage<#wire>));
            quote! {
                #checks

                #head {
                    const MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] =
                        const { &[(#id, <Self as __NlParseSet<'_>>::POLICY)] };

                    #[inline(always)]
                    fn parse_message(
                        __nl_message: &__NlRawMessage<#wire>,
                        __nl_level: __nl::Level,
                    ) -> ::core::result::Result<Self, __nl::ParseError> {
                        __nl::__private::message(__nl_message, const { #id }, __nl_level)
                    }
                }
            }
        }
        Side::Emit => {
            let head = impl_for(container, generics, &quote!(__nl::EmitMessage));
            let request = container.reply.as_ref().map(|reply| {
                let head = impl_for(container, generics, &quote!(__nl::Request));
                let span = reply.span();
                let reply = with_static(reply);
                let reply = quote_spanned!(span=> type Reply = #reply;);
                quote!(#head { #reply })
            });
            quote! {
                #checks

                #head {
                    const MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] =
                        const { &[(#id, <Self as __NlEmitSet>::POLICY)] };

                    #[inline]
                    fn id(&self) -> __nl::MessageId {
                        const { #id }
                    }

                    #[inline]
                    fn policy(&self) -> &'static __nl::Policy {
                        <Self as __NlEmitSet>::POLICY
                    }

                    #[inline]
                    fn body_len(&self) -> usize {
                        <Self as __NlEmit>::payload_len(self)
                    }

                    #[inline(always)]
                    fn emit_body<__NlBuffer: __nl::Buffer>(
                        &self,
                        writer: &mut __nl::Writer<__NlBuffer>,
                    ) -> ::core::result::Result<(), __nl::EmitError> {
                        <Self as __NlEmit>::emit(self, writer)
                    }
                }

                #request
            }
        }
    }
}

/// An enum of messages.
pub(super) fn expand_enum(
    container: &Container<'_>,
    messages: &Messages<'_>,
    side: Side,
) -> TokenStream {
    let checks = enum_checks(messages);
    let impls = match side {
        Side::Parse => parse_enum(container, messages),
        Side::Emit => emit_enum(container, messages),
    };
    quote!(#checks #impls)
}

fn parse_enum(container: &Container<'_>, messages: &Messages<'_>) -> TokenStream {
    let wire = wire_lifetime(container);
    let types = messages.messages.iter().map(|message| message.ty);
    let generics =
        bounded(container, with_wire_lifetime(container), types, &quote!(__NlParseSet<#wire>));
    let head = impl_for(container, &generics, &quote!(__nl::ParseMessage<#wire>));
    let all = messages.messages.iter().map(|message| {
        let (ty, id) = (message.ty, id_of(messages, &message.ids));
        let policy = quote_spanned!(ty.span()=> <#ty as __NlParseSet<'_>>::POLICY);
        quote!((#id, #policy))
    });
    let tries = messages.messages.iter().map(|message| {
        let (ident, ty, id) = (message.ident, message.ty, id_of(messages, &message.ids));
        let parse = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::parse);
        quote! {
            if __nl_message.is(const { #id }) {
                let __nl_body = __nl_message.body(const { #id })?;
                return #parse(__nl_body.level(__nl_level)).map(Self::#ident);
            }
        }
    });
    let other = match &messages.other {
        Some((ident, ty)) => {
            let keep = is_raw(ty);
            quote!(::core::result::Result::Ok(Self::#ident(#keep::of(*__nl_message))))
        }
        None => quote! {
            __nl::__private::no_message(__nl_message, <Self as __nl::ParseMessage<'_>>::MESSAGES)
        },
    };
    let takes_others = messages.other.as_ref().map(|_| {
        quote!(
            const TAKES_OTHERS: bool = true;
        )
    });
    let view = view(container);
    quote! {
        #head {
            const MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] =
                const { &[#(#all),*] };
            #takes_others

            #[inline]
            fn parse_message(
                __nl_message: &__NlRawMessage<#wire>,
                __nl_level: __nl::Level,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #(#tries)*
                #other
            }
        }

        #view
    }
}

fn emit_enum(container: &Container<'_>, messages: &Messages<'_>) -> TokenStream {
    let types = messages.messages.iter().map(|message| message.ty);
    let generics =
        bounded(container, container.input.generics.clone(), types, &quote!(__NlEmitSet));
    let head = impl_for(container, &generics, &quote!(__nl::EmitMessage));
    let known = || messages.messages.iter();
    let ids = known().map(|message| {
        let (ident, id) = (message.ident, id_of(messages, &message.ids));
        quote!(Self::#ident(_) => const { #id },)
    });
    let policies = known().map(|message| {
        let (ident, ty) = (message.ident, message.ty);
        let policy = quote_spanned!(ty.span()=> <#ty as __NlEmitSet>::POLICY);
        quote!(Self::#ident(_) => #policy,)
    });
    let lens = known().map(|message| {
        let (ident, ty) = (message.ident, message.ty);
        let len = quote_spanned!(ty.span()=> <#ty as __NlEmit>::payload_len);
        quote!(Self::#ident(body) => #len(body),)
    });
    let emits = known().map(|message| {
        let (ident, ty) = (message.ident, message.ty);
        let emit = quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit);
        quote!(Self::#ident(body) => #emit(body, writer),)
    });
    let other = |method: TokenStream| {
        messages.other.as_ref().map(|(ident, ty)| {
            let get = is_raw(ty);
            quote!(Self::#ident(raw) => #get::get(raw).#method,)
        })
    };
    let (other_id, other_policy) = (other(quote!(raw_id())), other(quote!(raw_policy())));
    let other_len = other(quote!(raw_len()));
    let other_emit = other(quote!(emit_raw(writer)));
    let all = known().map(|message| {
        let (ty, id) = (message.ty, id_of(messages, &message.ids));
        let policy = quote_spanned!(ty.span()=> <#ty as __NlEmitSet>::POLICY);
        quote!((#id, #policy))
    });
    quote! {
        #head {
            const MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] =
                const { &[#(#all),*] };

            fn id(&self) -> __nl::MessageId {
                match self { #(#ids)* #other_id }
            }

            fn policy(&self) -> &'static __nl::Policy {
                match self { #(#policies)* #other_policy }
            }

            fn body_len(&self) -> usize {
                match self { #(#lens)* #other_len }
            }

            fn emit_body<__NlBuffer: __nl::Buffer>(
                &self,
                writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                match self { #(#emits)* #other_emit }
            }
        }
    }
}

fn id_of(messages: &Messages<'_>, ids: &[Expr]) -> TokenStream {
    match &messages.family {
        None => type_id(ids),
        Some((family, version)) => command_id(family, ids, version.as_ref()),
    }
}

fn id(message: &Message) -> TokenStream {
    match message {
        Message::Types(types) => type_id(types),
        Message::Command(command) => {
            let Command { family, commands, version } = &**command;
            command_id(family, commands, version.as_ref())
        }
    }
}

fn type_id(types: &[Expr]) -> TokenStream {
    let ty = types.first().map(checks::integer);
    quote!(__nl::MessageId::Type(__nl::__private::message_type(#ty)))
}

fn command_id(family: &Expr, commands: &[Expr], version: Option<&Expr>) -> TokenStream {
    let command = commands.first().map(checks::integer);
    let version = version.map_or_else(|| quote!(1), checks::integer);
    quote! {
        __nl::MessageId::Command {
            family: #family,
            header: __nl::genl::GenlHeader {
                command: __nl::__private::byte(#command),
                version: __nl::__private::byte(#version),
            },
        }
    }
}

/// What the variant for other messages holds.
fn is_raw(ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<__NlRawMessage<'_>>>)
}

fn id_checks(message: &Message) -> TokenStream {
    match message {
        Message::Types(types) => checks::numbers("MESSAGES", "check_message_type", types.iter()),
        Message::Command(command) => {
            let Command { family, commands, version } = &**command;
            let commands = checks::numbers("COMMANDS", "check_command", commands.iter());
            let family = family_checks(family, version.as_ref());
            quote!(#commands #family)
        }
    }
}

fn enum_checks(messages: &Messages<'_>) -> TokenStream {
    let keys = messages.messages.iter().flat_map(|message| &message.ids);
    match &messages.family {
        None => checks::numbers("MESSAGES", "check_message_type", keys),
        Some((family, version)) => {
            let commands = checks::numbers("COMMANDS", "check_command", keys);
            let family = family_checks(family, version.as_ref());
            quote!(#commands #family)
        }
    }
}

fn family_checks(family: &Expr, version: Option<&Expr>) -> TokenStream {
    let version =
        version.map(|version| checks::call("check_version", version, &checks::integer(version)));
    let family = checks::call("check_family", family, &quote!(#family));
    quote!(#family #version)
}

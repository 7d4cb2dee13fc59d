//! The impls that say which message a type is, or which of several.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Generics, Type};

use super::generics::{bounded, impl_for, wire_lifetime, with_static, with_wire_lifetime};
use super::numbers::{call, integer, numbers};
use super::policy::set_policy;
use super::view;
use crate::model::{Command, Container, Message, Messages};
use crate::side::Side;
use crate::spans::quiet;

/// A struct that is one message.
pub(super) fn expand(container: &Container<'_>, generics: &Generics, side: Side) -> TokenStream {
    let Some(message) = &container.message else { return TokenStream::new() };
    let (checks, ids) = (id_checks(message), ids(message));
    let is_generic = matches!(message, Message::Command(_));
    let (protocol_check, protocol) = protocol(container, is_generic, side);
    match side {
        Side::Parse => {
            let wire = wire_lifetime(container);
            let head = impl_for(container, generics, &quote!(__nl::ParseMessage<#wire>));
            quote! {
                #checks
                #protocol_check

                #head {
                    const PARSE_MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] =
                        const { &[#((#ids, <Self as __NlParseSet<'_>>::PARSE_POLICY)),*] };
                    #protocol

                    #[inline(always)]
                    fn parse_message(
                        __nl_message: &__NlRawMessage<#wire>,
                        __nl_level: __nl::Level,
                    ) -> ::core::result::Result<Self, __nl::ParseError> {
                        __nl::__private::parse_as(
                            __nl_message,
                            const { &[#(#ids),*] },
                            __nl_level,
                            <Self as __NlParse<'_>>::parse,
                        )
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
            let first = ids.first();
            let id = match message {
                Message::Types(_) => quote!(const { #first }),
                Message::Command(_) => quote! {
                    __nl::MessageId::with_version(
                        const { #first }, <Self as __NlEmitSet>::genl_version(self),
                    )
                },
            };
            quote! {
                #checks
                #protocol_check

                #head {
                    const EMIT_MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] =
                        const { &[#((#ids, <Self as __NlEmitSet>::EMIT_POLICY)),*] };
                    #protocol
                    const FIXED_BODY_LEN: ::core::option::Option<usize> =
                        <Self as __NlEmit>::FIXED_LEN;
                    const HAS_LARGE_BODY: bool = <Self as __NlEmit>::IS_LARGE;

                    #[inline]
                    fn id(&self) -> __nl::MessageId {
                        #id
                    }

                    #[inline]
                    fn policy(&self) -> &'static __nl::Policy {
                        <Self as __NlEmitSet>::EMIT_POLICY
                    }

                    #[inline]
                    fn body_len(&self) -> usize {
                        <Self as __NlEmit>::payload_len(self)
                    }

                    #[inline(always)]
                    fn emit_body<'__nl_out>(
                        &self,
                        __nl_out: __nl::Output<'__nl_out>,
                        __nl_cx: &mut __nl::EmitContext,
                    ) -> __nl::Emitted<'__nl_out> {
                        <Self as __NlEmit>::emit(self, __nl_out, __nl_cx)
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
    let (protocol_check, protocol) = protocol(container, messages.family.is_some(), side);
    let impls = match side {
        Side::Parse => parse_enum(container, messages, protocol.as_ref()),
        Side::Emit => emit_enum(container, messages, protocol.as_ref()),
    };
    quote!(#checks #protocol_check #impls)
}

/// The protocol that the messages belong to, with a check of its number; nothing if it is not declared.
fn protocol(
    container: &Container<'_>,
    is_generic: bool,
    side: Side,
) -> (TokenStream, Option<TokenStream>) {
    let name = match side {
        Side::Parse => quote!(PARSE_PROTOCOL),
        Side::Emit => quote!(EMIT_PROTOCOL),
    };
    let constant = |value: TokenStream| {
        quote! {
            const #name: ::core::option::Option<i32> = ::core::option::Option::Some(#value);
        }
    };
    match &container.protocol {
        Some(number) => {
            let number_as_integer = integer(number);
            let check = call("check_protocol", number, &number_as_integer);
            (check, Some(constant(quote!(__nl::__private::protocol(#number_as_integer)))))
        }
        None if is_generic => (TokenStream::new(), Some(constant(quote!(__nl::protocol::GENERIC)))),
        None => (TokenStream::new(), None),
    }
}

fn parse_enum(
    container: &Container<'_>,
    messages: &Messages<'_>,
    protocol: Option<&TokenStream>,
) -> TokenStream {
    let wire = wire_lifetime(container);
    let types = messages.messages.iter().map(|message| message.ty);
    let generics =
        bounded(container, with_wire_lifetime(container), types, &quote!(__NlParseSet<#wire>));
    let head = impl_for(container, &generics, &quote!(__nl::ParseMessage<#wire>));
    let all = messages.messages.iter().map(|message| {
        let (ids, policy) = (ids_of(messages, &message.ids), set_policy(message.ty, Side::Parse));
        quote!(#((#ids, #policy)),*)
    });
    let tries = messages.messages.iter().map(|message| {
        let (ident, ty, ids) = (message.ident, message.ty, ids_of(messages, &message.ids));
        let parse = quote_spanned!(ty.span()=> <#ty as __NlParseSet<'_>>::parse_whole);
        quote! {
            if #(__nl_message.is(const { #ids }))||* {
                return match __nl::__private::parse_as(
                    __nl_message, const { &[#(#ids),*] }, __nl_level, #parse,
                ) {
                    ::core::result::Result::Ok(__nl_message) => {
                        ::core::result::Result::Ok(Self::#ident(__nl_message))
                    }
                    ::core::result::Result::Err(__nl_error) => {
                        ::core::result::Result::Err(__nl_error)
                    }
                };
            }
        }
    });
    let other = match &messages.other {
        Some((ident, ty)) => {
            let keep = is_raw(ty);
            quote!(::core::result::Result::Ok(Self::#ident(#keep::of(*__nl_message))))
        }
        None => {
            let first = messages
                .messages
                .first()
                .and_then(|message| ids_of(messages, &message.ids).into_iter().next());
            quote! {
                ::core::result::Result::Err(__nl::__private::no_message(
                    __nl_message, ::core::option::Option::Some(const { #first }),
                ))
            }
        }
    };
    let takes_others = messages.other.as_ref().map(|_| {
        quote!(
            const TAKES_OTHERS: bool = true;
        )
    });
    let view = view(container);
    quote! {
        #head {
            const PARSE_MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] =
                const { &[#(#all),*] };
            #takes_others
            #protocol

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

fn emit_enum(
    container: &Container<'_>,
    messages: &Messages<'_>,
    protocol: Option<&TokenStream>,
) -> TokenStream {
    let types = messages.messages.iter().map(|message| message.ty);
    let generics =
        bounded(container, container.input.generics.clone(), types, &quote!(__NlEmitSet));
    let head = impl_for(container, &generics, &quote!(__nl::EmitMessage));
    let known = || messages.messages.iter();
    let first_ids = known().map(|message| {
        let (ident, ids) = (message.ident, ids_of(messages, &message.ids));
        let first = ids.first();
        if messages.family.is_none() {
            return quote!(Self::#ident(_) => const { #first },);
        }
        let ty = message.ty;
        let version = quote_spanned!(ty.span()=> <#ty as __NlEmitSet>::genl_version);
        quote! {
            Self::#ident(__nl_body) => {
                __nl::MessageId::with_version(const { #first }, #version(__nl_body))
            }
        }
    });
    let policies = known().map(|message| {
        let (ident, policy) = (message.ident, set_policy(message.ty, Side::Emit));
        quote!(Self::#ident(_) => #policy,)
    });
    let lens = known().map(|message| {
        let (ident, ty) = (message.ident, message.ty);
        let len = quote_spanned!(ty.span()=> <#ty as __NlEmitSet>::whole_len);
        quote!(Self::#ident(__nl_body) => #len(__nl_body),)
    });
    let emits = known().map(|message| {
        let (ident, ty) = (message.ident, message.ty);
        let emit = quote_spanned!(ty.span()=> <#ty as __NlEmitSet>::emit_whole);
        quote!(Self::#ident(__nl_body) => #emit(__nl_body, __nl_out, __nl_cx),)
    });
    let other = |method: TokenStream| {
        messages.other.as_ref().map(|(ident, ty)| {
            let get = is_raw(ty);
            quote!(Self::#ident(__nl_raw) => #get::get(__nl_raw).#method,)
        })
    };
    let (other_id, other_policy) = (other(quote!(raw_id())), other(quote!(raw_policy())));
    let other_len = other(quote!(raw_len()));
    let other_emit = other(quote!(emit_raw(__nl_out, __nl_cx)));
    let all = known().map(|message| {
        let (ids, policy) = (ids_of(messages, &message.ids), set_policy(message.ty, Side::Emit));
        quote!(#((#ids, #policy)),*)
    });
    quote! {
        #head {
            const EMIT_MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] =
                const { &[#(#all),*] };
            #protocol

            #[inline]
            fn id(&self) -> __nl::MessageId {
                match self { #(#first_ids)* #other_id }
            }

            #[inline]
            fn policy(&self) -> &'static __nl::Policy {
                match self { #(#policies)* #other_policy }
            }

            #[inline]
            fn body_len(&self) -> usize {
                match self { #(#lens)* #other_len }
            }

            #[inline]
            fn emit_body<'__nl_out>(
                &self,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                match self { #(#emits)* #other_emit }
            }
        }
    }
}

/// The messages of a variant.
fn ids_of(messages: &Messages<'_>, keys: &[Expr]) -> Vec<TokenStream> {
    let ids = keys.iter().map(|key| match &messages.family {
        None => type_id(key),
        Some((family, version)) => command_id(family, key, version.as_ref()),
    });
    ids.collect()
}

/// The messages of a struct.
fn ids(message: &Message) -> Vec<TokenStream> {
    match message {
        Message::Types(types) => types.iter().map(type_id).collect(),
        Message::Command(command) => {
            let Command { family, commands, version } = &**command;
            let ids = commands.iter().map(|command| command_id(family, command, version.as_ref()));
            ids.collect()
        }
    }
}

fn type_id(ty: &Expr) -> TokenStream {
    let ty = integer(ty);
    quote!(__nl::MessageId::Type(__nl::__private::message_type(#ty)))
}

fn command_id(family: &Expr, command: &Expr, version: Option<&Expr>) -> TokenStream {
    let command = integer(command);
    let version = version.map_or_else(|| quote!(1), integer);
    let family = quiet(family);
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
        Message::Types(types) => numbers("MESSAGES", ("check_message_type", 0xffff), types.iter()),
        Message::Command(command) => {
            let Command { family, commands, version } = &**command;
            let commands = numbers("COMMANDS", ("check_command", 0xff), commands.iter());
            let family = family_checks(family, version.as_ref());
            quote!(#commands #family)
        }
    }
}

fn enum_checks(messages: &Messages<'_>) -> TokenStream {
    let keys = messages.messages.iter().flat_map(|message| &message.ids);
    match &messages.family {
        None => numbers("MESSAGES", ("check_message_type", 0xffff), keys),
        Some((family, version)) => {
            let commands = numbers("COMMANDS", ("check_command", 0xff), keys);
            let family = family_checks(family, version.as_ref());
            quote!(#commands #family)
        }
    }
}

fn family_checks(family: &Expr, version: Option<&Expr>) -> TokenStream {
    let version = version.map(|version| call("check_version", version, &integer(version)));
    let family = call("check_family", family, &quote!(#family));
    quote!(#family #version)
}

//! Impls that do nothing, generated beside errors, so that one mistake gives one message.
//!
//! Without them, the compiler would report a missing trait wherever the type is used. Which trait that
//! is depends on what the declaration was meant to be, so a type gets every trait that it could have.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, GenericParam, Generics, Ident, Lifetime, Path, parse_quote};

use crate::model::Container;
use crate::side::Side;

pub(crate) fn expand(
    input: &DeriveInput,
    krate: &Path,
    container: Option<&Container<'_>>,
    side: Side,
) -> TokenStream {
    let is_enum = matches!(input.data, Data::Enum(_));
    let impls = match side {
        Side::Parse => parse(input, is_enum),
        Side::Emit => emit(input, is_enum, container),
    };
    super::wrap(krate, &impls)
}

fn parse(input: &DeriveInput, is_enum: bool) -> TokenStream {
    let mut generics = input.generics.clone();
    let wire = match input.generics.lifetimes().next() {
        Some(param) => param.lifetime.clone(),
        None => {
            generics.params.insert(0, parse_quote!('__nl));
            Lifetime::new("'__nl", Span::call_site())
        }
    };
    let of = Implement { input, generics: &generics };
    let rejected = quote!(::core::result::Result::Err(input.error(__nl::ErrorKind::Rejected)));
    let attr = attr("PARSE_ATTR");
    let value = of.a(
        &quote!(__NlParse<#wire>),
        &quote! {
            #attr

            fn parse(
                input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #rejected
            }
        },
    );
    let message = of.a(
        &quote!(__nl::ParseMessage<#wire>),
        &quote! {
            const PARSE_MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] = &[];

            fn parse_message(
                message: &__NlRawMessage<#wire>,
                _: __nl::Level,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                ::core::result::Result::Err(
                    __nl::__private::no_message(message, ::core::option::Option::None),
                )
            }
        },
    );
    let like = if is_enum {
        let policy = policy("ITEM_POLICY");
        of.a(
            &quote!(__nl::__private::ParseItem<#wire>),
            &quote! {
                #policy
                const ITEM_NEEDS_KEY: bool = false;
                type Keys = ();

                fn keys(_: &__nl::__private::Context<#wire>, _: &#wire [u8]) {}

                fn parse_item(
                    _: &mut __nl::__private::Context<#wire>,
                    (): &(),
                    _: __nl::__private::RawAttr<#wire>,
                ) -> ::core::result::Result<
                    ::core::option::Option<Self>,
                    __nl::__private::Refusal,
                > {
                    ::core::result::Result::Ok(::core::option::Option::None)
                }
            },
        )
    } else {
        of.a(&quote!(__NlParseSet<#wire>), &policy("PARSE_POLICY"))
    };
    let view = view(input, &wire);
    quote!(#value #message #like #view)
}

fn emit(input: &DeriveInput, is_enum: bool, container: Option<&Container<'_>>) -> TokenStream {
    let of = Implement { input, generics: &input.generics };
    let attr = attr("EMIT_ATTR");
    let value = of.a(
        &quote!(__NlEmit),
        &quote! {
            #attr

            fn payload_len(&self) -> usize {
                0
            }

            fn emit<'__nl_out>(
                &self,
                out: __nl::Output<'__nl_out>,
                _: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                ::core::result::Result::Ok(out)
            }
        },
    );
    let message = of.a(
        &quote!(__nl::EmitMessage),
        &quote! {
            const EMIT_MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] = &[];

            fn id(&self) -> __nl::MessageId {
                __nl::MessageId::Type(0)
            }

            fn policy(&self) -> &'static __nl::Policy {
                const { &__nl::Policy::new("", &[]) }
            }

            fn body_len(&self) -> usize {
                0
            }

            fn emit_body<'__nl_out>(
                &self,
                out: __nl::Output<'__nl_out>,
                _: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                ::core::result::Result::Ok(out)
            }
        },
    );
    let request = container.and_then(|container| container.reply.as_ref()).map(|reply| {
        let reply = super::generics::with_static(reply);
        of.a(&quote!(__nl::Request), &quote!(type Reply = #reply;))
    });
    let like = if is_enum {
        let policy = policy("EMIT_ITEM_POLICY");
        of.a(
            &quote!(__nl::__private::EmitItem),
            &quote! {
                #policy
                const EMIT_ITEM_NEEDS_KEY: bool = false;
                const SELECTS: bool = false;

                fn item_len(&self) -> usize {
                    0
                }

                fn item_type(&self) -> u16 {
                    0
                }

                fn emit_item<'__nl_out>(
                    &self,
                    out: __nl::Output<'__nl_out>,
                    _: &mut __nl::EmitContext,
                ) -> __nl::Emitted<'__nl_out> {
                    ::core::result::Result::Ok(out)
                }

                fn item_agrees(&self, _: &[u8]) -> ::core::result::Result<(), u16> {
                    ::core::result::Result::Ok(())
                }

                fn item_agrees_with(
                    &self,
                    _: ::core::option::Option<__nl::policy::FoundKey<'_>>,
                ) -> bool {
                    true
                }
            },
        )
    } else {
        of.a(&quote!(__NlEmitSet), &policy("EMIT_POLICY"))
    };
    quote!(#value #message #request #like)
}

fn attr(name: &str) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    quote! {
        const #name: __nl::AttrPolicy = __nl::AttrPolicy::new(__nl::policy::Kind::Unspec)
            .with_check(__nl::policy::Check::Reject);
    }
}

fn policy(name: &str) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    quote! {
        const #name: &'static __nl::Policy = const { &__nl::Policy::new("", &[]) };
    }
}

fn view(input: &DeriveInput, wire: &Lifetime) -> TokenStream {
    let generics = &input.generics;
    if generics.type_params().next().is_some() && generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
    let ident = &input.ident;
    let arguments = input.generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(param) if param.lifetime == *wire => quote!('__nl_of),
        GenericParam::Lifetime(param) => {
            let lifetime = &param.lifetime;
            quote!(#lifetime)
        }
        GenericParam::Type(param) => {
            let ident = &param.ident;
            quote!(#ident)
        }
        GenericParam::Const(param) => {
            let ident = &param.ident;
            quote!(#ident)
        }
    });
    let of = Implement { input, generics: &input.generics };
    of.a(&quote!(__nl::View), &quote!(type Of<'__nl_of> = #ident <#(#arguments),*>;))
}

/// Writes impls for one type.
struct Implement<'i> {
    input: &'i DeriveInput,
    generics: &'i Generics,
}

impl Implement<'_> {
    fn a(&self, of_trait: &TokenStream, body: &TokenStream) -> TokenStream {
        let ident = &self.input.ident;
        let (impl_generics, _, where_clause) = self.generics.split_for_impl();
        let (_, type_generics, _) = self.input.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics #of_trait for #ident #type_generics #where_clause {
                #body
            }
        }
    }
}

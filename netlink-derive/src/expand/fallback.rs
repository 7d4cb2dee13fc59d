//! Impls that do nothing, generated beside errors, so that one mistake gives one message.
//!
//! Without them, the compiler would report a missing trait wherever the type is used. Which trait that
//! is depends on what the declaration was meant to be, so a type gets every trait that it could have.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, GenericParam, Generics, Lifetime, Path, parse_quote};

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
    let keyed = with_key(&generics);
    let keyed = Implement { input, generics: &keyed };
    let rejected = quote!(::core::result::Result::Err(input.error(__nl::ErrorKind::Rejected)));
    let attr = attr();
    let set = of.a(
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
    let selected = keyed.a(
        &quote!(__NlParseSelected<#wire, __NlKey>),
        &quote! {
            #attr

            fn parse_selected(
                _: ::core::option::Option<__NlKey>,
                input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #rejected
            }
        },
    );
    let message = of.a(
        &quote!(__nl::ParseMessage<#wire>),
        &quote! {
            const MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] = &[];

            fn parse_message(
                message: &__NlRawMessage<#wire>,
                _: __nl::Level,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                __nl::__private::no_message(message, &[])
            }
        },
    );
    let policy = policy();
    let like = if is_enum {
        let item = of.a(
            &quote!(__nl::ParseItem<#wire>),
            &quote! {
                #policy

                fn parse_item(
                    attr: __NlAttr<#wire>,
                ) -> ::core::result::Result<::core::option::Option<Self>, __nl::ParseError> {
                    ::core::result::Result::Ok(::core::option::Option::None)
                }
            },
        );
        let own = Implement { input, generics: &input.generics };
        let key = own.a(
            &quote!(__NlSelectorKey),
            &quote! {
                type Key<'__nl_key> = u64 where Self: '__nl_key;

                fn key(&self) -> ::core::option::Option<u64> {
                    ::core::option::Option::None
                }
            },
        );
        quote!(#item #key)
    } else {
        of.a(&quote!(__NlParseSet<#wire>), &policy)
    };
    let view = view(input, &wire);
    quote!(#set #selected #message #like #view)
}

fn emit(input: &DeriveInput, is_enum: bool, container: Option<&Container<'_>>) -> TokenStream {
    let of = Implement { input, generics: &input.generics };
    let keyed = with_key(&input.generics);
    let keyed = Implement { input, generics: &keyed };
    let (attr, policy) = (attr(), policy());
    let written = quote! {
        ::core::result::Result<(), __nl::EmitError> {
            ::core::result::Result::Ok(())
        }
    };
    let set = of.a(
        &quote!(__NlEmit),
        &quote! {
            #attr

            fn payload_len(&self) -> usize {
                0
            }

            fn emit<__NlBuffer: __nl::Buffer>(
                &self,
                _: &mut __nl::Writer<__NlBuffer>,
            ) -> #written
        },
    );
    let selected = keyed.a(
        &quote!(__NlEmitSelected<__NlKey>),
        &quote! {
            #attr

            fn agrees(&self, _: ::core::option::Option<__NlKey>) -> bool {
                true
            }

            fn selected_len(&self) -> usize {
                0
            }

            fn emit_selected<__NlBuffer: __nl::Buffer>(
                &self,
                _: u16,
                _: &mut __nl::Writer<__NlBuffer>,
            ) -> #written
        },
    );
    let message = of.a(
        &quote!(__nl::EmitMessage),
        &quote! {
            const MESSAGES: &'static [(__nl::MessageId, &'static __nl::Policy)] = &[];

        fn id(&self) -> __nl::MessageId {
                __nl::MessageId::Type(0)
            }

            fn policy(&self) -> &'static __nl::Policy {
                const { &__nl::Policy::new("", &[]) }
            }

            fn body_len(&self) -> usize {
                0
            }

            fn emit_body<__NlBuffer: __nl::Buffer>(
                &self,
                _: &mut __nl::Writer<__NlBuffer>,
            ) -> #written
        },
    );
    let request = container.and_then(|container| container.reply.as_ref()).map(|reply| {
        let reply = super::generics::with_static(reply);
        of.a(&quote!(__nl::Request), &quote!(type Reply = #reply;))
    });
    let like = if is_enum {
        of.a(
            &quote!(__nl::EmitItem),
            &quote! {
                #policy

                fn item_len(&self) -> usize {
                    0
                }

                fn emit_item<__NlBuffer: __nl::Buffer>(
                    &self,
                    _: &mut __nl::Writer<__NlBuffer>,
                ) -> #written
            },
        )
    } else {
        of.a(&quote!(__NlEmitSet), &policy)
    };
    quote!(#set #selected #message #request #like)
}

fn attr() -> TokenStream {
    quote! {
        const ATTR: __nl::AttrPolicy = __nl::AttrPolicy::new(__nl::policy::Kind::Unspec);
    }
}

fn policy() -> TokenStream {
    quote! {
        const POLICY: &'static __nl::Policy = const { &__nl::Policy::new("", &[]) };
    }
}

fn with_key(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    generics.params.push(parse_quote!(__NlKey));
    generics
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

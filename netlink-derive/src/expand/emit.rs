//! `Emit` for sets: the fields in their order, then what is unknown.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::message;
use super::policy::{policy, selector_key, type_const, type_consts};
use crate::attr::Select;
use crate::check;
use crate::generics::{bounded, impl_for};
use crate::model::{AttrField, Container, Set, here};
use crate::symbol::Side;

pub(super) fn expand(container: &Container<'_>, set: &Set<'_>) -> TokenStream {
    let field_types = set.attrs.iter().filter(|field| field.is_plain()).map(|field| field.ty);
    let generics = bounded(&container.input.generics, field_types, &quote!(__nl::Emit));
    let consts = type_consts(set);
    let types = set.attrs.iter().enumerate().map(|(number, field)| type_const(field, number));
    let distinct = quote!(const _: () = __nl::__private::distinct(&[#(#types),*]););
    let policy = policy(set, &container.input.ident, Side::Emit);
    if set.has_outer_key() {
        let impls = selected_set(container, set, generics, &policy);
        return quote!(#consts #distinct #impls);
    }
    let head = impl_for(container, &generics, &quote!(__nl::Emit));
    let set_head = impl_for(container, &generics, &quote!(__nl::EmitSet));
    let len = len(set);
    let body = body(set, &quote!(<Self as __nl::EmitSet>::POLICY));
    let message = message::expand(container, Side::Emit);
    quote! {
        #consts
        #distinct

        #head {
            const ATTR: __nl::AttrPolicy =
                __nl::AttrPolicy::nested(|| <Self as __nl::EmitSet>::POLICY);

            #[inline]
            fn payload_len(&self) -> usize {
                #len
            }

            #[inline]
            fn emit<__NlBuffer: __nl::Buffer>(
                &self,
                __nl_writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                #body
            }
        }

        #set_head {
            const POLICY: &'static __nl::Policy = #policy;
        }

        #message
    }
}

/// A set whose sub-message has its key in a set around it. That the two agree is asked before it is
/// written.
fn selected_set(
    container: &Container<'_>,
    set: &Set<'_>,
    mut generics: syn::Generics,
    policy: &TokenStream,
) -> TokenStream {
    generics.params.push(syn::parse_quote!(__NlKey: ::core::marker::Copy));
    let selected: Vec<_> = set.attrs.iter().filter(|field| field.has_outer_key()).collect();
    for field in &selected {
        let ty = field.ty;
        let bound = syn::parse_quote!(#ty: __nl::EmitSelected<__NlKey>);
        generics.make_where_clause().predicates.push(bound);
    }
    let head = impl_for(container, &generics, &quote!(__nl::EmitSelected<__NlKey>));
    let agrees = selected.iter().map(|field| {
        let (member, ty) = (&field.member, field.ty);
        quote!(<#ty as __nl::EmitSelected<__NlKey>>::agrees(&self.#member, key))
    });
    let len = len(set);
    let body = body(set, &quote!(const { #policy }));
    quote! {
        #head {
            const ATTR: __nl::AttrPolicy = __nl::AttrPolicy::nested(|| const { #policy });

            fn agrees(&self, key: ::core::option::Option<__NlKey>) -> bool {
                #(#agrees)&&*
            }

            fn selected_len(&self) -> usize {
                __nl::__private::set_len(#len)
            }

            fn emit_selected<__NlBuffer: __nl::Buffer>(
                &self,
                __nl_ty: u16,
                __nl_writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                __nl_writer.nest(__nl_ty, |__nl_writer| { #body })
            }
        }
    }
}

fn len(set: &Set<'_>) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let ty = header.ty;
        quote!(__nl::__private::header_len::<#ty>())
    });
    let attrs = set.attrs.iter().map(|field| {
        let (member, ty) = (&field.member, field.ty);
        match field.select() {
            Some(select) => {
                let key = selector_key(set, select);
                quote_spanned! {here(field.span())=>
                    <#ty as __nl::EmitSelected<#key>>::selected_len(&self.#member)
                }
            }
            None => match field.codec() {
                Some(codec) => quote_spanned! {here(codec.span())=>
                    __nl::__private::len_with::<#codec, #ty>(&self.#member)
                },
                None => quote_spanned!(here(field.span())=> <#ty as __nl::Emit>::attr_len(&self.#member)),
            },
        }
    });
    let unknown = set.unknown.as_ref().map(|unknown| {
        let unknown = unknown.access();
        quote!(#unknown.encoded_len())
    });
    let stream = set.stream.as_ref().map(|stream| {
        let (stream, ty) = (stream.access(), stream.ty);
        quote_spanned!(here(ty.span())=> <#ty as __nl::Emit>::payload_len(&#stream))
    });
    let terms = header.into_iter().chain(attrs).chain(unknown).chain(stream);
    let sum = terms.reduce(|sum, term| quote!(__nl::__private::add(#sum, #term)));
    sum.unwrap_or_else(|| quote!(0))
}

fn body(set: &Set<'_>, policy: &TokenStream) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let header = header.access();
        quote!(__nl::__private::emit_header(&#header, __nl_writer)?;)
    });
    let attrs =
        set.attrs.iter().enumerate().map(|(number, field)| attr(set, field, number, policy));
    let unknown = set.unknown.as_ref().map(|unknown| {
        let unknown = unknown.access();
        quote!(__nl::__private::emit_unknown(&#unknown, __nl_writer)?;)
    });
    let stream = set.stream.as_ref().map(|stream| {
        let (stream, ty) = (stream.access(), stream.ty);
        quote_spanned!(here(ty.span())=> <#ty as __nl::Emit>::emit(&#stream, __nl_writer)?;)
    });
    quote! {
        let __nl_policy = #policy;
        #header
        #(#attrs)*
        #unknown
        #stream
        ::core::result::Result::Ok(())
    }
}

fn attr(set: &Set<'_>, field: &AttrField<'_>, number: usize, policy: &TokenStream) -> TokenStream {
    let (member, ty) = (&field.member, type_const(field, number));
    if let Some(select) = field.select() {
        let field_type = field.ty;
        if select.is_outer() {
            return quote_spanned! {here(field.span())=>
                <#field_type as __nl::EmitSelected<__NlKey>>::emit_selected(
                    &self.#member, #ty, __nl_writer,
                )
                .map_err(|error| error.within(__nl::Step::Attr(#ty), __nl_policy))?;
            };
        }
        let key = key(set, select);
        quote_spanned! {here(field.span())=>
            __nl::__private::emit_selected(&self.#member, #key, #ty, __nl_writer, __nl_policy)?;
        }
    } else {
        let field_type = field.ty;
        let emit = match field.codec() {
            Some(codec) => quote_spanned! {here(codec.span())=>
                __nl::__private::emit_with::<#codec, #field_type, _>(
                    &self.#member, #ty, __nl_writer, __nl_policy,
                )
            },
            None => quote_spanned! {here(field.span())=>
                __nl::__private::emit(&self.#member, #ty, __nl_writer, __nl_policy)
            },
        };
        if field.nla.has_rules(Side::Emit) {
            quote_spanned! {here(field.span())=>
                __nl::__private::emit_by_rule(
                    __nl_writer,
                    const { __nl::__private::rule(#policy, #number) },
                    __nl_policy,
                    |__nl_writer| #emit,
                )?;
            }
        } else {
            quote!(#emit?;)
        }
    }
}

/// The key of a sub-message, in the value that is written.
fn key(set: &Set<'_>, select: &Select) -> TokenStream {
    let span = here(select.word.span());
    match set.attrs.iter().find(|field| check::is(field, select)) {
        Some(field) => {
            let member = &field.member;
            quote_spanned!(span=> __nl::SelectorKey::key(&self.#member))
        }
        None => {
            let path = &select.path;
            quote_spanned!(span=> __nl::SelectorKey::key(&{ self.#path }))
        }
    }
}

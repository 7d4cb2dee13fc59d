//! `Emit` for sets: the fields in their order, then what is unknown.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Type};

use super::generics::{impl_for, of_set};
use super::message;
use super::policy::{at_selector, policy, selector_key, type_const, type_consts};
use crate::model::{AttrField, Container, Plain, Set};
use crate::side::Side;
use crate::syntax::{Nla, Select};

pub(super) fn expand(container: &Container<'_>, set: &Set<'_>) -> TokenStream {
    let generics = of_set(container, set, Side::Emit);
    let consts = type_consts(container, set, Side::Emit);
    let policy = policy(container, set, Side::Emit);
    if set.has_outer_key() {
        let impls = selected_set(container, set, generics, &policy);
        return quote!(#consts #impls);
    }
    let head = impl_for(container, &generics, &quote!(__NlEmit));
    let set_head = impl_for(container, &generics, &quote!(__NlEmitSet));
    let len = len(set);
    let body = body(set, &quote!(<Self as __NlEmitSet>::POLICY));
    let message = message::expand(container, &generics, Side::Emit);
    quote! {
        #consts

        #head {
            const ATTR: __nl::AttrPolicy =
                __nl::AttrPolicy::nested(|| <Self as __NlEmitSet>::POLICY);

            #[inline]
            fn payload_len(&self) -> usize {
                #len
            }

            #[inline(always)]
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
        let bound = syn::parse_quote!(#ty: __NlEmitSelected<__NlKey>);
        generics.make_where_clause().predicates.push(bound);
    }
    let head = impl_for(container, &generics, &quote!(__NlEmitSelected<__NlKey>));
    let agrees = selected.iter().map(|field| {
        let (member, ty) = (&field.member, field.ty);
        quote!(<#ty as __NlEmitSelected<__NlKey>>::agrees(&self.#member, __nl_key))
    });
    let len = len(set);
    let body = body(set, &quote!(const { #policy }));
    quote! {
        #head {
            const ATTR: __nl::AttrPolicy = __nl::AttrPolicy::nested(|| const { #policy });

            fn agrees(&self, __nl_key: ::core::option::Option<__NlKey>) -> bool {
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
                let selected = quote_spanned!(field.span()=> <#ty as __NlEmitSelected<#key>>);
                quote!(#selected::selected_len(&self.#member))
            }
            None => attr_len(ty, field.codec(), &quote!(&self.#member)),
        }
    });
    let unknown = set.unknown.as_ref().map(|unknown| {
        let unknown = get_unknown(unknown);
        quote!(#unknown.encoded_len())
    });
    let stream = set.stream.as_ref().map(|stream| {
        let (stream, ty) = (stream.access(), stream.ty);
        let len = quote_spanned!(ty.span()=> <#ty as __NlEmit>::payload_len);
        quote!(#len(&#stream))
    });
    let terms = header.into_iter().chain(attrs).chain(unknown).chain(stream);
    let sum = terms.reduce(|sum, term| quote!(__nl::__private::add(#sum, #term)));
    sum.unwrap_or_else(|| quote!(0))
}

fn body(set: &Set<'_>, policy: &TokenStream) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let (header, ty) = (header.access(), header.ty);
        let emit = quote_spanned!(ty.span()=> <#ty as __nl::__private::Writable>::emit_header);
        quote!(#emit(&#header, __nl_writer)?;)
    });
    let attrs =
        set.attrs.iter().enumerate().map(|(number, field)| attr(set, field, number, policy));
    let unknown = set.unknown.as_ref().map(|unknown| {
        let unknown = get_unknown(unknown);
        quote!(__nl::__private::emit_unknown(#unknown, __nl_writer)?;)
    });
    let stream = set.stream.as_ref().map(|stream| {
        let (stream, ty) = (stream.access(), stream.ty);
        let emit = quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit);
        quote!(#emit(&#stream, __nl_writer)?;)
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
    let (member, ty, field_type) = (&field.member, type_const(field, number), field.ty);
    if let Some(select) = field.select() {
        let key = selector_key(set, select);
        let selected = quote_spanned!(field.span()=> <#field_type as __NlEmitSelected<#key>>);
        let emit = quote! {
            __nl::__private::emitted(
                #selected::emit_selected(&self.#member, #ty, __nl_writer), #ty, __nl_policy,
            )?;
        };
        // With a key from a set around this one, it is asked there.
        if select.is_outer() {
            return emit;
        }
        let key = self::key(set, select);
        return quote! {
            if !#selected::agrees(&self.#member, #key) {
                return __nl::__private::disagrees(__nl_writer, #ty, __nl_policy);
            }
            #emit
        };
    }
    let emit = emit_attr(field_type, field.codec(), &quote!(&self.#member), &ty);
    let emit = by_rule(&field.nla, policy, number, emit);
    quote!(#emit?;)
}

/// Holds the attributes that `emit` writes to the rules written for them.
pub(super) fn by_rule(
    nla: &Nla,
    policy: &TokenStream,
    number: usize,
    emit: TokenStream,
) -> TokenStream {
    if !nla.has_rules(Side::Emit) {
        return emit;
    }
    quote! {
        __nl::__private::emit_by_rule(
            __nl_writer,
            const { __nl::__private::rule(#policy, #number) },
            __nl_policy,
            |__nl_writer| #emit,
        )
    }
}

/// The length of a value as an attribute.
pub(super) fn attr_len(ty: &Type, codec: Option<&Type>, value: &TokenStream) -> TokenStream {
    let Some(codec) = codec else {
        let len = quote_spanned!(ty.span()=> <#ty as __NlEmit>::attr_len);
        return quote!(#len(#value));
    };
    let codec = quote_spanned!(codec.span()=> <#codec as __NlEmitWith<#ty>>);
    quote! {
        if #codec::is_nothing(#value) {
            0
        } else {
            __nl::__private::set_len(#codec::encoded_len(#value))
        }
    }
}

/// Writes a value as an attribute; a `Result`.
pub(super) fn emit_attr(
    ty: &Type,
    codec: Option<&Type>,
    value: &TokenStream,
    type_const: &Ident,
) -> TokenStream {
    let Some(codec) = codec else {
        let emit = quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit_attr);
        return quote! {
            __nl::__private::emitted(
                #emit(#value, #type_const, __nl_writer), #type_const, __nl_policy,
            )
        };
    };
    let codec = quote_spanned!(codec.span()=> <#codec as __NlEmitWith<#ty>>);
    quote! {
        if #codec::is_nothing(#value) {
            ::core::result::Result::Ok(())
        } else {
            __nl::__private::emitted(
                __nl_writer.attr(#type_const | #codec::ATTR.nested_flag(), |__nl_writer| {
                    #codec::encode(#value, __nl_writer)
                }),
                #type_const,
                __nl_policy,
            )
        }
    }
}

/// The field of the unknown attributes, as what it must be.
fn get_unknown(unknown: &Plain<'_>) -> TokenStream {
    let (access, ty) = (unknown.access(), unknown.ty);
    let get = quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<__NlUnknown<'_>>>::get);
    quote!(#get(&#access))
}

/// The key of a sub-message, in the value that is written.
fn key(set: &Set<'_>, select: &Select) -> TokenStream {
    match set.sibling(select) {
        Some((_, field)) => {
            let (member, ty) = (&field.member, at_selector(field, select));
            let value = quote!(self.#member);
            quote_spanned!(select.path.span()=> <#ty as __NlSelectorKey>::key(&#value))
        }
        None => {
            let path = &select.path;
            let value = quote!(self.#path);
            quote_spanned!(path.span()=> __NlSelectorKey::key(&{ #value }))
        }
    }
}

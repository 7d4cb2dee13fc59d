//! `Emit` for sets: the fields in their order, then what is unknown.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::policy::{policy, selector_key, type_const, type_consts};
use super::{expand_other, message};
use crate::attr::Select;
use crate::check;
use crate::generics::bounded;
use crate::model::{AttrField, Container, Set, Shape};
use crate::symbol::Side;

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let set = match &container.shape {
        Shape::Set(set) => set,
        _ => return expand_other(container, Side::Emit),
    };
    let ident = &container.input.ident;
    let field_types = set.attrs.iter().filter(|field| field.select().is_none());
    let generics =
        bounded(&container.input.generics, field_types.map(|field| field.ty), &quote!(__nl::Emit));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let consts = type_consts(set);
    let types = set.attrs.iter().enumerate().map(|(number, field)| type_const(field, number));
    let policy = policy(set, ident, Side::Emit);
    let len = len(set);
    let body = body(set);
    let message = message::expand(container, Side::Emit);
    quote! {
        #consts

        #[automatically_derived]
        impl #impl_generics __nl::Emit for #ident #type_generics #where_clause {
            const ATTR: __nl::AttrPolicy =
                __nl::AttrPolicy::nested(|| <Self as __nl::EmitSet>::POLICY);

            #[inline]
            fn payload_len(&self) -> usize {
                #len
            }

            #[inline]
            fn emit<__NlBuffer: __nl::Buffer>(
                &self,
                writer: &mut __nl::Writer<__NlBuffer>,
            ) -> ::core::result::Result<(), __nl::EmitError> {
                #body
            }
        }

        #[automatically_derived]
        impl #impl_generics __nl::EmitSet for #ident #type_generics #where_clause {
            const POLICY: &'static __nl::Policy = #policy;
        }

        const _: () = __nl::__private::distinct(&[#(#types),*]);

        #message
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
                quote_spanned! {field.span()=>
                    <#ty as __nl::EmitSelected<#key>>::selected_len(&self.#member)
                }
            }
            None => quote_spanned!(field.span()=> <#ty as __nl::Emit>::attr_len(&self.#member)),
        }
    });
    let unknown = set.unknown.as_ref().map(|unknown| {
        let unknown = unknown.access();
        quote!(#unknown.encoded_len())
    });
    let terms = header.into_iter().chain(attrs).chain(unknown);
    let sum = terms.reduce(|sum, term| quote!(__nl::__private::add(#sum, #term)));
    sum.unwrap_or_else(|| quote!(0))
}

fn body(set: &Set<'_>) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let header = header.access();
        quote!(__nl::__private::emit_header(&#header, writer)?;)
    });
    let attrs = set.attrs.iter().enumerate().map(|(number, field)| attr(set, field, number));
    let unknown = set.unknown.as_ref().map(|unknown| {
        let unknown = unknown.access();
        quote!(__nl::__private::emit_unknown(&#unknown, writer)?;)
    });
    quote! {
        let __nl_policy = <Self as __nl::EmitSet>::POLICY;
        #header
        #(#attrs)*
        #unknown
        ::core::result::Result::Ok(())
    }
}

fn attr(set: &Set<'_>, field: &AttrField<'_>, number: usize) -> TokenStream {
    let (member, ty) = (&field.member, type_const(field, number));
    if let Some(select) = field.select() {
        let key = key(set, select);
        quote_spanned! {field.span()=>
            __nl::__private::emit_selected(&self.#member, #key, #ty, writer, __nl_policy)?;
        }
    } else if field.has_rules(Side::Emit) {
        quote_spanned! {field.span()=>
            __nl::__private::emit_by_rule(
                &self.#member,
                const { __nl::__private::rule(<Self as __nl::EmitSet>::POLICY, #number) },
                writer,
                __nl_policy,
            )?;
        }
    } else {
        quote_spanned! {field.span()=>
            __nl::__private::emit(&self.#member, #ty, writer, __nl_policy)?;
        }
    }
}

/// The key of a sub-message, in the value that is written.
fn key(set: &Set<'_>, select: &Select) -> TokenStream {
    let span = select.word.span();
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

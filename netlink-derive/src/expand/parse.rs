//! `Parse` for sets: one loop over the attributes, one match over their types.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::policy::{policy, selector_key, type_const, type_consts};
use super::{expand_other, message};
use crate::check;
use crate::generics::{arguments, bounded, wire_lifetime, with_wire_lifetime};
use crate::model::{AttrField, Container, Set, Shape, numbered};
use crate::symbol::Side;

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let set = match &container.shape {
        Shape::Set(set) => set,
        _ => return expand_other(container, Side::Parse),
    };
    let ident = &container.input.ident;
    let wire = wire_lifetime(&container.input.generics);
    let field_types = set.attrs.iter().filter(|field| field.select().is_none());
    let generics = bounded(
        &with_wire_lifetime(&container.input.generics),
        field_types.map(|field| field.ty),
        &quote!(__nl::Parse<#wire>),
    );
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = container.input.generics.split_for_impl();
    let consts = type_consts(set);
    let policy = policy(set, ident, Side::Parse);
    let body = body(set);
    let view = view(container);
    let message = message::expand(container, Side::Parse);
    quote! {
        #consts

        #[automatically_derived]
        impl #impl_generics __nl::Parse<#wire> for #ident #type_generics #where_clause {
            const ATTR: __nl::AttrPolicy =
                __nl::AttrPolicy::nested(|| <Self as __nl::ParseSet<#wire>>::POLICY);

            #[inline]
            fn parse(
                input: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #body
            }
        }

        #[automatically_derived]
        impl #impl_generics __nl::ParseSet<#wire> for #ident #type_generics #where_clause {
            const POLICY: &'static __nl::Policy = #policy;
        }

        #view
        #message
    }
}

fn body(set: &Set<'_>) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let ty = header.ty;
        quote_spanned! {ty.span()=>
            let (__nl_header, __nl_input) =
                __nl::__private::header::<#ty>(__nl_input, __nl_policy)?;
        }
    });
    let slots = set.attrs.iter().enumerate().map(|(number, field)| {
        let (slot, ty) = (slot(field, number), field.ty);
        match field.select() {
            Some(_) => quote!(let mut #slot = ::core::option::Option::None;),
            None => quote_spanned! {field.span()=>
                let mut #slot: ::core::option::Option<#ty> = <#ty as __nl::Parse<'_>>::absent();
            },
        }
    });
    let arms = set.attrs.iter().enumerate().map(|(number, field)| arm(field, number));
    let unknown = if set.refuses_unknown {
        quote!(__nl::__private::refuse_unknown(__nl_attr))
    } else {
        quote!(::core::result::Result::Ok(()))
    };
    let values = set.attrs.iter().enumerate().filter(|(_, field)| field.select().is_none());
    let values = values.map(|(number, field)| {
        let (slot, ty) = (slot(field, number), type_const(field, number));
        quote! {
            let #slot = __nl::__private::required(#slot, __nl_input, #ty, __nl_policy)?;
        }
    });
    let selected = set.attrs.iter().enumerate().filter_map(|(number, field)| {
        let select = field.select()?;
        let (slot, ty) = (slot(field, number), type_const(field, number));
        let key = key(set, select);
        let key_type = selector_key(set, select);
        let field_type = field.ty;
        Some(quote_spanned! {field.span()=>
            let #slot = __nl::__private::selected::<#key_type, #field_type>(
                #slot, #key, __nl_input, #ty, __nl_policy,
            )?;
        })
    });
    let fields = set.attrs.iter().enumerate().map(|(number, field)| {
        let (member, slot) = (&field.member, slot(field, number));
        quote!(#member: #slot,)
    });
    let header_field = set.header.as_ref().map(|header| {
        let member = &header.member;
        quote!(#member: __nl_header,)
    });
    let unknown_field = set.unknown.as_ref().map(|unknown| {
        let member = &unknown.member;
        quote!(#member: __nl::__private::unknown(__nl_set, __nl_policy),)
    });
    quote! {
        let __nl_policy = <Self as __nl::ParseSet<'_>>::POLICY;
        let __nl_input = __nl::__private::enter(input, __nl_policy)?;
        #header
        #(#slots)*
        let __nl_set = __nl_input.attrs();
        let mut __nl_attrs = __nl_set;
        while let ::core::option::Option::Some(__nl_attr) =
            ::core::iter::Iterator::next(&mut __nl_attrs)
        {
            let __nl_result = match __nl_attr.ty() {
                #(#arms)*
                _ => #unknown,
            };
            if let ::core::result::Result::Err(__nl_error) = __nl_result {
                return __nl::__private::failed(__nl_error, __nl_attr, __nl_policy);
            }
        }
        #(#values)*
        #(#selected)*
        ::core::result::Result::Ok(Self { #header_field #(#fields)* #unknown_field })
    }
}

/// One arm: takes an occurrence in, or sets a sub-message aside until its key is known.
fn arm(field: &AttrField<'_>, number: usize) -> TokenStream {
    let (slot, ty, field_type) = (slot(field, number), type_const(field, number), field.ty);
    if field.select().is_some() {
        return quote! {
            #ty => {
                #slot = ::core::option::Option::Some(__nl_attr);
                ::core::result::Result::Ok(())
            }
        };
    }
    if field.has_rules(Side::Parse) {
        quote_spanned! {field.span()=>
            #ty => __nl::__private::merge_by_rule::<#field_type>(
                &mut #slot,
                __nl_attr,
                const { __nl::__private::rule(<Self as __nl::ParseSet<'_>>::POLICY, #number) },
            ),
        }
    } else {
        quote_spanned! {field.span()=>
            #ty => <#field_type as __nl::Parse<'_>>::merge(&mut #slot, __nl_attr),
        }
    }
}

/// The key of a sub-message, when the set's own attributes have been read.
fn key(set: &Set<'_>, select: &crate::attr::Select) -> TokenStream {
    let found = set.attrs.iter().enumerate().find(|(_, field)| check::is(field, select));
    match found {
        Some((number, field)) => {
            let slot = slot(field, number);
            quote_spanned!(select.word.span()=> __nl::SelectorKey::key(&#slot))
        }
        None => {
            let path = select.path.iter().skip(1);
            quote_spanned!(select.word.span()=> __nl::SelectorKey::key(&{ __nl_header #(.#path)* }))
        }
    }
}

fn slot(field: &AttrField<'_>, number: usize) -> syn::Ident {
    numbered("slot", number, field.span())
}

/// `View`, for types that can be named with any lifetime.
pub(crate) fn view(container: &Container<'_>) -> TokenStream {
    let ident = &container.input.ident;
    let generics = &container.input.generics;
    let wire = syn::Lifetime::new("'__nl_of", proc_macro2::Span::call_site());
    let of = arguments(generics, &wire);
    let (_, type_generics, _) = generics.split_for_impl();
    let mut bounds = generics.clone();
    if generics.type_params().next().is_some() {
        let bound = syn::parse_quote!(for<#wire> #ident #of: __nl::Parse<#wire>);
        bounds.make_where_clause().predicates.push(bound);
    }
    let (impl_generics, _, where_clause) = bounds.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __nl::View for #ident #type_generics #where_clause {
            type Of<#wire> = #ident #of;
        }
    }
}

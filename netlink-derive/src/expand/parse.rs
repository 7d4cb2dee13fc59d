//! `Parse` for sets: one loop over the attributes, one match over their types.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::policy::{at_selector, policy, selector_key, type_const, type_consts};
use super::{message, view};
use crate::attr::Nla;
use crate::check;
use crate::generics::{impl_for, of_set, wire_lifetime};
use crate::model::{AttrField, Container, Set, numbered};
use crate::symbol::Side;

pub(super) fn expand(container: &Container<'_>, set: &Set<'_>) -> TokenStream {
    let wire = wire_lifetime(container);
    let generics = of_set(container, set, Side::Parse);
    let consts = type_consts(container, set, Side::Parse);
    let policy = policy(container, set, Side::Parse);
    if set.has_outer_key() {
        let impls = selected_set(container, set, generics, &policy);
        return quote!(#consts #impls);
    }
    let head = impl_for(container, &generics, &quote!(__nl::Parse<#wire>));
    let set_head = impl_for(container, &generics, &quote!(__nl::ParseSet<#wire>));
    let body = body(set, &quote!(<Self as __nl::ParseSet<'_>>::POLICY));
    let view = view(container);
    let message = message::expand(container, &generics, Side::Parse);
    quote! {
        #consts

        #head {
            const ATTR: __nl::AttrPolicy =
                __nl::AttrPolicy::nested(|| <Self as __nl::ParseSet<#wire>>::POLICY);

            #[inline]
            fn parse(
                __nl_payload: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #body
            }
        }

        #set_head {
            const POLICY: &'static __nl::Policy = #policy;
        }

        #view
        #message
    }
}

/// A set whose sub-message has its key in a set around it: read with the key, whatever that is.
fn selected_set(
    container: &Container<'_>,
    set: &Set<'_>,
    mut generics: syn::Generics,
    policy: &TokenStream,
) -> TokenStream {
    let wire = wire_lifetime(container);
    generics.params.push(syn::parse_quote!(__NlKey: ::core::marker::Copy));
    for field in set.attrs.iter().filter(|field| field.has_outer_key()) {
        let ty = field.ty;
        let bound = syn::parse_quote!(#ty: __nl::ParseSelected<#wire, __NlKey>);
        generics.make_where_clause().predicates.push(bound);
    }
    let head = impl_for(container, &generics, &quote!(__nl::ParseSelected<#wire, __NlKey>));
    let body = body(set, &quote!(const { #policy }));
    quote! {
        #head {
            const ATTR: __nl::AttrPolicy = __nl::AttrPolicy::nested(|| const { #policy });

            #[inline]
            fn parse_selected(
                __nl_key: ::core::option::Option<__NlKey>,
                __nl_payload: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #body
            }
        }
    }
}

fn body(set: &Set<'_>, policy: &TokenStream) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let ty = header.ty;
        let header = quote_spanned!(ty.span()=> <#ty as __nl::__private::Readable>::header);
        quote!(let (__nl_header, __nl_input) = #header(__nl_input, __nl_policy)?;)
    });
    let slots = set.attrs.iter().enumerate().map(|(number, field)| {
        let (slot, ty) = (slot(number), field.ty);
        match field.select() {
            Some(_) => quote!(let mut #slot = ::core::option::Option::None;),
            None => {
                let absent = match field.codec() {
                    Some(codec) => quote_spanned! {codec.span()=>
                        <#codec as __nl::ParseWith<'_, #ty>>::nothing()
                    },
                    None => quote_spanned!(field.span()=> <#ty as __nl::Parse<'_>>::absent()),
                };
                quote!(let mut #slot: ::core::option::Option<#ty> = #absent;)
            }
        }
    });
    let arms = set.attrs.iter().enumerate().map(|(number, field)| arm(field, number, policy));
    let unknown = if set.refuses_unknown {
        quote!(__nl::__private::refuse_unknown(__nl_attr))
    } else {
        quote!(::core::result::Result::Ok(()))
    };
    let values = set.attrs.iter().enumerate().filter(|(_, field)| field.select().is_none());
    let values = values.map(|(number, field)| {
        let (slot, ty) = (slot(number), type_const(field, number));
        match field.default() {
            Some(default) => quote! {
                let #slot = ::core::option::Option::unwrap_or_else(#slot, || #default);
            },
            None => quote! {
                let #slot = __nl::__private::required(#slot, __nl_input, #ty, __nl_policy)?;
            },
        }
    });
    let selected = set.attrs.iter().enumerate().filter_map(|(number, field)| {
        let select = field.select()?;
        let (slot, ty) = (slot(number), type_const(field, number));
        let key = key(set, select);
        let key_type = selector_key(set, select);
        let field_type = field.ty;
        let selected = quote_spanned! {field.span()=>
            <#field_type as __nl::ParseSelected<'_, #key_type>>
        };
        Some(quote! {
            let #slot = match #slot {
                ::core::option::Option::Some(__nl_attr) => __nl::__private::in_attr(
                    #selected::parse_selected(#key, __nl::__private::set_aside(__nl_attr)),
                    __nl_attr,
                    __nl_policy,
                )?,
                ::core::option::Option::None => __nl::__private::required(
                    #selected::absent(), __nl_input, #ty, __nl_policy,
                )?,
            };
        })
    });
    let fields = set.attrs.iter().enumerate().map(|(number, field)| {
        let (member, slot) = (&field.member, slot(number));
        quote!(#member: #slot,)
    });
    let header_field = set.header.as_ref().map(|header| {
        let member = &header.member;
        quote!(#member: __nl_header,)
    });
    let unknown_field = set.unknown.as_ref().map(|unknown| {
        let (member, ty) = (&unknown.member, unknown.ty);
        let keep = quote_spanned! {ty.span()=>
            <#ty as __nl::__private::Is<__nl::Unknown<'_>>>::of
        };
        quote!(#member: #keep(__nl::__private::unknown(__nl_set, __nl_policy)),)
    });
    let enter = quote! {
        let __nl_policy = #policy;
        let __nl_input = __nl::__private::enter(__nl_payload, __nl_policy)?;
        #header
    };
    if let Some(stream) = &set.stream {
        let (member, ty) = (&stream.member, stream.ty);
        let parse = quote_spanned!(ty.span()=> <#ty as __nl::Parse<'_>>::parse);
        return quote! {
            #enter
            let __nl_stream = #parse(__nl_input)?;
            ::core::result::Result::Ok(Self { #header_field #member: __nl_stream })
        };
    }
    quote! {
        #enter
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
fn arm(field: &AttrField<'_>, number: usize, policy: &TokenStream) -> TokenStream {
    let (slot, ty, field_type) = (slot(number), type_const(field, number), field.ty);
    if field.select().is_some() {
        return quote! {
            #ty => {
                #slot = ::core::option::Option::Some(__nl_attr);
                ::core::result::Result::Ok(())
            }
        };
    }
    let merge = match field.codec() {
        Some(codec) => {
            let parse = quote_spanned! {codec.span()=>
                <#codec as __nl::ParseWith<'_, #field_type>>::decode
            };
            quote!(__nl::__private::fill(&mut #slot, #parse(__nl_attr.input())))
        }
        None => {
            let merge = quote_spanned! {field.span()=>
                <#field_type as __nl::Parse<'_>>::merge
            };
            quote!(#merge(&mut #slot, __nl_attr))
        }
    };
    let merge = by_rule(&field.nla, policy, number, merge, &quote!(__nl_attr));
    quote!(#ty => #merge,)
}

/// Holds the attribute that `read` reads to the rules written for it.
pub(super) fn by_rule(
    nla: &Nla,
    policy: &TokenStream,
    number: usize,
    read: TokenStream,
    attr: &TokenStream,
) -> TokenStream {
    if !nla.has_rules(Side::Parse) {
        return read;
    }
    quote! {
        __nl::__private::by_rule(
            #read,
            #attr,
            const { __nl::__private::rule(#policy, #number) },
        )
    }
}

/// The key of a sub-message, when the set's own attributes have been read.
fn key(set: &Set<'_>, select: &crate::attr::Select) -> TokenStream {
    let found = set.attrs.iter().enumerate().find(|(_, field)| check::is(field, select));
    match found {
        Some((number, field)) => {
            let (slot, ty) = (slot(number), at_selector(field, select));
            quote_spanned!(select.path.span()=> <#ty as __nl::SelectorKey>::key(&#slot))
        }
        None if select.is_outer() => quote!(__nl_key),
        None => {
            let path = select.path.iter().skip(1);
            let header = syn::Ident::new("__nl_header", Span::call_site());
            quote_spanned! {select.path.span()=>
                __nl::SelectorKey::key(&{ #header #(.#path)* })
            }
        }
    }
}

fn slot(number: usize) -> syn::Ident {
    numbered("slot", number, Span::call_site())
}

//! `Parse` for sets: one loop over the attributes, one match over their types.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Lifetime;
use syn::spanned::Spanned;

use super::generics::{impl_for, of_set, wire_lifetime};
use super::names::numbered;
use super::policy::{at_selector, policy, selector_key, type_const, type_consts};
use super::{message, view};
use crate::model::{AttrField, Container, Plain, Set};
use crate::side::Side;
use crate::syntax::Nla;

pub(super) fn expand(container: &Container<'_>, set: &Set<'_>) -> TokenStream {
    let wire = wire_lifetime(container);
    let generics = of_set(container, set, Side::Parse);
    let consts = type_consts(container, set, Side::Parse);
    let policy = policy(container, set, Side::Parse);
    if set.has_outer_key() {
        let impls = selected_set(container, set, generics, &policy);
        return quote!(#consts #impls);
    }
    let head = impl_for(container, &generics, &quote!(__NlParse<#wire>));
    let set_head = impl_for(container, &generics, &quote!(__NlParseSet<#wire>));
    let set_policy = quote!(<Self as __NlParseSet<'_>>::POLICY);
    let (methods, filled) = match &set.stream {
        Some(stream) => (stream_methods(&wire, set, stream, &set_policy), None),
        None => {
            let filled_head = impl_for(container, &generics, &quote!(__nl::__private::Set<#wire>));
            (set_methods(&wire, set), Some(filled_set(&wire, &filled_head, set, &set_policy)))
        }
    };
    let view = view(container);
    let message = message::expand(container, &generics, Side::Parse);
    quote! {
        #consts

        #head {
            const ATTR: __nl::AttrPolicy =
                __nl::AttrPolicy::nested(|| <Self as __NlParseSet<#wire>>::POLICY);

            #methods
        }

        #filled

        #set_head {
            const POLICY: &'static __nl::Policy = #policy;
        }

        #view
        #message
    }
}

/// What reads a set: the loop is in `Set`, how it is gone about in core.
fn set_methods(wire: &Lifetime, set: &Set<'_>) -> TokenStream {
    let placeholder = placeholder(set);
    quote! {
        #[inline(always)]
        fn parse(
            __nl_payload: __nl::Input<#wire>,
        ) -> ::core::result::Result<Self, __nl::ParseError> {
            __nl::__private::parse_set(__nl_payload)
        }

        #[inline(always)]
        fn merge(
            __nl_slot: &mut ::core::option::Option<Self>,
            __nl_attr: __NlAttr<#wire>,
        ) -> ::core::result::Result<(), __nl::ParseError> {
            __nl::__private::merge_set(__nl_slot, __nl_attr)
        }

        #placeholder
    }
}

fn filled_set(
    wire: &Lifetime,
    head: &TokenStream,
    set: &Set<'_>,
    policy: &TokenStream,
) -> TokenStream {
    let (enter, start, fill) = (enter(set, policy), start(set), fill(set, policy));
    quote! {
        #head {
            #[inline(always)]
            fn start<__NlRead>(
                __nl_payload: __nl::Input<#wire>,
                __nl_then: impl ::core::ops::FnOnce(
                    Self,
                    __nl::Input<#wire>,
                ) -> ::core::result::Result<__NlRead, __nl::ParseError>,
            ) -> ::core::result::Result<__NlRead, __nl::ParseError> {
                #enter
                __nl_then(#start, __nl_input)
            }

            #[inline(always)]
            fn fill(
                &mut self,
                __nl_input: __nl::Input<#wire>,
            ) -> ::core::result::Result<(), __nl::ParseError> {
                let __nl_policy = #policy;
                let __nl_set = self;
                #fill
            }
        }
    }
}

fn stream_methods(
    wire: &Lifetime,
    set: &Set<'_>,
    stream: &Plain<'_>,
    policy: &TokenStream,
) -> TokenStream {
    let enter = enter(set, policy);
    let header = header_field(set);
    let (member, ty) = (&stream.member, stream.ty);
    let parse = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::parse);
    quote! {
        #[inline]
        fn parse(
            __nl_payload: __nl::Input<#wire>,
        ) -> ::core::result::Result<Self, __nl::ParseError> {
            #enter
            let __nl_stream = #parse(__nl_input)?;
            ::core::result::Result::Ok(Self { #header #member: __nl_stream })
        }
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
        let bound = syn::parse_quote!(#ty: __NlParseSelected<#wire, __NlKey>);
        generics.make_where_clause().predicates.push(bound);
    }
    let head = impl_for(container, &generics, &quote!(__NlParseSelected<#wire, __NlKey>));
    let set_policy = quote!(const { #policy });
    let (enter, start, fill) = (enter(set, &set_policy), start(set), fill(set, &set_policy));
    let placeholder = placeholder(set);
    quote! {
        #head {
            const ATTR: __nl::AttrPolicy = __nl::AttrPolicy::nested(|| const { #policy });

            #[inline]
            fn parse_selected(
                __nl_key: ::core::option::Option<__NlKey>,
                __nl_payload: __nl::Input<#wire>,
            ) -> ::core::result::Result<Self, __nl::ParseError> {
                #enter
                let __nl_start = #start;
                __nl::__private::filled(__nl_start, move |__nl_set| { #fill })
            }

            #placeholder
        }
    }
}

/// Bounds the recursion, validates where a level asks for it, and reads the fixed header.
fn enter(set: &Set<'_>, policy: &TokenStream) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let ty = header.ty;
        let split = quote_spanned!(ty.span()=> <#ty as __nl::__private::Readable>::split_header);
        let read = quote_spanned!(ty.span()=> <#ty as __nl::__private::Readable>::header);
        quote! {
            let (__nl_header, __nl_input) = #split(__nl_input, __nl_policy)?;
            let __nl_header = #read(__nl_header);
        }
    });
    quote! {
        let __nl_policy = #policy;
        let __nl_input = __nl::__private::enter(__nl_payload, __nl_policy)?;
        #header
    }
}

fn header_field(set: &Set<'_>) -> Option<TokenStream> {
    set.header.as_ref().map(|header| {
        let member = &header.member;
        quote!(#member: __nl_header,)
    })
}

/// The struct before any attribute has come.
fn start(set: &Set<'_>) -> TokenStream {
    let fields = set.attrs.iter().enumerate().map(|(number, field)| {
        let (member, ty) = (&field.member, type_const(field, number));
        if let Some(default) = field.default() {
            return quote!(#member: #default,);
        }
        let (absent, start) = (absent(set, field), read(set, field, "start"));
        // Nothing wraps what is absent on its way, so that it is not copied.
        quote! {
            #member: match #absent() {
                ::core::option::Option::Some(__nl_absent) => __nl_absent,
                ::core::option::Option::None => #start(__nl_input, #ty, __nl_policy)?,
            },
        }
    });
    let header_field = header_field(set);
    let unknown_field = set.unknown.as_ref().map(|unknown| {
        let (member, ty) = (&unknown.member, unknown.ty);
        let keep = quote_spanned! {ty.span()=>
            <#ty as __nl::__private::Is<__NlUnknown<'_>>>::of
        };
        quote!(#member: #keep(__nl::__private::unknown(__nl_input.attrs(), __nl_policy)),)
    });
    quote!(Self { #header_field #(#fields)* #unknown_field })
}

/// A set of nothing but placeholders.
fn placeholder(set: &Set<'_>) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let (member, ty) = (&header.member, header.ty);
        quote!(#member: <#ty as __nl::__private::Readable>::zeroed(),)
    });
    let fields = set.attrs.iter().map(|field| {
        let (member, absent) = (&field.member, absent(set, field));
        // A codec's value has none.
        let placeholder = field.codec().is_none().then(|| {
            let placeholder = read(set, field, "placeholder");
            quote!(.or_else(|| #placeholder()))
        });
        quote!(#member: #absent() #placeholder ?,)
    });
    let unknown = set.unknown.as_ref().map(|unknown| {
        let (member, ty) = (&unknown.member, unknown.ty);
        quote!(#member: <#ty as __nl::__private::Is<__NlUnknown<'_>>>::of(__NlUnknown::NONE),)
    });
    quote! {
        #[inline]
        fn placeholder() -> ::core::option::Option<Self> {
            ::core::option::Option::Some(Self { #header #(#fields)* #unknown })
        }
    }
}

/// A function of the trait by which a field is read. All of it points at the type or codec, as a type
/// that lacks the trait is one mistake.
fn read(set: &Set<'_>, field: &AttrField<'_>, function: &str) -> TokenStream {
    let ty = field.ty;
    let span = field.codec().map_or(field.span(), Spanned::span);
    let function = syn::Ident::new(function, span);
    match (field.select(), field.codec()) {
        (Some(select), _) => {
            let key = selector_key(set, select);
            quote_spanned!(span=> <#ty as __NlParseSelected<'_, #key>>::#function)
        }
        (None, Some(codec)) => {
            quote_spanned!(span=> <#codec as __NlParseWith<'_, #ty>>::#function)
        }
        (None, None) => quote_spanned!(span=> <#ty as __NlParse<'_>>::#function),
    }
}

/// What says what an attribute that does not come stands for.
fn absent(set: &Set<'_>, field: &AttrField<'_>) -> TokenStream {
    read(set, field, if field.codec().is_some() { "nothing" } else { "absent" })
}

/// Takes the attributes in, and then what could not be read before the others were.
fn fill(set: &Set<'_>, policy: &TokenStream) -> TokenStream {
    let slots = set.attrs.iter().enumerate().map(|(number, field)| {
        let (slot, ty) = (slot(number), field.ty);
        match field.select() {
            Some(_) => quote!(let mut #slot = ::core::option::Option::None;),
            None => {
                quote!(let mut #slot: ::core::option::Option<#ty> = ::core::option::Option::None;)
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
        let (slot, member, ty) = (slot(number), &field.member, type_const(field, number));
        match (field.default(), field.codec()) {
            (Some(_), _) => quote! {
                if let ::core::option::Option::Some(__nl_value) = #slot {
                    __nl_set.#member = __nl_value;
                }
            },
            (None, Some(_)) => {
                let absent = absent(set, field);
                quote! {
                    __nl_set.#member = __nl::__private::required(
                        ::core::option::Option::or_else(#slot, || #absent()),
                        __nl_input, #ty, __nl_policy,
                    )?;
                }
            }
            (None, None) => {
                let settle = read(set, field, "settle");
                quote!(#settle(&mut __nl_set.#member, #slot, __nl_input, #ty, __nl_policy)?;)
            }
        }
    });
    let selected = set.attrs.iter().enumerate().filter_map(|(number, field)| {
        let select = field.select()?;
        let (slot, ty) = (slot(number), type_const(field, number));
        let key = key(set, select);
        let key_type = selector_key(set, select);
        let field_type = field.ty;
        let selected = quote_spanned! {field.span()=>
            <#field_type as __NlParseSelected<'_, #key_type>>
        };
        let member = &field.member;
        Some(quote! {
            match #slot {
                ::core::option::Option::Some(__nl_attr) => {
                    __nl_set.#member = __nl::__private::in_attr(
                        #selected::parse_selected(#key, __nl::__private::set_aside(__nl_attr)),
                        __nl_attr,
                        __nl_policy,
                    )?;
                }
                ::core::option::Option::None => {
                    __nl::__private::required(
                        #selected::absent(), __nl_input, #ty, __nl_policy,
                    )?;
                }
            }
        })
    });
    quote! {
        let mut __nl_attrs = __nl_input.attrs();
        #(#slots)*
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
        ::core::result::Result::Ok(())
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
                <#codec as __NlParseWith<'_, #field_type>>::decode
            };
            quote!(__nl::__private::fill(&mut #slot, #parse(__nl_attr.input())))
        }
        None if field.default().is_some() => {
            let merge = quote_spanned! {field.span()=>
                <#field_type as __NlParse<'_>>::merge
            };
            quote!(#merge(&mut #slot, __nl_attr))
        }
        None => {
            let member = &field.member;
            let take_in = quote_spanned! {field.span()=>
                <#field_type as __NlParse<'_>>::take_in
            };
            quote!(#take_in(&mut __nl_set.#member, &mut #slot, __nl_attr))
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
fn key(set: &Set<'_>, select: &crate::syntax::Select) -> TokenStream {
    let found = set.sibling(select);
    match found {
        Some((_, field)) => {
            let (member, ty) = (&field.member, at_selector(field, select));
            let value = quote!(__nl_set.#member);
            quote_spanned!(select.path.span()=> <#ty as __NlSelectorKey>::key(&#value))
        }
        None if select.is_outer() => quote!(__nl_key),
        None => {
            let path = &select.path;
            let set = syn::Ident::new("__nl_set", Span::call_site());
            quote_spanned! {select.path.span()=>
                __NlSelectorKey::key(&{ #set.#path })
            }
        }
    }
}

fn slot(number: usize) -> syn::Ident {
    numbered("slot", number, Span::call_site())
}

//! `Parse` for sets: the members, which core's loop fills in place.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Lifetime};

use super::generics::{impl_for, of_set, wire_lifetime};
use super::numbers::integer;
use super::policy::{policy, selectors, type_const, type_consts};
use super::select::Selectors;
use super::{message, view};
use crate::model::{AttrField, Container, Message, Plain, Set};
use crate::side::Side;

pub(super) fn expand(container: &Container<'_>, set: &Set<'_>) -> TokenStream {
    let wire = wire_lifetime(container);
    let generics = of_set(container, set, Side::Parse);
    let consts = type_consts(container, set, Side::Parse);
    let policy = policy(container, set, Side::Parse);
    let head = impl_for(container, &generics, &quote!(__NlParse<#wire>));
    let set_head = impl_for(container, &generics, &quote!(__NlParseSet<#wire>));
    let needs_key = set.has_outer_key();
    let (methods, needs_key, members) = match &set.stream {
        Some(stream) => {
            let ty = stream.ty;
            let needs_key = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::NEEDS_KEY);
            (stream_methods(container, &wire, set, stream), needs_key, None)
        }
        None => {
            let head = impl_for(container, &generics, &quote!(__nl::__private::Members<#wire>));
            (set_methods(&wire), quote!(#needs_key), Some(members(container, &wire, &head, set)))
        }
    };
    let view = view(container);
    let unflagged = unflagged(set);
    let message = message::expand(container, &generics, Side::Parse);
    quote! {
        #consts

        #head {
            const PARSE_ATTR: __nl::AttrPolicy =
                __nl::AttrPolicy::nested(|| <Self as __NlParseSet<#wire>>::PARSE_POLICY)#unflagged;
            const NEEDS_KEY: bool = #needs_key;

            #methods
        }

        #set_head {
            const PARSE_POLICY: &'static __nl::Policy = #policy;
        }

        #members
        #view
        #message
    }
}

/// A fixed header in front of the attributes of a nest: such nests have no flag.
pub(super) fn unflagged(set: &Set<'_>) -> Option<TokenStream> {
    set.header.as_ref().map(|_| quote!(.unflagged()))
}

fn set_methods(wire: &Lifetime) -> TokenStream {
    quote! {
        #[inline(always)]
        fn parse(
            __nl_input: __nl::Input<#wire>,
        ) -> ::core::result::Result<Self, __nl::ParseError> {
            __nl::__private::parse_set(__nl_input)
        }

        #[inline(always)]
        fn read(
            __nl_cx: &mut __nl::__private::Context<#wire>,
            __nl_payload: &#wire [u8],
        ) -> ::core::result::Result<Self, __nl::__private::Refusal> {
            __nl::__private::read_set(__nl_cx, __nl_payload)
        }

        #[inline(always)]
        fn insert(
            __nl_slot: &mut ::core::option::Option<Self>,
            __nl_cx: &mut __nl::__private::Context<#wire>,
            __nl_payload: &#wire [u8],
            __nl_rule: __nl::__private::Rule,
        ) -> __nl::__private::Verdict {
            __nl::__private::insert_set(__nl_slot, __nl_cx, __nl_payload)?;
            __nl_rule.check(__nl_payload)
        }
    }
}

fn stream_methods(
    container: &Container<'_>,
    wire: &Lifetime,
    set: &Set<'_>,
    stream: &Plain<'_>,
) -> TokenStream {
    let (member, ty) = (&stream.member, stream.ty);
    let parse = quote_spanned!(ty.span()=> <#ty as __NlParse<'_>>::parse);
    let header = header_field(set, wire);
    let version = version_field(
        container,
        set,
        |declared| quote!(::core::option::Option::unwrap_or(__nl_set.version(), #declared)),
    );
    let build =
        quote!(::core::result::Result::Ok(Self { #header #version #member: #parse(__nl_set)? }));
    quote! {
        #[inline]
        fn parse(
            __nl_input: __nl::Input<#wire>,
        ) -> ::core::result::Result<Self, __nl::ParseError> {
            let __nl_policy = <Self as __NlParseSet<#wire>>::PARSE_POLICY;
            match __nl::__private::split_stream(__nl_input, __nl_policy) {
                ::core::option::Option::Some((__nl_header, __nl_set)) => #build,
                ::core::option::Option::None => __nl::__private::enter_stream(
                    __nl_input, __nl_policy, |__nl_header, __nl_set| #build,
                ),
            }
        }
    }
}

fn header_field(set: &Set<'_>, wire: &Lifetime) -> Option<TokenStream> {
    set.header.as_ref().map(|header| {
        let (member, ty) = (&header.member, header.ty);
        let read = quote_spanned!(ty.span()=> <#ty as __nl::__private::ReadHeader<#wire>>::header);
        quote!(#member: #read(__nl_header),)
    })
}

/// The field of the version, with what it is if the declared version is given.
fn version_field(
    container: &Container<'_>,
    set: &Set<'_>,
    read: impl FnOnce(TokenStream) -> TokenStream,
) -> Option<TokenStream> {
    let version = set.version.as_ref()?;
    let (member, ty) = (&version.member, version.ty);
    let declared = match &container.message {
        Some(Message::Command(command)) => command.version.as_ref(),
        _ => None,
    };
    let declared = declared.map_or_else(
        || quote!(1),
        |declared| {
            let declared = integer(declared);
            quote!(const { __nl::__private::byte(#declared) })
        },
    );
    let (keep, read) = (is_u8(ty), read(declared));
    Some(quote!(#member: #keep::of(#read),))
}

/// The type of a version, as what it must be.
pub(super) fn is_u8(ty: &syn::Type) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<u8>>)
}

fn members(
    container: &Container<'_>,
    wire: &Lifetime,
    head: &TokenStream,
    set: &Set<'_>,
) -> TokenStream {
    let selectors = selectors(set);
    let words = set.attrs.len().div_ceil(64);
    let (seen, required) = seen(wire, set, words);
    let (keys_type, keys) = keys(wire, set, &selectors);
    let own = set.attrs.len();
    let counts = set.flattened.iter().map(|flattened| {
        let ty = flattened.ty;
        quote!(+ <#ty as __nl::__private::Members<'_>>::COUNT)
    });
    let (start, one) = (start(container, wire, set, &selectors), one(wire, set, &selectors));
    let finish = finish(wire, set);
    // Core calls a large one. It is compiled where it is used, in either case.
    let one_inline =
        if set.attrs.len() <= LARGE { quote!(#[inline(always)]) } else { quote!(#[inline]) };
    quote! {
        #head {
            type Seen = #seen;
            type Keys = #keys_type;
            const REQUIRED: Self::Seen = #required;
            const COUNT: usize = #own #(#counts)*;

            #[inline(always)]
            fn keys(
                __nl_cx: &__nl::__private::Context<#wire>,
                __nl_header: &#wire [u8],
                __nl_set: &#wire [u8],
            ) -> Self::Keys {
                #keys
            }

            #[inline(always)]
            fn start<'__nl_slot>(
                __nl_slot: &'__nl_slot mut ::core::option::Option<Self>,
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_header: &#wire [u8],
                __nl_set: &#wire [u8],
                __nl_keys: &Self::Keys,
            ) -> ::core::option::Option<&'__nl_slot mut Self> {
                #start
            }

            #one_inline
            fn one(
                &mut self,
                __nl_cx: &mut __nl::__private::Context<#wire>,
                __nl_seen: &mut Self::Seen,
                __nl_keys: &Self::Keys,
                __nl_attr: __nl::__private::Found<#wire>,
            ) -> __nl::__private::Verdict {
                #one
            }

            #finish
        }
    }
}

/// The type of the bits that say which members have been seen, and those of the required ones: one's
/// own, and in nested pairs those of flattened sets.
fn seen(wire: &Lifetime, set: &Set<'_>, words: usize) -> (TokenStream, TokenStream) {
    let mut checked = HashSet::new();
    let mut checks = TokenStream::new();
    let required: Vec<_> = set
        .attrs
        .iter()
        .map(|field| {
            // A codec looks for what it requires at the start.
            if field.default().is_some() || field.codec().is_some() {
                return quote!(false);
            }
            let ty = field.ty;
            let is_required =
                quote_spanned!(field.span()=> <#ty as __NlParseField<'_>>::IS_REQUIRED);
            if !starts_by_default(field) {
                return is_required;
            }
            // Each type once: the compiler evaluates this.
            if checked.insert(ty.to_token_stream().to_string()) {
                let starts =
                    quote_spanned!(field.span()=> <#ty as __NlParseField<'_>>::STARTS_AS_DEFAULT);
                let check = if is_optional(field) { "check_optional" } else { "check_required" };
                let check = Ident::new(check, field.span());
                checks.extend(quote_spanned! {field.span()=>
                    __nl::__private::#check(#starts, #is_required);
                });
            }
            let is_required = !is_optional(field);
            quote!(#is_required)
        })
        .collect();
    let own = quote!({ #checks __nl::__private::required::<#words>(&[#(#required),*]) });
    if set.flattened.is_empty() {
        return (quote!([u64; #words]), own);
    }
    let members =
        |ty: &syn::Type| quote_spanned!(ty.span()=> <#ty as __nl::__private::Members<#wire>>);
    let (mut ty, mut bits) = (quote!(()), quote!(()));
    for flattened in set.flattened.iter().rev() {
        let members = members(flattened.ty);
        ty = quote!((#members::Seen, #ty));
        bits = quote!((#members::REQUIRED, #bits));
    }
    let seen = quote!(__nl::__private::SeenWithin);
    (quote!(#seen<[u64; #words], #ty>), quote!(#seen(#own, #bits)))
}

/// The type of the keys, and how they are found.
fn keys(wire: &Lifetime, set: &Set<'_>, selectors: &Selectors<'_>) -> (TokenStream, TokenStream) {
    let (count, keys) = (selectors.len(), selectors.keys());
    let own = quote!([::core::option::Option<__nl::policy::FoundKey<#wire>>; #count]);
    if set.flattened.is_empty() {
        return (own, keys);
    }
    let types = set.flattened.iter().map(|flattened| {
        let ty = flattened.ty;
        quote!(<#ty as __nl::__private::Members<#wire>>::Keys)
    });
    let found = set.flattened.iter().map(|flattened| {
        let ty = flattened.ty;
        quote!(<#ty as __nl::__private::Members<#wire>>::keys(__nl_cx, &[], __nl_set))
    });
    (quote!((#own, #(#types,)*)), quote!((#keys, #(#found,)*)))
}

/// The access to the own part of seen bits and keys.
fn own(set: &Set<'_>, name: &str) -> TokenStream {
    let name = Ident::new(name, proc_macro2::Span::call_site());
    if set.flattened.is_empty() { quote!(#name) } else { quote!(#name.0) }
}

/// Sets the key before a member that is chosen by one.
fn set_key(set: &Set<'_>, field: &AttrField<'_>, selectors: &Selectors<'_>) -> Option<TokenStream> {
    let (index, keys) = (selectors.index(field.select()?), own(set, "__nl_keys"));
    Some(quote!(__nl_cx.key = #keys[#index];))
}

/// The rule of a member, as a constant.
fn rule(field: &AttrField<'_>, index: usize) -> TokenStream {
    if field.nla.has_rules(Side::Parse) {
        quote!(const { __NlRule::of(<Self as __NlParseSet<'_>>::PARSE_POLICY, #index) })
    } else {
        quote!(__NlRule::None)
    }
}

/// The struct before any attribute has been reached.
fn start(
    container: &Container<'_>,
    wire: &Lifetime,
    set: &Set<'_>,
    selectors: &Selectors<'_>,
) -> TokenStream {
    let policy = quote!(<Self as __NlParseSet<#wire>>::PARSE_POLICY);
    let fields = set.attrs.iter().enumerate().map(|(index, field)| {
        let (member, ty) = (&field.member, field.ty);
        if let Some(default) = field.default() {
            return quote!(#member: #default,);
        }
        if starts_by_default(field) {
            return quote!(#member: ::core::default::Default::default(),);
        }
        let (type_const, rule) = (type_const(field, index), rule(field, index));
        let start = match field.codec() {
            Some(codec) => quote_spanned! {codec.span()=>
                <#codec as __NlParseWith<'_, #ty>>::start_member
            },
            None => quote_spanned!(field.span()=> <#ty as __NlParseField<'_>>::start),
        };
        let key = set_key(set, field, selectors);
        let start = quote! {
            #start(
                __nl_cx,
                __NlStart { set: __nl_set, ty: #type_const, rule: #rule, policy: #policy },
            )?
        };
        match key {
            Some(key) => quote!(#member: { #key #start },),
            None => quote!(#member: #start,),
        }
    });
    let flattened = set.flattened.iter().enumerate().map(|(index, flattened)| {
        let (member, ty) = (&flattened.member, flattened.ty);
        let keys = syn::Index::from(index.saturating_add(1));
        quote! {
            #member: __nl::__private::start_flattened::<#ty>(
                __nl_cx, __nl_set, &__nl_keys.#keys, #policy,
            )?,
        }
    });
    let unknown = set.unknown.as_ref().map(|unknown| {
        let (member, ty) = (&unknown.member, unknown.ty);
        let keep = quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<__NlUnknown<'_>>>::of);
        quote!(#member: #keep(__NlUnknown::besides(__nl_cx, __nl_set, #policy)),)
    });
    let header = header_field(set, wire);
    let version = version_field(container, set, |declared| quote!(__nl_cx.version_or(#declared)));
    quote! {
        ::core::option::Option::Some(
            __nl_slot.insert(Self { #header #version #(#fields)* #(#flattened)* #unknown }),
        )
    }
}

/// Names of types that start as their default: those that are not required, and those that are. A query of the
/// type itself costs the compiler more, and may fail. Another type with such a name is rejected.
const OPTIONAL: &[&str] = &["Option", "Vec", "Repeated", "bool"];
const REQUIRED: &[&str] = &["Indexed", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];

/// Whether a member starts as its default, by the name of its type.
fn starts_by_default(field: &AttrField<'_>) -> bool {
    // Items that isolate a failure must know the rules.
    let needs_rules = |name: &Ident| name == "Repeated" && field.nla.has_rules(Side::Parse);
    let is_named = |names: &[&str], name: &Ident| names.iter().any(|other| name == other);
    type_name(field).is_some_and(|name| {
        is_named(REQUIRED, name) || is_named(OPTIONAL, name) && !needs_rules(name)
    })
}

/// Whether a member is not required, by the name of its type.
fn is_optional(field: &AttrField<'_>) -> bool {
    let name = type_name(field).filter(|_| starts_by_default(field));
    name.is_some_and(|name| OPTIONAL.iter().any(|other| name == other))
}

/// The name that a member's type has in the declaration, if that alone says how it is parsed.
fn type_name<'f>(field: &'f AttrField<'_>) -> Option<&'f Ident> {
    match field.ty {
        syn::Type::Path(path) if path.qself.is_none() && field.codec().is_none() => {
            path.path.segments.last().map(|segment| &segment.ident)
        }
        _ => None,
    }
}

/// Above this many members, each is parsed by a call: as many as a set in core's loop has.
const LARGE: usize = 66;

/// One attribute: a match over the types.
fn one(wire: &Lifetime, set: &Set<'_>, selectors: &Selectors<'_>) -> TokenStream {
    let is_large = set.attrs.len() > LARGE;
    let policy = quote!(<Self as __NlParseSet<#wire>>::PARSE_POLICY);
    let arms = set.attrs.iter().enumerate().map(|(index, field)| {
        let (member, ty) = (&field.member, field.ty);
        let type_const = type_const(field, index);
        let seen = if is_optional(field) || field.nla.default.is_some() {
            quote!(__NlSeen::nowhere())
        } else {
            let (word, bit) = (index / 64, 1_u64 << (index % 64));
            let seen = own(set, "__nl_seen");
            quote!(__NlSeen(::core::option::Option::Some(&mut #seen[#word]), #bit))
        };
        let has_rules = field.nla.has_rules(Side::Parse);
        let take = match field.codec() {
            Some(codec) => {
                quote_spanned!(codec.span()=> <#codec as __NlParseWith<'_, #ty>>::take_member)
            }
            None if is_large && has_rules => {
                quote_spanned!(field.span()=> <#ty as __NlParseField<'_>>::call_ruled)
            }
            None if is_large => {
                quote_spanned!(field.span()=> <#ty as __NlParseField<'_>>::call)
            }
            None => quote_spanned!(field.span()=> <#ty as __NlParseField<'_>>::take),
        };
        let rule = match field.codec() {
            None if is_large && has_rules => Some(quote!(, #policy, #index)),
            None if is_large => None,
            _ => {
                let rule = rule(field, index);
                Some(quote!(, #rule))
            }
        };
        let take = quote!(#take(&mut self.#member, __nl_cx, #seen, __nl_attr #rule));
        match set_key(set, field, selectors) {
            Some(key) => quote!(#type_const => { #key #take }),
            None => quote!(#type_const => #take,),
        }
    });
    let mut others = Vec::new();
    let mut bits = quote!(__nl_seen.1);
    for (index, flattened) in set.flattened.iter().enumerate() {
        let (member, ty) = (&flattened.member, flattened.ty);
        let keys = syn::Index::from(index.saturating_add(1));
        others.push(quote! {
            __nl_ty if __nl::Policy::attr(
                <#ty as __NlParseSet<#wire>>::PARSE_POLICY, __nl_ty,
            ).is_some() => <#ty as __nl::__private::Members<#wire>>::one(
                &mut self.#member, __nl_cx, &mut #bits.0, &__nl_keys.#keys, __nl_attr,
            ),
        });
        bits = quote!(#bits.1);
    }
    let unknown = if set.refuses_unknown {
        quote! {
            ::core::result::Result::Err(__nl::__private::Refusal::Because(
                __nl::ErrorKind::UnknownType,
            ))
        }
    } else {
        quote!(::core::result::Result::Ok(()))
    };
    quote! {
        match __nl_attr.ty {
            #(#arms)*
            #(#others)*
            _ => #unknown,
        }
    }
}

/// What concerns several members: that one of them is present.
fn finish(wire: &Lifetime, set: &Set<'_>) -> Option<TokenStream> {
    if set.any_of.is_empty() && set.flattened.is_empty() {
        return None;
    }
    let checks = set.any_of.iter().map(|any_of| {
        let fields = any_of.members.iter().filter_map(|(_, index)| set.attrs.get(*index));
        let present = fields.map(|field| {
            let (member, ty) = (&field.member, field.ty);
            match field.codec() {
                Some(_) => quote!(::core::option::Option::is_some(&self.#member)),
                None => quote!(<#ty as __NlParseField<'_>>::is_parsed(&self.#member)),
            }
        });
        let first = any_of
            .members
            .first()
            .and_then(|(_, index)| set.attrs.get(*index).map(|field| type_const(field, *index)));
        quote! {
            if !(#(#present)||*) {
                return ::core::result::Result::Err(__nl_cx.missing(
                    __nl_set, #first, <Self as __NlParseSet<#wire>>::PARSE_POLICY,
                ));
            }
        }
    });
    let flattened = set.flattened.iter().map(|flattened| {
        let (member, ty) = (&flattened.member, flattened.ty);
        quote! {
            if let ::core::result::Result::Err(__nl_refusal) =
                <#ty as __nl::__private::Members<#wire>>::finish(&self.#member, __nl_cx, __nl_set)
            {
                __nl_cx.in_flattened(<Self as __NlParseSet<#wire>>::PARSE_POLICY);
                return ::core::result::Result::Err(__nl_refusal);
            }
        }
    });
    Some(quote! {
        #[inline]
        fn finish(
            &self,
            __nl_cx: &mut __nl::__private::Context<#wire>,
            __nl_set: &#wire [u8],
        ) -> __nl::__private::Verdict {
            #(#checks)*
            #(#flattened)*
            ::core::result::Result::Ok(())
        }
    })
}

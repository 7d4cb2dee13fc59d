//! `Emit` for sets: the fields in their order, then what is unknown.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::generics::{impl_for, of_set};
use super::message;
use super::parse::{is_u8, unflagged};
use super::policy::{policy, selectors, type_const, type_consts};
use crate::model::{AttrField, Container, Plain, Set};
use crate::side::Side;

/// Up to this many members a set is emitted within its caller.
const SMALL: usize = 12;
/// Above this many members, each is emitted by a call.
const LARGE: usize = 32;

pub(super) fn expand(container: &Container<'_>, set: &Set<'_>) -> TokenStream {
    let generics = of_set(container, set, Side::Emit);
    let consts = type_consts(container, set, Side::Emit);
    let policy = policy(container, set, Side::Emit);
    let head = impl_for(container, &generics, &quote!(__NlEmit));
    let set_head = impl_for(container, &generics, &quote!(__NlEmitSet));
    let by_reference = impl_for(container, &generics, &quote!(__nl::__private::EmitRef));
    let (fixed, len, body, agrees) = (fixed_len(set), len(set), body(set), agrees(set));
    let is_large = set.attrs.len() > SMALL;
    let (len, body) = if is_large { (called_len(&len), called(&body)) } else { (len, body) };
    let needs_key = match &set.stream {
        Some(stream) => {
            let ty = stream.ty;
            quote_spanned!(ty.span()=> <#ty as __NlEmit>::EMITS_BY_KEY)
        }
        None => {
            let needs_key = set.has_outer_key();
            quote!(#needs_key)
        }
    };
    let (unflagged, version) = (unflagged(set), version(set));
    let is_aligned = is_aligned(set);
    let message = message::expand(container, &generics, Side::Emit);
    quote! {
        #consts

        #head {
            const EMIT_ATTR: __nl::AttrPolicy =
                __nl::AttrPolicy::nested(|| <Self as __NlEmitSet>::EMIT_POLICY)#unflagged;
            const FIXED_LEN: ::core::option::Option<usize> = #fixed;
            const IS_ALIGNED: bool = #is_aligned;
            const IS_LARGE: bool = #is_large;
            const EMITS_BY_KEY: bool = #needs_key;

            #[inline(always)]
            fn payload_len(&self) -> usize {
                #len
            }

            #[inline(always)]
            fn emit<'__nl_out>(
                &self,
                __nl_out: __nl::Output<'__nl_out>,
                __nl_cx: &mut __nl::EmitContext,
            ) -> __nl::Emitted<'__nl_out> {
                #body
            }

            #agrees
        }

        #set_head {
            const EMIT_POLICY: &'static __nl::Policy = #policy;

            #version
        }

        #by_reference {
            type By = __nl::__private::Derived;
        }

        #message
    }
}

/// A call of a function for each type that is compiled only where it is used.
fn called_len(len: &TokenStream) -> TokenStream {
    quote!(__nl::__private::len_called(#[inline(always)] || { #len }))
}

/// As [`called_len`].
fn called(body: &TokenStream) -> TokenStream {
    quote! {
        __nl::__private::emit_called(
            __nl_out,
            __nl_cx,
            #[inline(always)]
            |__nl_out, __nl_cx| { #body },
        )
    }
}

/// Whether every payload ends on a boundary: a header that grows may end anywhere.
fn is_aligned(set: &Set<'_>) -> TokenStream {
    match &set.header {
        Some(_) => {
            let header_len = header_len(set);
            quote!(#header_len.is_some())
        }
        None => quote!(true),
    }
}

/// The version of the generic netlink message, if a field of the set or of a flattened one has it.
fn version(set: &Set<'_>) -> Option<TokenStream> {
    let version = match &set.version {
        Some(version) => {
            let (access, get) = (version.access(), is_u8(version.ty));
            quote!(::core::option::Option::Some(*#get::get(&#access)))
        }
        None if set.flattened.is_empty() => return None,
        None => {
            let versions = set.flattened.iter().map(|flattened| {
                let (access, ty) = (flattened.access(), flattened.ty);
                quote!(.or(<#ty as __NlEmitSet>::genl_version(&#access)))
            });
            quote!(::core::option::Option::None #(#versions)*)
        }
    };
    Some(quote! {
        #[inline]
        fn genl_version(&self) -> ::core::option::Option<u8> {
            #version
        }
    })
}

/// The length of a set whose members all have a fixed one.
fn fixed_len(set: &Set<'_>) -> TokenStream {
    let has_codec = set.attrs.iter().any(|field| field.codec().is_some());
    if has_codec || set.unknown.is_some() || set.stream.is_some() || !set.flattened.is_empty() {
        return quote!(::core::option::Option::None);
    }
    let header = header_len(set);
    let members = set.attrs.iter().map(|field| {
        let ty = field.ty;
        quote_spanned!(field.span()=> <#ty as __NlEmitField>::FIXED_FIELD_LEN)
    });
    quote!(__nl::__private::fixed_len(#header, &[#(#members),*]))
}

/// The length of the fixed header, where it is always the same.
fn header_len(set: &Set<'_>) -> TokenStream {
    match &set.header {
        Some(header) => {
            let ty = header.ty;
            quote_spanned!(ty.span()=> <#ty as __nl::__private::WriteHeader>::FIXED_LEN)
        }
        None => quote!(::core::option::Option::Some(0)),
    }
}

fn len(set: &Set<'_>) -> TokenStream {
    let header = set.header.as_ref().map(|header| {
        let (access, ty) = (header.access(), header.ty);
        let set_len = quote_spanned!(ty.span()=> <#ty as __nl::__private::WriteHeader>::set_len);
        quote!(let __nl_len = #set_len(&#access, __nl_len);)
    });
    let is_called = set.attrs.len() > LARGE;
    let attrs = set.attrs.iter().map(|field| {
        let (member, ty) = (&field.member, field.ty);
        let len = match field.codec() {
            Some(codec) => {
                quote_spanned!(codec.span()=> <#codec as __NlEmitWith<#ty>>::add_member_len)
            }
            None if is_called => {
                quote_spanned!(field.span()=> <#ty as __NlEmitField>::call_add_len)
            }
            None => quote_spanned!(field.span()=> <#ty as __NlEmitField>::add_len),
        };
        quote!(__nl_len = #len(&self.#member, __nl_len);)
    });
    let whole = set.flattened.iter().chain(&set.stream).map(|plain| {
        let (access, ty) = (plain.access(), plain.ty);
        let len = quote_spanned!(ty.span()=> <#ty as __NlEmit>::payload_len);
        quote!(#len(&#access))
    });
    let unknown = set.unknown.as_ref().map(|unknown| {
        let unknown = get_unknown(unknown);
        quote!(#unknown.encoded_len())
    });
    let terms = whole.chain(unknown);
    quote! {
        if let ::core::option::Option::Some(__nl_len) = <Self as __NlEmit>::FIXED_LEN {
            return __nl_len;
        }
        let mut __nl_len = 0_usize;
        #(#attrs)*
        #(__nl_len = __nl_len.saturating_add(#terms);)*
        #header
        __nl_len
    }
}

fn body(set: &Set<'_>) -> TokenStream {
    let missing = set.any_of.iter().map(|any_of| {
        let fields = any_of.members.iter().filter_map(|(_, index)| set.attrs.get(*index));
        let present = fields.map(|field| {
            let (member, ty) = (&field.member, field.ty);
            match field.codec() {
                Some(_) => quote!(::core::option::Option::is_some(&self.#member)),
                None => quote!(<#ty as __NlEmitField>::is_emitted(&self.#member)),
            }
        });
        let first = any_of
            .members
            .first()
            .and_then(|(_, index)| set.attrs.get(*index).map(|field| type_const(field, *index)));
        quote! {
            if !(#(#present)||*) {
                return ::core::result::Result::Err(__nl_cx.missing(
                    #first, &__nl_out, <Self as __NlEmitSet>::EMIT_POLICY,
                ));
            }
        }
    });
    let selectors = selectors(set);
    let keyed = set.attrs.iter().enumerate().filter_map(|(index, field)| {
        let select = field.select().filter(|select| !select.is_outer())?;
        let (member, ty, type_const) = (&field.member, field.ty, type_const(field, index));
        let key = selectors.find(select, Side::Emit);
        let agrees = quote_spanned!(field.span()=> <#ty as __NlEmitField>::field_agrees);
        let is_emitted = quote_spanned!(field.span()=> <#ty as __NlEmitField>::is_emitted);
        Some(quote! {
            if #is_emitted(&self.#member) && !#agrees(&self.#member, #key) {
                return ::core::result::Result::Err(#type_const);
            }
        })
    });
    let keyed: Vec<_> = keyed.collect();
    let members = members(set);
    let body = if keyed.is_empty() {
        members
    } else {
        quote! {
            __nl::__private::emit_keyed(
                <Self as __NlEmitSet>::EMIT_POLICY,
                __nl_out,
                __nl_cx,
                |__nl_out, __nl_cx| ::core::result::Result::map(
                    #members,
                    |__nl_out| __nl_out.remaining(),
                ),
                |__nl_header, __nl_set| {
                    #(#keyed)*
                    ::core::result::Result::Ok(())
                },
            )
        }
    };
    quote!(#(#missing)* #body)
}

/// An expression that emits header and members, and evaluates to what is left.
fn members(set: &Set<'_>) -> TokenStream {
    let policy = quote!(<Self as __NlEmitSet>::EMIT_POLICY);
    let fail = quote!(break '__nl_done ::core::result::Result::Err(__nl_failed));
    let header = set.header.as_ref().map(|header| {
        let (header, ty) = (header.access(), header.ty);
        let emit = quote_spanned!(ty.span()=> <#ty as __nl::__private::WriteHeader>::emit_header);
        quote! {
            let __nl_out = match #emit(
                &#header, || <Self as __NlEmit>::payload_len(self), __nl_out, __nl_cx,
            ) {
                ::core::result::Result::Ok(__nl_out) => __nl_out,
                ::core::result::Result::Err(__nl_failed) => #fail,
            };
        }
    });
    // In groups: a chain of all of them nests as deep in the compiler.
    let fields: Vec<_> = set.attrs.iter().enumerate().collect();
    let groups = fields.chunks(16).map(|group| {
        let members = group.iter().map(|(index, field)| attr(set, field, *index));
        quote! {
            if !(#(#members)&&*) {
                break '__nl_done __nl_members.fail(#policy);
            }
        }
    });
    let attrs = (!set.attrs.is_empty()).then(|| {
        quote! {
            let mut __nl_members = __nl::__private::SetOutput::new(__nl_out, __nl_cx);
            #(#groups)*
            let __nl_out = __nl_members.rest();
        }
    });
    let flattened = set.flattened.iter().map(|flattened| {
        let (access, ty) = (flattened.access(), flattened.ty);
        let emit = quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit);
        quote! {
            let __nl_out = match #emit(&#access, __nl_out, __nl_cx) {
                ::core::result::Result::Ok(__nl_out) => __nl_out,
                ::core::result::Result::Err(__nl_failed) => {
                    let __nl_failed = __nl_cx.in_flattened(__nl_failed, #policy);
                    #fail;
                }
            };
        }
    });
    let rest = set.stream.as_ref().map(|stream| {
        let (access, ty) = (stream.access(), stream.ty);
        let emit = quote_spanned!(ty.span()=> <#ty as __NlEmit>::emit);
        quote!(#emit(&#access, __nl_out, __nl_cx))
    });
    let rest = rest.or_else(|| {
        set.unknown.as_ref().map(|unknown| {
            let unknown = get_unknown(unknown);
            quote!(#unknown.emit(__nl_out, __nl_cx))
        })
    });
    let rest = rest.unwrap_or_else(|| quote!(::core::result::Result::Ok(__nl_out)));
    quote!('__nl_done: { #header #attrs #(#flattened)* #rest })
}

/// An expression that emits one member, and is false if that fails.
fn attr(set: &Set<'_>, field: &AttrField<'_>, index: usize) -> TokenStream {
    let (member, ty, span) = (&field.member, field.ty, field.span());
    let type_const = type_const(field, index);
    let ty_field = if set.is_net_byteorder(field) {
        quote!(#type_const | __nl::attr::NET_BYTEORDER)
    } else {
        quote!(#type_const)
    };
    let policy = quote!(<Self as __NlEmitSet>::EMIT_POLICY);
    let has_rules = field.nla.has_rules(Side::Emit);
    let is_called = set.attrs.len() > LARGE;
    let rule = match (has_rules, field.codec()) {
        (true, None) if is_called => Some(quote!(#policy, #index,)),
        (true, _) => {
            let rule = rule(&policy, index);
            Some(quote!(#rule,))
        }
        (false, _) => None,
    };
    let emit = match (field.codec(), has_rules) {
        (Some(codec), true) => quote_spanned! {codec.span()=>
            <#codec as __NlEmitWith<#ty>>::emit_ruled_member
        },
        (Some(codec), false) => quote_spanned! {codec.span()=>
            <#codec as __NlEmitWith<#ty>>::emit_member
        },
        (None, true) if is_called => {
            quote_spanned!(span=> <#ty as __NlEmitField>::call_ruled_member)
        }
        (None, true) => quote_spanned!(span=> <#ty as __NlEmitField>::emit_ruled_member),
        (None, false) if is_called => quote_spanned!(span=> <#ty as __NlEmitField>::call_member),
        (None, false) => quote_spanned!(span=> <#ty as __NlEmitField>::emit_member),
    };
    quote!(#emit(&self.#member, #ty_field, #rule &mut __nl_members))
}

/// The rules of the attribute with this index.
pub(super) fn rule(policy: &TokenStream, index: usize) -> TokenStream {
    quote!(const { __NlFieldRule::of(#policy, #index) })
}

/// Whether the sub-messages whose key is in an enclosing set are those that it chooses.
fn agrees(set: &Set<'_>) -> Option<TokenStream> {
    let agrees = match &set.stream {
        Some(stream) => {
            let (access, ty) = (stream.access(), stream.ty);
            let agrees = quote_spanned!(ty.span()=> <#ty as __NlEmit>::agrees);
            quote!(#agrees(&#access, __nl_key))
        }
        None if set.has_outer_key() => {
            let agrees = set.attrs.iter().filter(|field| field.has_outer_key()).map(|field| {
                let (member, ty) = (&field.member, field.ty);
                quote!(<#ty as __NlEmitField>::field_agrees(&self.#member, __nl_key))
            });
            quote!(#(#agrees)&&*)
        }
        None => return None,
    };
    Some(quote! {
        #[inline]
        fn agrees(
            &self,
            __nl_key: ::core::option::Option<__nl::policy::FoundKey<'_>>,
        ) -> bool {
            #agrees
        }
    })
}

/// The field of the unknown attributes, as what it must be.
fn get_unknown(unknown: &Plain<'_>) -> TokenStream {
    let (access, ty) = (unknown.access(), unknown.ty);
    let get = quote_spanned!(ty.span()=> <#ty as __nl::__private::Is<__NlUnknown<'_>>>::get);
    quote!(#get(&#access))
}

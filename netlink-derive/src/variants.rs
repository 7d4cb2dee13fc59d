//! What an enum means: its variants say which of four shapes it has.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{DataEnum, DeriveInput, Expr, Fields, Ident, Type};

use crate::attr::{ContainerAttrs, Nla, Role, as_string, no_words};
use crate::ctxt::Ctxt;
use crate::model::Shape;

/// An enum of values: an integer on the wire.
pub(crate) struct Values<'i> {
    /// The integer of `#[repr(…)]`.
    pub(crate) repr: Ident,
    /// The type on the wire, where it is not the integer itself.
    pub(crate) wire: Option<Type>,
    /// The names, each with the expression of its value.
    pub(crate) values: Vec<(&'i Ident, TokenStream)>,
    /// The variant that holds all other values.
    pub(crate) other: Option<(&'i Ident, &'i Type)>,
}

/// An enum of attributes: the item of a stream.
pub(crate) struct Items<'i> {
    pub(crate) items: Vec<Item<'i>>,
    /// The variant that keeps attributes without a variant of their own.
    pub(crate) unknown: Option<(&'i Ident, &'i Type)>,
    /// Attributes without a variant are refused.
    pub(crate) refuses_unknown: bool,
}

/// One attribute of a stream.
pub(crate) struct Item<'i> {
    pub(crate) ident: &'i Ident,
    pub(crate) ty: &'i Type,
    pub(crate) nla: Box<Nla>,
}

impl Item<'_> {
    pub(crate) fn codec(&self) -> Option<&Type> {
        self.nla.with.as_ref().map(|with| &with.value)
    }
}

/// An enum of which one variant is chosen by a key elsewhere.
pub(crate) struct SubMessage<'i> {
    pub(crate) keys: KeyKind,
    pub(crate) variants: Vec<Variant<'i>>,
    /// The variant for all other keys.
    pub(crate) other: Option<(&'i Ident, &'i Type)>,
}

pub(crate) struct Variant<'i> {
    pub(crate) ident: &'i Ident,
    pub(crate) ty: &'i Type,
    pub(crate) key: Expr,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum KeyKind {
    Text,
    Number,
}

/// An enum of messages.
pub(crate) struct Messages<'i> {
    /// The generic netlink family and its version, if the messages are commands of one.
    pub(crate) family: Option<(Expr, Option<Expr>)>,
    pub(crate) messages: Vec<Variant<'i>>,
    /// The variant for all other messages.
    pub(crate) other: Option<(&'i Ident, &'i Type)>,
}

/// Understands an enum.
pub(crate) fn read<'i>(
    ctxt: &Ctxt,
    input: &DeriveInput,
    attrs: &ContainerAttrs,
    data: &'i DataEnum,
) -> Option<Shape<'i>> {
    if data.variants.is_empty() {
        ctxt.error(&input.ident, "an enum without variants is nothing on the wire");
        return None;
    }
    let mut roles = Vec::new();
    let mut all_good = true;
    for variant in &data.variants {
        let mut fields = variant.fields.iter();
        all_good &= fields.all(|field| {
            no_words(
                ctxt,
                &field.attrs,
                "what a variant is stands in front of it, not in front of its field",
            )
        });
        match Role::of_variant(ctxt, &variant.attrs) {
            Ok(role) => roles.push((variant, role)),
            Err(()) => all_good = false,
        }
    }
    let has = |is: fn(&Role) -> bool| roles.iter().any(|(_, role)| role.as_ref().is_some_and(is));
    if has(|role| matches!(role, Role::Attribute(_))) {
        return Some(Shape::Items(items(ctxt, attrs, roles)));
    }
    if has(|role| matches!(role, Role::Key(..))) {
        return Some(Shape::SubMessage(sub_message(ctxt, roles)));
    }
    if has(|role| matches!(role, Role::Message(..) | Role::Command(..))) {
        return Some(Shape::Messages(messages(ctxt, attrs, roles)));
    }
    // What is left of an enum with mistakes may look like one of values.
    if !all_good {
        return None;
    }
    values(ctxt, input, attrs, roles).map(Shape::Values)
}

type Roles<'i> = Vec<(&'i syn::Variant, Option<Role>)>;

fn items<'i>(ctxt: &Ctxt, attrs: &ContainerAttrs, roles: Roles<'i>) -> Items<'i> {
    let refuses_unknown = attrs.unknown.is_some();
    let mut all = Items { items: Vec::new(), unknown: None, refuses_unknown };
    for (variant, role) in roles {
        let Some(ty) = only_field(ctxt, variant) else { continue };
        let ident = &variant.ident;
        match role {
            Some(Role::Attribute(nla)) => all.items.push(Item { ident, ty, nla }),
            Some(Role::Unknown(word)) => {
                once(ctxt, &word, &mut all.unknown, (ident, ty), "keeps all unknown attributes");
            }
            _ => ctxt.error(
                ident,
                "which attribute is this variant? Say `#[nla(TYPE)]`, or `#[netlink(unknown)]` \
                 for those without a variant",
            ),
        }
    }
    if let (Some(refuse), Some((ident, _))) = (&attrs.unknown, &all.unknown) {
        ctxt.error(&refuse.word, "unknown attributes are either kept or refused");
        ctxt.error(ident, "this variant keeps them");
    }
    all
}

fn sub_message<'i>(ctxt: &Ctxt, roles: Roles<'i>) -> SubMessage<'i> {
    let mut variants = Vec::new();
    let mut other = None;
    let mut keys = None;
    for (variant, role) in roles {
        let Some(ty) = only_field(ctxt, variant) else { continue };
        let ident = &variant.ident;
        match role {
            Some(Role::Key(_, key)) => {
                let kind = if as_string(&key).is_some() { KeyKind::Text } else { KeyKind::Number };
                if *keys.get_or_insert(kind) != kind {
                    ctxt.error(&key, "the keys of one sub-message are all strings or all numbers");
                }
                variants.push(Variant { ident, ty, key });
            }
            Some(Role::Other(word)) => {
                once(ctxt, &word, &mut other, (ident, ty), "takes all other keys");
            }
            _ => ctxt.error(
                ident,
                "which key chooses this variant? Say `#[netlink(key = …)]` with a string or a \
                 number, or `#[netlink(other)]` for all other keys",
            ),
        }
    }
    SubMessage { keys: keys.unwrap_or(KeyKind::Text), variants, other }
}

fn messages<'i>(ctxt: &Ctxt, attrs: &ContainerAttrs, roles: Roles<'i>) -> Messages<'i> {
    let version = attrs.version.as_ref().map(|version| version.value.clone());
    let family = attrs.family.as_ref().map(|family| (family.value.clone(), version));
    let mut all = Messages { family, messages: Vec::new(), other: None };
    for (variant, role) in roles {
        let Some(ty) = only_field(ctxt, variant) else { continue };
        let ident = &variant.ident;
        match role {
            Some(Role::Message(word, key)) => {
                if all.family.is_some() {
                    ctxt.error(word, "the messages of a family are told apart by `command = …`");
                }
                all.messages.push(Variant { ident, ty, key });
            }
            Some(Role::Command(word, key)) => {
                if all.family.is_none() {
                    ctxt.error(
                        word,
                        "a command of which family? Add `#[netlink(family = \"…\")]` to the enum",
                    );
                }
                all.messages.push(Variant { ident, ty, key });
            }
            Some(Role::Other(word)) => {
                once(ctxt, &word, &mut all.other, (ident, ty), "takes all other messages");
            }
            _ => ctxt.error(
                ident,
                "which message is this variant? Say `#[netlink(message = …)]`, \
                 `#[netlink(command = …)]`, or `#[netlink(other)]` for all other messages",
            ),
        }
    }
    all
}

fn values<'i>(
    ctxt: &Ctxt,
    input: &DeriveInput,
    attrs: &ContainerAttrs,
    roles: Roles<'i>,
) -> Option<Values<'i>> {
    let mut values: Vec<(&Ident, TokenStream)> = Vec::new();
    let mut other = None;
    let mut all_good = true;
    for (variant, role) in roles {
        match (role, &variant.fields) {
            (None, Fields::Unit) => {
                let value = match (&variant.discriminant, values.last()) {
                    (Some((_, value)), _) => quote!(#value),
                    (None, Some((_, previous))) => quote!((#previous) + 1),
                    (None, None) => quote!(0),
                };
                values.push((&variant.ident, value));
            }
            (Some(Role::Other(word)), Fields::Unnamed(_)) => {
                let Some(ty) = only_field(ctxt, variant) else { continue };
                once(ctxt, &word, &mut other, (&variant.ident, ty), "holds all other values");
            }
            _ => {
                all_good = false;
                ctxt.error(
                    &variant.ident,
                    "what is this variant? A variant with a field says `#[nla(TYPE)]`, \
                 `#[netlink(key = …)]`, `#[netlink(message = …)]` or `#[netlink(command = …)]`; a \
                 value has no field, except one with `#[netlink(other)]` for all other values",
                );
            }
        }
    }
    if !all_good {
        return None;
    }
    let Some(repr) = repr(input) else {
        ctxt.error(
            &input.ident,
            "which integer is this enum on the wire? Say `#[repr(u32)]`, and \
             `#[netlink(wire = Be<u32>)]` if it is in network byte order",
        );
        return None;
    };
    let wire = attrs.wire.as_ref().map(|wire| wire.value.clone());
    Some(Values { repr, wire, values, other })
}

/// The integer of `#[repr(…)]`.
fn repr(input: &DeriveInput) -> Option<Ident> {
    const INTEGERS: [&str; 8] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];
    let mut found = None;
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
        // What is no list of words is for the compiler to refuse.
        let _ = attr.parse_nested_meta(|meta| {
            if let Some(word) = meta.path.get_ident() {
                if INTEGERS.iter().any(|integer| word == integer) {
                    found = Some(Ident::new(&word.to_string(), Span::call_site()));
                }
            }
            Ok(())
        });
    }
    found
}

/// The type of a variant's only field.
fn only_field<'i>(ctxt: &Ctxt, variant: &'i syn::Variant) -> Option<&'i Type> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            fields.unnamed.first().map(|field| &field.ty)
        }
        _ => {
            ctxt.error(
                &variant.ident,
                "this variant holds one value: `Name(Type)`, where `Type` says what it is",
            );
            None
        }
    }
}

fn once<T>(ctxt: &Ctxt, word: &Ident, slot: &mut Option<T>, value: T, what: &str) {
    if slot.is_some() {
        ctxt.error(word, format!("one variant {what}"));
    }
    *slot = Some(value);
}

//! Rules that concern several parts of a declaration; each function states one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Type, TypeReference};

use crate::attr::{Nla, Rules, Select};
use crate::ctxt::Ctxt;
use crate::generics::has_params;
use crate::model::{AttrField, Container, Newtype, Set, Shape, member_name};
use crate::symbol::{Side, any_of};

pub(crate) fn check(ctxt: &Ctxt, container: &Container<'_>, side: Side) {
    match &container.shape {
        Shape::Set(set) => {
            let types = set.attrs.iter().map(|field| &field.nla.ty);
            are_distinct(ctxt, types, "this attribute type is taken already");
            selectors_exist(ctxt, set);
            set.attrs.iter().for_each(|field| words_go_together(ctxt, &field.nla));
        }
        Shape::Items(items) => {
            let types = items.items.iter().map(|item| &item.nla.ty);
            are_distinct(ctxt, types, "this attribute type is taken already");
            items.items.iter().for_each(|item| words_of_an_item(ctxt, &item.nla));
        }
        Shape::SubMessage(sub) => {
            let keys = sub.variants.iter().map(|variant| &variant.key);
            are_distinct(ctxt, keys, "this key chooses another variant already");
        }
        Shape::Messages(messages) => {
            let ids = messages.messages.iter().map(|variant| &variant.key);
            are_distinct(ctxt, ids, "another variant is this message already");
        }
        Shape::Newtype(newtype) => {
            range_or_mask(ctxt, [&newtype.rules, &Rules::default()]);
            flags_are_bits(ctxt, container, newtype);
        }
        Shape::Layout | Shape::Values(_) => {}
    }
    one_lifetime(ctxt, container);
    if side == Side::Parse {
        nothing_is_borrowed_forever(ctxt, container);
    }
}

/// Two fields are never the same attribute. This finds what is written alike; what is only equal in
/// value is found when the constants are compiled.
fn are_distinct<'t, T: ToTokens + 't>(
    ctxt: &Ctxt,
    items: impl Iterator<Item = &'t T>,
    message: &str,
) {
    let mut seen = HashMap::new();
    for item in items {
        match seen.entry(item.to_token_stream().to_string()) {
            Entry::Vacant(place) => {
                place.insert((item, false));
            }
            Entry::Occupied(mut place) => {
                ctxt.error(item, message);
                let (first, is_said) = place.get_mut();
                if !core::mem::replace(is_said, true) {
                    ctxt.error(first, "it is here the first time");
                }
            }
        }
    }
}

/// `select` names a field of the same struct: an attribute, or a member of the fixed header.
fn selectors_exist(ctxt: &Ctxt, set: &Set<'_>) {
    for field in &set.attrs {
        let Some(select) = field.select() else {
            continue;
        };
        let Some(token) = select.path.first().filter(|_| !select.is_outer()) else {
            continue;
        };
        let first = token.unraw();
        if select.path.len() > 1 {
            let header = set.header.as_ref().map(|header| member_name(&header.member));
            match header {
                Some(header) if first == header => {}
                Some(header) => {
                    let message = format!("`{first}` is not the fixed header; that is `{header}`");
                    ctxt.error(token, message);
                }
                None => ctxt.error(
                    token,
                    "this struct has no fixed header; that is a field with `#[netlink(header)]`",
                ),
            }
        } else if !set.attrs.iter().any(|other| is(other, select)) {
            let names: Vec<String> = set
                .attrs
                .iter()
                .filter(|other| other.select().is_none())
                .map(AttrField::name)
                .collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let header = set.header.as_ref().map(|header| member_name(&header.member));
            let message = if header.is_some_and(|header| first == header) {
                format!("which member of the header? Say `select = {first}.…`")
            } else if names.is_empty() {
                format!(
                    "no field `{first}`, nor another one that could hold the key; a key in the set \
                     around this one is `select = super`"
                )
            } else {
                format!("no field `{first}`; the key can stand in {}", any_of(&names))
            };
            ctxt.error(token, message);
        } else if is(field, select) {
            ctxt.error(token, "a sub-message cannot choose its own form");
        }
    }
}

/// Whether this field is the one that a selector names.
pub(crate) fn is(field: &AttrField<'_>, select: &Select) -> bool {
    select.path.len() == 1 && select.path.first().is_some_and(|name| name.unraw() == field.name())
}

/// Words on one attribute do not contradict each other.
fn words_go_together(ctxt: &Ctxt, nla: &Nla) {
    for one_side in [&nla.parse, &nla.emit] {
        for (word, both) in one_side.words().into_iter().zip(nla.both.words()) {
            if let (Some(word), Some(_)) = (word, both) {
                ctxt.error(
                    word,
                    format!(
                        "`{word}` is said for both sides already; say it with `parse(…)` and \
                         `emit(…)` where the sides differ"
                    ),
                );
            }
        }
    }
    for side in [Side::Parse, Side::Emit] {
        range_or_mask(ctxt, nla.rules(side));
    }
    let Some(select) = &nla.select else { return };
    let rules = [&nla.both, &nla.parse, &nla.emit];
    let rules = rules.into_iter().flat_map(Rules::words).flatten();
    let with = nla.with.as_ref().map(|with| &with.word);
    let default = nla.default.as_ref().map(|default| &default.word);
    for word in rules.chain(with).chain(default) {
        ctxt.error(
            word,
            format!(
                "`{word}` does not go with `{}`: a sub-message is what its variants' types say",
                select.word,
            ),
        );
    }
}

/// A value has one rule.
fn range_or_mask(ctxt: &Ctxt, rules: [&Rules; 2]) {
    let range = rules.iter().find_map(|rules| rules.range.as_ref());
    let mask = rules.iter().find_map(|rules| rules.mask.as_ref());
    if let (Some(_), Some(mask)) = (range, mask) {
        ctxt.error(
            &mask.word,
            "an integer has a `range` or a `mask`, not both: kernels check one of them",
        );
    }
}

/// Each flag has a name of its own, and as many bits as are known here.
fn flags_are_bits(ctxt: &Ctxt, container: &Container<'_>, newtype: &Newtype<'_>) {
    let Some(flags) = &newtype.flags else { return };
    let names = flags.value.iter().map(|flag| &flag.name);
    are_distinct(ctxt, names, "another flag has this name already");
    if has_params(container, newtype.ty.to_token_stream()) {
        ctxt.error(newtype.ty, "flags are an unsigned integer, and this is a parameter");
    }
    if let Some(range) = &newtype.rules.range {
        ctxt.error(&range.word, "which flags may be set is said by a `mask`");
    }
}

/// An attribute of a stream stands alone: it has no sibling, and is not there if it does not come.
fn words_of_an_item(ctxt: &Ctxt, nla: &Nla) {
    words_go_together(ctxt, nla);
    if let Some(select) = &nla.select {
        ctxt.error(
            &select.word,
            "an item of a stream has no siblings that could choose its form; take its bytes, \
             `&'a [u8]`",
        );
    }
    if let Some(default) = &nla.default {
        ctxt.error(
            &default.word,
            "an item of a stream that does not come is not there: nothing can stand for it",
        );
    }
}

/// The bytes have one lifetime, and where a type has several, it says which.
fn one_lifetime(ctxt: &Ctxt, container: &Container<'_>) {
    let mut lifetimes = container.input.generics.lifetimes();
    match &container.lifetime {
        Some(named) => {
            if !lifetimes.any(|param| param.lifetime == *named) {
                let message = format!("this type has no lifetime `{named}`");
                ctxt.error(named, message);
            }
        }
        None => {
            if let (Some(first), Some(second)) = (lifetimes.next(), lifetimes.next()) {
                ctxt.error(
                    second,
                    format!(
                        "which lifetime is that of the bytes? Say `#[netlink(lifetime = {})]`",
                        first.lifetime,
                    ),
                );
            }
        }
    }
}

/// What is read is borrowed from the bytes, which do not live forever.
fn nothing_is_borrowed_forever(ctxt: &Ctxt, container: &Container<'_>) {
    let types: Vec<&Type> = match &container.shape {
        Shape::Set(set) => {
            set.attrs.iter().filter(|field| field.is_plain()).map(|field| field.ty).collect()
        }
        Shape::Newtype(newtype) => vec![newtype.ty],
        Shape::Items(items) => {
            items.items.iter().filter(|item| item.codec().is_none()).map(|item| item.ty).collect()
        }
        Shape::SubMessage(sub) => sub.variants.iter().map(|variant| variant.ty).collect(),
        Shape::Messages(_) | Shape::Layout | Shape::Values(_) => Vec::new(),
    };
    for ty in types {
        if let Type::Reference(TypeReference { lifetime: Some(lifetime), .. }) = ty {
            if lifetime.ident == "static" {
                ctxt.error(
                    lifetime,
                    "what is read is borrowed from the bytes for a lifetime of the type's own: \
                     `&'a …`, in a type with the parameter `<'a>`",
                );
            }
        }
    }
}

//! Rules that concern several parts of a declaration; each function states one.

use std::collections::HashMap;

use quote::ToTokens;

use crate::attr::{Nla, Rules, Select};
use crate::ctxt::Ctxt;
use crate::model::{AttrField, Container, Set, Shape, member_name};
use crate::symbol::any_of;

pub(crate) fn check(ctxt: &Ctxt, container: &Container<'_>) {
    match &container.shape {
        Shape::Set(set) => {
            let types = set.attrs.iter().map(|field| &field.nla.ty);
            are_distinct(ctxt, types, "another field is this attribute already");
            selectors_exist(ctxt, set);
            set.attrs.iter().for_each(|field| words_go_together(ctxt, &field.nla));
        }
        Shape::Items(items) => {
            let types = items.items.iter().map(|item| &item.nla.ty);
            are_distinct(ctxt, types, "another variant is this attribute already");
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
        Shape::Layout | Shape::Newtype(_) | Shape::Values(_) => {}
    }
    one_lifetime(ctxt, container);
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
        let text = item.to_token_stream().to_string();
        if let Some(first) = seen.insert(text, item) {
            ctxt.error(item, message);
            ctxt.error(first, "it is here the first time");
        }
    }
}

/// `select` names a field of the same struct: an attribute, or a member of the fixed header.
fn selectors_exist(ctxt: &Ctxt, set: &Set<'_>) {
    for field in &set.attrs {
        let Some(select) = field.select() else {
            continue;
        };
        let Some(first) = select.path.first().filter(|_| !select.is_outer()) else {
            continue;
        };
        if select.path.len() > 1 {
            let header = set.header.as_ref().map(|header| member_name(&header.member));
            match header {
                Some(header) if *first == header => {}
                Some(header) => {
                    let message = format!("`{first}` is not the fixed header; that is `{header}`");
                    ctxt.error(first, message);
                }
                None => ctxt.error(first, "this struct has no fixed header"),
            }
        } else if !set.attrs.iter().any(|other| is(other, select)) {
            let names: Vec<String> = set
                .attrs
                .iter()
                .filter(|other| other.select().is_none())
                .map(AttrField::name)
                .collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let message = format!("no field `{first}`; the key can stand in {}", any_of(&names));
            ctxt.error(first, message);
        } else if is(field, select) {
            ctxt.error(first, "a sub-message cannot choose its own form");
        }
    }
}

/// Whether this field is the one that a selector names.
pub(crate) fn is(field: &AttrField<'_>, select: &Select) -> bool {
    select.path.len() == 1 && select.path.first().is_some_and(|name| *name == field.name())
}

/// Words on one attribute do not contradict each other.
fn words_go_together(ctxt: &Ctxt, nla: &Nla) {
    for one_side in [&nla.parse, &nla.emit] {
        for (word, both) in one_side.words().into_iter().zip(nla.both.words()) {
            if let (Some(word), Some(_)) = (word, both) {
                ctxt.error(word, format!("`{word}` is said for both sides already"));
            }
        }
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

/// An attribute of a stream stands alone: it has no sibling, and is not there if it does not come.
fn words_of_an_item(ctxt: &Ctxt, nla: &Nla) {
    words_go_together(ctxt, nla);
    if let Some(select) = &nla.select {
        ctxt.error(
            &select.word,
            "an item of a stream has no siblings that could choose its form; take its bytes",
        );
    }
    if let Some(default) = &nla.default {
        ctxt.error(&default.word, "an item of a stream that does not come is not there");
    }
}

/// The bytes have one lifetime, and where a type has several, it says which.
fn one_lifetime(ctxt: &Ctxt, container: &Container<'_>) {
    let mut lifetimes = container.input.generics.lifetimes();
    match &container.lifetime {
        Some(named) => {
            if !lifetimes.any(|param| param.lifetime == *named) {
                ctxt.error(named, format!("this type has no lifetime `{named}`"));
            }
        }
        None => {
            if let Some(second) = lifetimes.nth(1) {
                ctxt.error(
                    second,
                    "which lifetime is that of the bytes? Say `#[netlink(lifetime = 'a)]`",
                );
            }
        }
    }
}

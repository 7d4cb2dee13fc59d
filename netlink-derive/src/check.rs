//! Rules that concern several parts of a declaration; each function states one.

use std::collections::HashMap;

use quote::ToTokens;

use crate::attr::{Rules, Select};
use crate::ctxt::Ctxt;
use crate::model::{AttrField, Container, Set, Shape, member_name};
use crate::symbol::any_of;

pub(crate) fn check(ctxt: &Ctxt, container: &Container<'_>) {
    match &container.shape {
        Shape::Set(set) => {
            types_are_distinct(ctxt, set);
            selectors_exist(ctxt, set);
            rules_are_said_once(ctxt, set);
        }
        Shape::SubMessage(sub) => {
            let keys = sub.variants.iter().map(|variant| &variant.key);
            same_tokens(ctxt, keys, "this key chooses another variant already");
        }
        Shape::Layout => {}
    }
    one_lifetime(ctxt, container);
}

/// Two fields are never the same attribute. This finds types written alike; those that are only
/// equal in value are found when the constants are compiled.
fn types_are_distinct(ctxt: &Ctxt, set: &Set<'_>) {
    let types = set.attrs.iter().map(|field| &field.nla.ty);
    same_tokens(ctxt, types, "another field is this attribute already");
}

fn same_tokens<'t, T: ToTokens + 't>(
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
        let Some(first) = select.path.first() else {
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

/// A rule for both sides and one for a single side do not contradict each other: each kind of rule
/// stands in one of them.
fn rules_are_said_once(ctxt: &Ctxt, set: &Set<'_>) {
    for field in &set.attrs {
        for one_side in [&field.nla.parse, &field.nla.emit] {
            for (word, both) in words(one_side).into_iter().zip(words(&field.nla.both)) {
                if let (Some(word), Some(_)) = (word, both) {
                    ctxt.error(word, format!("`{word}` is said for both sides already"));
                }
            }
        }
        let rules = [&field.nla.both, &field.nla.parse, &field.nla.emit];
        let rule = rules.into_iter().flat_map(words).flatten().next();
        if let (Some(word), Some(_)) = (rule, field.select()) {
            ctxt.error(word, "a sub-message has the rules of its variants' types, and no other");
        }
    }
}

fn words(rules: &Rules) -> [Option<&syn::Ident>; 3] {
    [
        rules.len.as_ref().map(|rule| &rule.word),
        rules.range.as_ref().map(|rule| &rule.word),
        rules.mask.as_ref().map(|rule| &rule.word),
    ]
}

/// The one lifetime of a type is that of the bytes it borrows.
fn one_lifetime(ctxt: &Ctxt, container: &Container<'_>) {
    if let Some(second) = container.input.generics.lifetimes().nth(1) {
        ctxt.error(second, "which lifetime is that of the bytes? A type can borrow for one only");
    }
}

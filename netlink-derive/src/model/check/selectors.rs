//! `select` names something that can hold a key.

use quote::ToTokens;
use syn::ext::IdentExt;

use crate::ctxt::Ctxt;
use crate::model::{AttrField, Item, Items, Set};
use crate::syntax::{Select, one_of};

const OUTER: &str = "a key in an enclosing set is `select = super`";

/// A selector in a set is an attribute of the same set, or a member of its fixed header.
pub(super) fn set_selectors(ctxt: &Ctxt, set: &Set<'_>) {
    for field in &set.attrs {
        let Some(select) = field.select().filter(|select| !select.is_outer()) else { continue };
        match set.sibling(select) {
            _ if select.sibling().is_none() => header_member(ctxt, set, select),
            None => no_field(ctxt, set, select),
            Some((_, found)) => {
                is_key(
                    ctxt,
                    select,
                    found.is_selector(select) && field.is_selector(select),
                    found.select(),
                );
            }
        }
    }
}

/// A selector in a stream is another attribute of the same stream.
pub(super) fn item_selectors(ctxt: &Ctxt, items: &Items<'_>) {
    for item in &items.items {
        let Some(select) = item.select().filter(|select| !select.is_outer()) else { continue };
        if select.sibling().is_none() {
            ctxt.error(
                &select.path,
                format!(
                    "an item of a stream is selected by another variant: `select = Kind`; {OUTER}"
                ),
            );
            continue;
        }
        match items.sibling(select) {
            None => no_variant(ctxt, items, select),
            Some((_, found)) if found.ty.is_none() => {
                ctxt.error(&select.path, "a flag has no value that could be a key");
            }
            Some((_, found)) => {
                is_key(ctxt, select, item.is_selector(select), found.select());
            }
        }
    }
}

/// A sub-message is not a key, neither its own nor another one's.
fn is_key(ctxt: &Ctxt, select: &Select, is_itself: bool, of_found: Option<&Select>) {
    if is_itself {
        ctxt.error(&select.path, "a sub-message cannot select its own variant");
    } else if of_found.is_some() {
        ctxt.error(&select.path, "this is a sub-message, which cannot be a key");
    }
}

fn header_member(ctxt: &Ctxt, set: &Set<'_>, select: &Select) {
    let Some(first) = select.path.first() else { return };
    let name = first.unraw();
    match set.header.as_ref().map(|header| header.field_name()) {
        Some(header) if name == header => {}
        Some(header) => {
            ctxt.error(first, format!("`{name}` is not the fixed header, which is `{header}`"));
        }
        None => ctxt.error(
            first,
            "this struct has no fixed header, which is a field with `#[netlink(header)]`",
        ),
    }
}

fn no_field(ctxt: &Ctxt, set: &Set<'_>, select: &Select) {
    let name = select.path.to_token_stream().to_string();
    let name = name.trim_start_matches("r#");
    let candidates: Vec<String> = set
        .attrs
        .iter()
        .filter(|other| other.select().is_none())
        .map(AttrField::field_name)
        .collect();
    let header = set.header.as_ref().map(|header| header.field_name());
    let message = if header.is_some_and(|header| name == header) {
        format!("the selector is a member of the header: `select = {name}.…`")
    } else {
        no_candidate("field", name, &candidates)
    };
    ctxt.error(&select.path, message);
}

fn no_variant(ctxt: &Ctxt, items: &Items<'_>, select: &Select) {
    let name = select.path.to_token_stream().to_string();
    let can_be_key = |item: &&Item<'_>| item.select().is_none() && item.ty.is_some();
    let candidates: Vec<String> =
        items.items.iter().filter(can_be_key).map(|item| item.ident.unraw().to_string()).collect();
    ctxt.error(&select.path, no_candidate("variant", &name, &candidates));
}

fn no_candidate(what: &str, name: &str, candidates: &[String]) -> String {
    if candidates.is_empty() {
        format!("no {what} `{name}` is an attribute, and no other {what} can be the key; {OUTER}")
    } else {
        format!("no {what} `{name}` is an attribute; expected {}, or `super`", one_of(candidates))
    }
}

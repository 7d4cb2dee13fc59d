//! What must not occur twice.
//!
//! These checks find what is written alike. Constants that only have equal values are found when they
//! are compiled.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use quote::ToTokens;

use crate::ctxt::Ctxt;
use crate::model::{Message, MessageVariant, Newtype, SubMessage};
use crate::syntax::Nla;

/// Two fields or items are never the same attribute.
pub(super) fn attribute_types<'n>(ctxt: &Ctxt, attrs: impl Iterator<Item = &'n Nla>) {
    let message = "another field or variant has this attribute type already";
    are_distinct(ctxt, attrs.map(|nla| &nla.ty), message);
}

/// A name to display belongs to one attribute.
pub(super) fn names<'n>(ctxt: &Ctxt, attrs: impl Iterator<Item = (&'n Nla, String)> + Clone) {
    let mut count: HashMap<String, usize> = HashMap::new();
    for (_, name) in attrs.clone() {
        let seen = count.entry(name).or_default();
        *seen = seen.saturating_add(1);
    }
    for (nla, name) in attrs {
        if let (Some(directive), Some(2..)) = (&nla.name, count.get(&name)) {
            ctxt.error(&directive.value, "another attribute of this set has the same name");
        }
    }
}

/// A key selects one variant.
pub(super) fn keys(ctxt: &Ctxt, sub: &SubMessage<'_>) {
    let keys = sub.variants.iter().flat_map(|variant| &variant.keys);
    are_distinct(ctxt, keys, "this key selects a variant already");
}

/// A message is one variant.
pub(super) fn message_ids(ctxt: &Ctxt, messages: &[MessageVariant<'_>]) {
    let ids = messages.iter().flat_map(|variant| &variant.ids);
    are_distinct(ctxt, ids, "a variant is this message already");
}

/// A message lists each type or command once.
pub(super) fn ids_of_message(ctxt: &Ctxt, message: &Message) {
    let ids = match message {
        Message::Types(types) => types,
        Message::Command(command) => &command.commands,
    };
    are_distinct(ctxt, ids.iter(), "this is listed twice");
}

/// Each flag has its own name.
pub(super) fn flag_names(ctxt: &Ctxt, newtype: &Newtype<'_>) {
    let names = newtype.flags.iter().flat_map(|flags| &flags.value).map(|flag| &flag.name);
    are_distinct(ctxt, names, "another flag has this name already");
}

fn are_distinct<'t, T: ToTokens + 't>(
    ctxt: &Ctxt,
    items: impl Iterator<Item = &'t T>,
    message: &str,
) {
    let mut seen = HashMap::new();
    for item in items {
        match seen.entry(item.to_token_stream().to_string()) {
            Entry::Vacant(entry) => {
                entry.insert((item, false));
            }
            Entry::Occupied(mut entry) => {
                ctxt.error(item, message);
                let (first, is_reported) = entry.get_mut();
                if !core::mem::replace(is_reported, true) {
                    ctxt.error(first, "first used here");
                }
            }
        }
    }
}

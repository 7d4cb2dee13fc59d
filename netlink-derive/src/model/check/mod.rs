//! Rules that concern several parts of a declaration, one file per subject.

mod directives;
mod distinct;
mod lifetimes;
mod occurrence;
mod selectors;
mod wire_format;

use self::directives::{
    flags_are_bits, item_directives, one_rule, set_directives, version_of_generic,
};
use self::distinct::{attribute_types, flag_names, keys, message_ids, names};
use self::lifetimes::{borrows_from_bytes, one_lifetime};
use self::occurrence::types_fit_occurrence;
use self::selectors::{item_selectors, set_selectors};
use super::container::Container;
use super::shape::Shape;
use crate::ctxt::Ctxt;
use crate::side::Side;

/// Checks the model for one of the two derives.
pub(crate) fn check(ctxt: &Ctxt, container: &Container<'_>, side: Side) {
    match &container.shape {
        Shape::Set(set) => {
            attribute_types(ctxt, set.attrs.iter().map(|field| &*field.nla));
            names(ctxt, set.attrs.iter().map(|field| (&*field.nla, field.name())));
            set_selectors(ctxt, set);
            set_directives(ctxt, set);
            version_of_generic(ctxt, container, set);
        }
        Shape::Items(items) => {
            attribute_types(ctxt, items.items.iter().map(|item| &*item.nla));
            names(ctxt, items.items.iter().map(|item| (&*item.nla, item.name())));
            item_selectors(ctxt, items);
            items.items.iter().for_each(|item| item_directives(ctxt, item));
        }
        Shape::SubMessage(sub) => keys(ctxt, sub),
        Shape::Messages(messages) => message_ids(ctxt, &messages.messages),
        Shape::Newtype(newtype) => {
            one_rule(ctxt, [&newtype.rules]);
            flags_are_bits(ctxt, container, newtype);
            flag_names(ctxt, newtype);
        }
        Shape::Layout | Shape::Values(_) => {}
    }
    if let Some(message) = &container.message {
        distinct::ids_of_message(ctxt, message);
    }
    types_fit_occurrence(ctxt, &container.shape);
    one_lifetime(ctxt, container);
    if side == Side::Parse {
        borrows_from_bytes(ctxt, container);
    }
}

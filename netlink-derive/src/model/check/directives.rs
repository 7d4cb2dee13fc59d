//! Directives on one declaration do not contradict each other.

use quote::ToTokens;
use syn::Ident;

use crate::ctxt::Ctxt;
use crate::model::{Container, Item, Message, Newtype, Set};
use crate::side::Side;
use crate::syntax::{Nla, Rules};

/// Checks the directives of a set and of each attribute in it.
pub(super) fn set_directives(ctxt: &Ctxt, set: &Set<'_>) {
    for field in &set.attrs {
        attribute_directives(ctxt, &field.nla);
        if let (Some(all), Some(one)) = (&set.net_byteorder, &field.nla.net_byteorder) {
            ctxt.error(one, format!("`{all}` on the struct applies to this attribute already"));
        }
    }
    let Some(stream) = &set.stream else { return };
    if !set.attrs.is_empty() || set.unknown.is_some() {
        ctxt.error(
            &stream.member,
            "a stream contains all attributes: remove the fields for single attributes, and add \
             variants for them to the enum of its items",
        );
    }
    if let Some(flattened) = set.flattened.first() {
        ctxt.error(
            &flattened.member,
            "a stream contains all attributes: there cannot be a flattened set beside it",
        );
    }
    if let Some(name) = &set.net_byteorder {
        ctxt.error(
            name,
            format!("with a stream, write `#[nla(TYPE, {name})]` on the variants of its items"),
        );
    }
}

/// Checks the directives of one item of a stream.
pub(super) fn item_directives(ctxt: &Ctxt, item: &Item<'_>) {
    let nla = &item.nla;
    if item.ty.is_none() {
        let select = nla.select.as_ref().map(|select| &select.name);
        let with = nla.with.as_ref().map(|with| &with.name);
        for name in nla.rule_directives().chain(select).chain(with) {
            ctxt.error(
                name,
                format!("`{name}` needs a value, and a variant without a field is a flag"),
            );
        }
    } else {
        attribute_directives(ctxt, nla);
    }
    if let Some(default) = &nla.default {
        ctxt.error(
            &default.name,
            "an item of a stream cannot have a default: an absent attribute is not an item",
        );
    }
}

/// Checks the directives of one attribute.
fn attribute_directives(ctxt: &Ctxt, nla: &Nla) {
    for one_side in [&nla.parse, &nla.emit] {
        for (name, both) in one_side.directives().into_iter().zip(nla.both.directives()) {
            if let (Some(name), Some(_)) = (name, both) {
                ctxt.error(
                    name,
                    format!(
                        "`{name}` is set for both sides already; if the sides differ, write it in \
                         `parse(…)` and `emit(…)` only"
                    ),
                );
            }
        }
    }
    for side in [Side::Parse, Side::Emit] {
        one_rule(ctxt, nla.rules(side));
    }
    let Some(select) = &nla.select else { return };
    let with: Option<&Ident> = nla.with.as_ref().map(|with| &with.name);
    let default = nla.default.as_ref().map(|default| &default.name);
    for name in nla.rule_directives().chain(with).chain(default) {
        ctxt.error(
            name,
            format!(
                "`{name}` cannot be combined with `{}`: the types of the variants say what a \
                 sub-message contains",
                select.name,
            ),
        );
    }
}

/// An integer has a range or a mask.
pub(super) fn one_rule<const N: usize>(ctxt: &Ctxt, rules: [&Rules; N]) {
    let range = rules.iter().find_map(|rules| rules.range.as_ref());
    let mask = rules.iter().find_map(|rules| rules.mask.as_ref());
    if let (Some(_), Some(mask)) = (range, mask) {
        ctxt.error(
            &mask.name,
            "an integer has a `range` or a `mask`, not both: kernels check only one of them",
        );
    }
}

/// Flags are bits of one unsigned integer.
pub(super) fn flags_are_bits(ctxt: &Ctxt, container: &Container<'_>, newtype: &Newtype<'_>) {
    let Some(flags) = &newtype.flags else { return };
    if newtype.is_repeated {
        ctxt.error(&flags.name, "flags are one unsigned integer, and this type is repeated");
    }
    if container.has_params(newtype.ty.to_token_stream()) {
        ctxt.error(newtype.ty, "flags are an unsigned integer, and this is a type parameter");
    }
    if let Some(range) = &newtype.rules.range {
        ctxt.error(&range.name, "use `mask` to say which flags may be set");
    }
}

/// Only generic netlink has a version in its header.
pub(super) fn version_of_generic(ctxt: &Ctxt, container: &Container<'_>, set: &Set<'_>) {
    if let (Some(version), Some(Message::Types(_))) = (&set.version, &container.message) {
        ctxt.error(
            &version.member,
            "only a generic netlink message has a version: `family = …, command = …`",
        );
    }
}

//! What a type is on the wire.

use syn::DeriveInput;

use super::newtype::Newtype;
use super::set::Set;
use super::variants::{Items, Messages, Roles, SubMessage, Values};
use crate::ctxt::Ctxt;
use crate::syntax::{Body, ContainerDirectives, Role, VariantRole};

/// What a type is on the wire.
pub(crate) enum Shape<'i> {
    /// A struct with named fields or none: an attribute set.
    Set(Set<'i>),
    /// A struct with one unnamed field: what that field is.
    Newtype(Newtype<'i>),
    /// A C structure.
    Layout,
    /// An enum of values.
    Values(Values<'i>),
    /// An enum of attributes: the item of a stream.
    Items(Items<'i>),
    /// An enum of which a key elsewhere selects one variant.
    SubMessage(SubMessage<'i>),
    /// An enum of messages.
    Messages(Messages<'i>),
}

impl<'i> Shape<'i> {
    /// Builds the [`Shape`] of a declaration. Takes the directives of a set or newtype out of the
    /// container's. Returns nothing if errors leave too little of it.
    pub(super) fn new(
        ctxt: &Ctxt,
        input: &DeriveInput,
        directives: &mut ContainerDirectives,
        body: Body<'i>,
    ) -> Option<Self> {
        let shape = match body {
            Body::Layout => Self::Layout,
            Body::Fields(fields) => Self::Set(Set::new(ctxt, directives, fields)),
            Body::Unnamed(fields) => Self::Newtype(Newtype::new(ctxt, fields, directives)?),
            Body::Variants(variants) => of_variants(ctxt, input, directives, variants)?,
            Body::Union(token) => {
                ctxt.error(token, "a union has no wire format; use an enum");
                return None;
            }
        };
        directives_fit(ctxt, directives, &shape);
        message_fits(ctxt, directives, &shape);
        Some(shape)
    }
}

/// Builds what an enum is on the wire.
fn of_variants<'i>(
    ctxt: &Ctxt,
    input: &DeriveInput,
    directives: &ContainerDirectives,
    variants: Vec<VariantRole<'i>>,
) -> Option<Shape<'i>> {
    if variants.is_empty() {
        ctxt.error(&input.ident, "an enum without variants has no wire format");
        return None;
    }
    let count = variants.len();
    let roles: Roles<'i> = variants
        .into_iter()
        .filter_map(|VariantRole { variant, role }| Some((variant, role.ok()?)))
        .collect();
    let has = |is: fn(&Role) -> bool| roles.iter().any(|(_, role)| role.as_ref().is_some_and(is));
    if has(|role| matches!(role, Role::Attribute(_))) {
        return Some(Shape::Items(Items::new(ctxt, directives, roles)));
    }
    if has(|role| matches!(role, Role::Key(..))) {
        return Some(Shape::SubMessage(SubMessage::new(ctxt, roles)));
    }
    if has(|role| matches!(role, Role::Message(..) | Role::Command(..))) {
        return Some(Shape::Messages(Messages::new(ctxt, directives, roles)));
    }
    // An enum with mistakes may look like an enum of values without being one.
    if roles.len() < count {
        return None;
    }
    Values::new(ctxt, input, directives, roles).map(Shape::Values)
}

/// Container directives that apply to some kinds of declarations only.
fn directives_fit(ctxt: &Ctxt, directives: &ContainerDirectives, shape: &Shape<'_>) {
    if let (Some(name), false) = (&directives.zero_fill, matches!(shape, Shape::Layout)) {
        ctxt.error(name, "only a C structure can be filled with zeros: `layout, zero_fill`");
    }
    if let (Some(wire), false) = (&directives.wire, matches!(shape, Shape::Values(_))) {
        ctxt.error(
            &wire.name,
            "`wire` is for an enum of values; in a struct, the type of a field says which integer \
             it is on the wire",
        );
    }
    for rule in directives.rules.directives().into_iter().flatten() {
        ctxt.error(
            rule,
            "a rule belongs on a field, in `#[nla(TYPE, …)]`, or on a struct with one unnamed \
             field",
        );
    }
    if let Some(flags) = &directives.flags {
        ctxt.error(
            &flags.name,
            "`flags` is for a struct with one unnamed field of the width on the wire: \
             `struct Flags(u32);`",
        );
    }
    let is_set = matches!(shape, Shape::Set(_));
    if let (Some(unknown), false) =
        (&directives.unknown, is_set || matches!(shape, Shape::Items(_)))
    {
        ctxt.error(&unknown.name, "only an attribute set can have unknown attributes");
    }
    for any_of in &directives.any_of {
        ctxt.error(&any_of.name, "`any_of` is for a struct with named fields: an attribute set");
    }
    if let (Some(name), false) = (&directives.net_byteorder, is_set) {
        ctxt.error(
            name,
            "`net_byteorder` is for an attribute set, or for one attribute: \
             `#[nla(TYPE, net_byteorder)]`",
        );
    }
}

/// Message directives that apply to some kinds of declarations only.
fn message_fits(ctxt: &Ctxt, directives: &ContainerDirectives, shape: &Shape<'_>) {
    let ContainerDirectives { message, family, command, version, .. } = directives;
    let (message, command) =
        (message.as_ref().map(|it| &it.name), command.as_ref().map(|it| &it.name));
    let (family, version) =
        (family.as_ref().map(|it| &it.name), version.as_ref().map(|it| &it.name));
    match shape {
        Shape::Set(_) => {}
        Shape::Newtype(newtype) => {
            if let (true, Some(name)) = (newtype.is_repeated, message.or(command)) {
                ctxt.error(
                    name,
                    "a message has one payload; this type is as many attributes as it has items",
                );
            }
        }
        Shape::Messages(_) => {
            for name in [message, command].into_iter().flatten() {
                ctxt.error(name, "in an enum of messages, this directive belongs on each variant");
            }
            if let (Some(version), None) = (version, family) {
                ctxt.error(version, "`version` needs a family: add `family = \"…\"`");
            }
        }
        Shape::Layout | Shape::Values(_) | Shape::Items(_) | Shape::SubMessage(_) => {
            if let Some(name) = message.or(command).or(family).or(version) {
                ctxt.error(
                    name,
                    "a message is an attribute set, a newtype, or an enum with \
                     `#[netlink(message = …)]` or `#[netlink(command = …)]` on its variants",
                );
            }
        }
    }
}

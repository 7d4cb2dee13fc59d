//! An enum of messages.

use syn::{Expr, Ident, Type};

use super::{Roles, once, only_field};
use crate::ctxt::Ctxt;
use crate::syntax::{ContainerDirectives, Role};

/// An enum of messages.
pub(crate) struct Messages<'i> {
    /// The generic netlink family and its version, if the messages are commands of one.
    pub(crate) family: Option<(Expr, Option<Expr>)>,
    pub(crate) messages: Vec<MessageVariant<'i>>,
    /// The variant for all other messages.
    pub(crate) other: Option<(&'i Ident, &'i Type)>,
}

/// A variant with its message types or commands.
pub(crate) struct MessageVariant<'i> {
    pub(crate) ident: &'i Ident,
    pub(crate) ty: &'i Type,
    /// The message types, or the commands of the family: at least one. The first one is emitted.
    pub(crate) ids: Vec<Expr>,
}

impl<'i> Messages<'i> {
    pub(in crate::model) fn new(
        ctxt: &Ctxt,
        directives: &ContainerDirectives,
        roles: Roles<'i>,
    ) -> Self {
        let version = directives.version.as_ref().map(|version| version.value.clone());
        let family = directives.family.as_ref().map(|family| (family.value.clone(), version));
        let mut all = Self { family, messages: Vec::new(), other: None };
        for (variant, role) in roles {
            let Some(ty) = only_field(ctxt, variant) else { continue };
            let ident = &variant.ident;
            match role {
                Some(Role::Message(name, ids)) => {
                    if all.family.is_some() {
                        ctxt.error(name, "the messages of a family have `command = …`");
                    }
                    all.messages.push(MessageVariant { ident, ty, ids });
                }
                Some(Role::Command(name, ids)) => {
                    if all.family.is_none() {
                        ctxt.error(
                            name,
                            "`command` needs a family: add `#[netlink(family = \"…\")]` to the enum",
                        );
                    }
                    all.messages.push(MessageVariant { ident, ty, ids });
                }
                Some(Role::Other(name)) => once(ctxt, &name, &mut all.other, (ident, ty)),
                _ => ctxt.error(
                    ident,
                    "this variant needs a message: `#[netlink(message = …)]` or \
                     `#[netlink(command = …)]`; `#[netlink(other)]` is for all other messages",
                ),
            }
        }
        all
    }
}

//! An enum of which a key elsewhere selects one variant.

use syn::{Expr, Ident, Type};

use super::{Roles, once, only_field, optional_field};
use crate::ctxt::Ctxt;
use crate::syntax::{Role, as_string};

/// An enum of which a key elsewhere selects one variant.
pub(crate) struct SubMessage<'i> {
    /// What all keys are.
    pub(crate) keys: KeyKind,
    pub(crate) variants: Vec<Variant<'i>>,
    /// The variant for all other keys.
    pub(crate) other: Option<(&'i Ident, &'i Type)>,
}

/// A variant with the keys that select it.
pub(crate) struct Variant<'i> {
    pub(crate) ident: &'i Ident,
    /// The type of the content; none for a unit variant.
    pub(crate) ty: Option<&'i Type>,
    /// The keys: at least one.
    pub(crate) keys: Vec<Expr>,
}

/// What the keys of a sub-message are.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum KeyKind {
    Text,
    Number,
}

impl<'i> SubMessage<'i> {
    pub(in crate::model) fn new(ctxt: &Ctxt, roles: Roles<'i>) -> Self {
        let mut variants = Vec::new();
        let mut other = None;
        let mut kind = None;
        for (variant, role) in roles {
            let ident = &variant.ident;
            match role {
                Some(Role::Key(_, keys)) => {
                    for key in &keys {
                        let is_text = as_string(key).is_some();
                        let found = if is_text { KeyKind::Text } else { KeyKind::Number };
                        if *kind.get_or_insert(found) != found {
                            let message =
                                "the keys of a sub-message are all strings or all numbers";
                            ctxt.error(key, message);
                        }
                    }
                    let Some(ty) = optional_field(ctxt, variant) else { continue };
                    variants.push(Variant { ident, ty, keys });
                }
                Some(Role::Other(name)) => {
                    let Some(ty) = only_field(ctxt, variant) else { continue };
                    once(ctxt, &name, &mut other, (ident, ty));
                }
                _ => ctxt.error(
                    ident,
                    "this variant needs a key: `#[netlink(key = …)]` with a string or a number; \
                     `#[netlink(other)]` is for all other keys",
                ),
            }
        }
        Self { keys: kind.unwrap_or(KeyKind::Text), variants, other }
    }
}

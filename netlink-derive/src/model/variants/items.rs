//! An enum of attributes: the item of a stream.

use syn::ext::IdentExt;
use syn::{Ident, Type};

use super::{Roles, once, only_field, optional_field};
use crate::ctxt::Ctxt;
use crate::syntax::{ContainerDirectives, Nla, Role, Select};

/// An enum of attributes: the item of a stream.
pub(crate) struct Items<'i> {
    pub(crate) items: Vec<Item<'i>>,
    /// The variant that keeps unknown attributes.
    pub(crate) unknown: Option<(&'i Ident, &'i Type)>,
    /// Unknown attributes are refused.
    pub(crate) refuses_unknown: bool,
}

/// One attribute of a stream.
pub(crate) struct Item<'i> {
    pub(crate) ident: &'i Ident,
    /// The type of the payload; none for a unit variant, which is a flag.
    pub(crate) ty: Option<&'i Type>,
    pub(crate) nla: Box<Nla>,
}

impl Items<'_> {
    /// Returns whether the key of a sub-message in it is in an enclosing set.
    pub(crate) fn has_outer_key(&self) -> bool {
        self.items.iter().filter_map(Item::select).any(Select::is_outer)
    }

    /// Returns the item that a selector names, with its index in [`Items::items`].
    pub(crate) fn sibling(&self, select: &Select) -> Option<(usize, &Item<'_>)> {
        self.items.iter().enumerate().find(|(_, item)| item.is_selector(select))
    }
}

impl Item<'_> {
    /// Returns the codec of its value.
    pub(crate) fn codec(&self) -> Option<&Type> {
        self.nla.with.as_ref().map(|with| &with.value)
    }

    /// Returns the selector of a sub-message.
    pub(crate) fn select(&self) -> Option<&Select> {
        self.nla.select.as_ref()
    }

    /// Returns whether this is the item that a selector names.
    pub(crate) fn is_selector(&self, select: &Select) -> bool {
        select.sibling().is_some_and(|name| name.unraw() == self.ident.unraw())
    }

    /// Returns whether its type alone says how it is parsed and emitted.
    pub(crate) fn is_plain(&self) -> bool {
        self.nla.select.is_none() && self.nla.with.is_none()
    }

    /// Returns the name to display.
    pub(crate) fn name(&self) -> String {
        match &self.nla.name {
            Some(name) => name.value.value(),
            None => self.ident.unraw().to_string(),
        }
    }
}

impl<'i> Items<'i> {
    pub(in crate::model) fn new(
        ctxt: &Ctxt,
        directives: &ContainerDirectives,
        roles: Roles<'i>,
    ) -> Self {
        let refuses_unknown = directives.unknown.is_some();
        let mut all = Self { items: Vec::new(), unknown: None, refuses_unknown };
        for (variant, role) in roles {
            let ident = &variant.ident;
            match role {
                Some(Role::Attribute(nla)) => {
                    let Some(ty) = optional_field(ctxt, variant) else { continue };
                    all.items.push(Item { ident, ty, nla });
                }
                Some(Role::Unknown(name)) => {
                    let Some(ty) = only_field(ctxt, variant) else { continue };
                    once(ctxt, &name, &mut all.unknown, (ident, ty));
                }
                _ => ctxt.error(
                    ident,
                    "this variant needs an attribute type: `#[nla(TYPE)]`; \
                     `#[netlink(unknown)]` keeps unknown attributes",
                ),
            }
        }
        if let (Some(refuse), Some((ident, _))) = (&directives.unknown, &all.unknown) {
            ctxt.error(&refuse.name, "unknown attributes are either kept or refused");
            ctxt.error(ident, "this variant keeps them");
        }
        all
    }
}

//! A struct with named fields: an attribute set.

use syn::{Field, Ident, Index, Member};

use super::any_of::AnyOf;
use super::fields::{AttrField, Plain};
use crate::ctxt::Ctxt;
use crate::syntax::{ContainerDirectives, Role, Select};

/// A struct with named fields: an attribute set.
pub(crate) struct Set<'i> {
    pub(crate) header: Option<Plain<'i>>,
    /// The field that keeps the version of the generic netlink message.
    pub(crate) version: Option<Plain<'i>>,
    pub(crate) attrs: Vec<AttrField<'i>>,
    /// Other sets whose members are members of this one.
    pub(crate) flattened: Vec<Plain<'i>>,
    /// The field that keeps unknown attributes.
    pub(crate) unknown: Option<Plain<'i>>,
    /// All attributes, instead of fields.
    pub(crate) stream: Option<Plain<'i>>,
    /// Unknown attributes are refused.
    pub(crate) refuses_unknown: bool,
    /// Attributes of which at least one is required.
    pub(crate) any_of: Vec<AnyOf>,
    /// `NLA_F_NET_BYTEORDER` is set on every attribute.
    pub(crate) net_byteorder: Option<Ident>,
}

impl Set<'_> {
    /// Returns whether the key of a sub-message in it is in an enclosing set.
    pub(crate) fn has_outer_key(&self) -> bool {
        self.attrs.iter().any(AttrField::has_outer_key)
    }

    /// Returns whether `NLA_F_NET_BYTEORDER` is set on this attribute.
    pub(crate) fn is_net_byteorder(&self, field: &AttrField<'_>) -> bool {
        self.net_byteorder.is_some() || field.nla.net_byteorder.is_some()
    }

    /// Returns the sibling that a selector names, with its index in [`Set::attrs`].
    pub(crate) fn sibling(&self, select: &Select) -> Option<(usize, &AttrField<'_>)> {
        self.attrs.iter().enumerate().find(|(_, field)| field.is_selector(select))
    }
}

impl<'i> Set<'i> {
    /// Builds a set from its fields. Takes its directives out of the container's.
    pub(super) fn new(
        ctxt: &Ctxt,
        directives: &mut ContainerDirectives,
        fields: Vec<(&'i Field, Option<Role>)>,
    ) -> Self {
        let mut set = Self {
            header: None,
            version: None,
            attrs: Vec::new(),
            flattened: Vec::new(),
            unknown: None,
            stream: None,
            refuses_unknown: directives.unknown.is_some(),
            any_of: Vec::new(),
            net_byteorder: directives.net_byteorder.clone(),
        };
        let mut all_good = true;
        for (index, (field, role)) in fields.into_iter().enumerate() {
            let member = match &field.ident {
                Some(ident) => Member::Named(ident.clone()),
                None => Member::Unnamed(Index::from(index)),
            };
            match role {
                Some(role) => set.add(ctxt, Plain { member, ty: &field.ty }, role),
                None => all_good = false,
            }
        }
        let any_of = core::mem::take(&mut directives.any_of);
        // A name may be that of a field with a mistake.
        if all_good {
            set.any_of = any_of.into_iter().map(|it| AnyOf::new(ctxt, &set.attrs, it)).collect();
        }
        if let (Some(refuse), Some(_)) = (&directives.unknown, &set.stream) {
            ctxt.error(
                &refuse.name,
                "with a stream, `unknown = refuse` belongs on the enum of its items",
            );
        }
        if let (Some(refuse), Some(unknown)) = (&directives.unknown, &set.unknown) {
            ctxt.error(&refuse.name, "unknown attributes are either kept or refused");
            ctxt.error(&unknown.member, "this field keeps them");
        }
        set
    }

    fn add(&mut self, ctxt: &Ctxt, plain: Plain<'i>, role: Role) {
        match role {
            Role::Attribute(nla) => {
                let Plain { member, ty } = plain;
                self.attrs.push(AttrField { member, ty, nla });
            }
            Role::Header(name) => {
                if self.header.is_some() {
                    ctxt.error(name, "a set has one fixed header");
                } else if !self.attrs.is_empty() || !self.flattened.is_empty() {
                    ctxt.error(name, "the fixed header must be before the attributes: move it up");
                }
                self.header = Some(plain);
            }
            Role::Version(name) => {
                if self.version.is_some() {
                    ctxt.error(name, "a message has one version");
                }
                self.version = Some(plain);
            }
            Role::Unknown(name) => {
                if self.unknown.is_some() {
                    ctxt.error(name, "only one field can keep unknown attributes");
                }
                self.unknown = Some(plain);
            }
            Role::Stream(name) => {
                if self.stream.is_some() {
                    ctxt.error(name, "only one field can be the stream of all attributes");
                }
                self.stream = Some(plain);
            }
            Role::Flatten => self.flattened.push(plain),
            Role::Key(name, _)
            | Role::Other(name)
            | Role::Message(name, _)
            | Role::Command(name, _) => {
                ctxt.error(name, "this directive belongs on the variant of an enum");
            }
        }
    }
}

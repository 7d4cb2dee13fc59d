//! Attributes of which at least one is required.

use syn::Ident;
use syn::ext::IdentExt;

use super::fields::AttrField;
use crate::ctxt::Ctxt;
use crate::syntax::{Directive, one_of};

/// Attributes of which at least one is required.
pub(crate) struct AnyOf {
    /// The names as they are written, each with its index in `Set::attrs`.
    pub(crate) members: Vec<(Ident, usize)>,
}

impl AnyOf {
    pub(super) fn new(
        ctxt: &Ctxt,
        attrs: &[AttrField<'_>],
        directive: Directive<Vec<Ident>>,
    ) -> Self {
        let Directive { name, value } = directive;
        let mut members: Vec<(Ident, usize)> = Vec::new();
        let count = value.len();
        for member in value {
            let index = attrs.iter().position(|field| member.unraw() == field.field_name());
            match index {
                Some(index) if members.iter().any(|(_, other)| *other == index) => {
                    ctxt.error(&member, format!("`{member}` is listed twice"));
                }
                Some(index) => members.push((member, index)),
                None => {
                    let names: Vec<_> = attrs.iter().map(AttrField::field_name).collect();
                    let message = if names.is_empty() {
                        format!("no field `{member}` is an attribute, and no other field is")
                    } else {
                        format!("no field `{member}` is an attribute; expected {}", one_of(&names))
                    };
                    ctxt.error(&member, message);
                }
            }
        }
        if count < 2 {
            ctxt.error(
                &name,
                format!(
                    "`{name}` takes at least two fields: `{name}(a, b)`; a single required \
                     attribute is a field without `Option`"
                ),
            );
        }
        Self { members }
    }
}

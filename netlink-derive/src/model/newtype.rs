//! A struct with one unnamed field.

use syn::{FieldsUnnamed, Type};

use super::types::{Wrapper, generic, wrapper};
use crate::ctxt::Ctxt;
use crate::syntax::{ContainerDirectives, Directive, Flag, Rules};

/// A struct with one unnamed field.
pub(crate) struct Newtype<'i> {
    pub(crate) ty: &'i Type,
    /// The rules on its value, or on each item if it is repeated.
    pub(crate) rules: Box<Rules>,
    /// The names of its bits.
    pub(crate) flags: Option<Directive<Vec<Flag>>>,
    /// It is a repeated field, `Vec<…>` or `Repeated<…>`, and not a value.
    pub(crate) is_repeated: bool,
}

impl<'i> Newtype<'i> {
    /// Builds a newtype. Takes its directives out of the container's.
    pub(super) fn new(
        ctxt: &Ctxt,
        fields: &'i FieldsUnnamed,
        directives: &mut ContainerDirectives,
    ) -> Option<Self> {
        let (rules, flags) = (core::mem::take(&mut directives.rules), directives.flags.take());
        match fields.unnamed.first() {
            Some(field) if fields.unnamed.len() == 1 => {
                let is_repeated = generic(&field.ty)
                    .is_some_and(|(segment, _)| wrapper(segment) == Some(Wrapper::Repeated));
                Some(Self { ty: &field.ty, rules: Box::new(rules), flags, is_repeated })
            }
            _ => {
                ctxt.error(
                    fields,
                    "an attribute set has named fields; a struct without names has exactly one \
                     field, its value",
                );
                None
            }
        }
    }
}

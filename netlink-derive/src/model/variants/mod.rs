//! What an enum means: the directives of its variants decide.

mod items;
mod messages;
mod sub_message;
mod values;

use syn::{Fields, Ident, Type, Variant as SynVariant};

pub(crate) use self::items::{Item, Items};
pub(crate) use self::messages::{MessageVariant, Messages};
pub(crate) use self::sub_message::{KeyKind, SubMessage};
pub(crate) use self::values::{Value, Values};
use crate::ctxt::Ctxt;
use crate::syntax::Role;

/// The variants with a role that is not an error.
pub(super) type Roles<'i> = Vec<(&'i SynVariant, Option<Role>)>;

/// Returns the type of a variant's only field, or nothing for a unit variant.
fn optional_field<'i>(ctxt: &Ctxt, variant: &'i SynVariant) -> Option<Option<&'i Type>> {
    match &variant.fields {
        Fields::Unit => Some(None),
        _ => only_field(ctxt, variant).map(Some),
    }
}

/// Returns the type of a variant's only field.
fn only_field<'i>(ctxt: &Ctxt, variant: &'i SynVariant) -> Option<&'i Type> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            fields.unnamed.first().map(|field| &field.ty)
        }
        _ => {
            let name = &variant.ident;
            let message =
                format!("this variant must have exactly one unnamed field: `{name}(Type)`");
            ctxt.error(name, message);
            None
        }
    }
}

/// Fills the slot of a variant that an enum has at most once.
fn once<T>(ctxt: &Ctxt, directive: &Ident, slot: &mut Option<T>, value: T) {
    if slot.is_some() {
        ctxt.error(directive, format!("only one variant can be `{directive}`"));
    }
    *slot = Some(value);
}

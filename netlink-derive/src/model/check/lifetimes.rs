//! The lifetime of the bytes.

use syn::{Type, TypeReference};

use crate::ctxt::Ctxt;
use crate::model::{Container, Shape};

/// The bytes have one lifetime, and a type with several says which.
pub(super) fn one_lifetime(ctxt: &Ctxt, container: &Container<'_>) {
    let mut lifetimes = container.input.generics.lifetimes();
    match &container.lifetime {
        Some(named) => {
            if !lifetimes.any(|param| param.lifetime == *named) {
                ctxt.error(named, format!("this type has no lifetime `{named}`"));
            }
        }
        None => {
            if let (Some(first), Some(second)) = (lifetimes.next(), lifetimes.next()) {
                ctxt.error(
                    second,
                    format!(
                        "with several lifetimes, name that of the bytes: \
                         `#[netlink(lifetime = {})]`",
                        first.lifetime,
                    ),
                );
            }
        }
    }
}

/// A parsed value borrows from the bytes, which do not live forever, and have one lifetime.
pub(super) fn borrows_from_bytes(ctxt: &Ctxt, container: &Container<'_>) {
    let types: Vec<&Type> = match &container.shape {
        Shape::Set(set) => {
            set.attrs.iter().filter(|field| field.is_plain()).map(|field| field.ty).collect()
        }
        Shape::Newtype(newtype) => vec![newtype.ty],
        Shape::Items(items) => {
            items.items.iter().filter(|item| item.is_plain()).filter_map(|item| item.ty).collect()
        }
        Shape::SubMessage(sub) => sub.variants.iter().filter_map(|variant| variant.ty).collect(),
        Shape::Messages(_) | Shape::Layout | Shape::Values(_) => Vec::new(),
    };
    let bytes = container.lifetime.as_ref().filter(|named| {
        container.input.generics.lifetimes().any(|param| param.lifetime == **named)
    });
    for ty in types {
        if let Type::Reference(TypeReference { lifetime: Some(lifetime), .. }) = ty {
            if lifetime.ident == "static" {
                ctxt.error(
                    lifetime,
                    "a parsed value borrows from the bytes: write `&'a …`, and add the parameter \
                     `<'a>` to the type",
                );
            } else if let Some(bytes) = bytes.filter(|bytes| *bytes != lifetime) {
                ctxt.error(
                    lifetime,
                    format!("a parsed value borrows from the bytes: write `&{bytes} …`"),
                );
            }
        }
    }
}

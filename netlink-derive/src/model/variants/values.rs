//! An enum of values: an integer on the wire.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::{DeriveInput, Expr, Fields, Ident, Type};

use super::{Roles, once, only_field};
use crate::ctxt::Ctxt;
use crate::spans::quiet;
use crate::syntax::{ContainerDirectives, Role};

/// An enum of values: an integer on the wire.
pub(crate) struct Values<'i> {
    /// The integer of `#[repr(…)]`.
    pub(crate) repr: Ident,
    /// The type on the wire, if it is not the integer itself.
    pub(crate) wire: Option<Type>,
    pub(crate) values: Vec<Value<'i>>,
    /// The variant that holds all other values.
    pub(crate) other: Option<(&'i Ident, &'i Type)>,
}

/// A variant with its discriminant.
pub(crate) struct Value<'i> {
    pub(crate) ident: &'i Ident,
    /// The last explicit discriminant at or before the variant.
    pub(crate) base: Option<&'i Expr>,
    /// The number of variants since then.
    pub(crate) offset: u64,
}

impl Value<'_> {
    /// Returns the expression of the value. Its size does not depend on the number of variants.
    pub(crate) fn expr(&self) -> TokenStream {
        let offset = Literal::u64_unsuffixed(self.offset);
        match (self.base.map(quiet), self.offset) {
            (Some(base), 0) => quote!(#base),
            (Some(base), _) => quote!((#base) + #offset),
            (None, _) => quote!(#offset),
        }
    }
}

impl<'i> Values<'i> {
    pub(in crate::model) fn new(
        ctxt: &Ctxt,
        input: &DeriveInput,
        directives: &ContainerDirectives,
        roles: Roles<'i>,
    ) -> Option<Self> {
        let mut values = Vec::new();
        let mut other = None;
        let mut all_good = true;
        let mut after_other = false;
        let (mut base, mut offset) = (None, 0_u64);
        for (variant, role) in roles {
            match (role, &variant.fields) {
                (None, Fields::Unit) => {
                    if let Some((_, value)) = &variant.discriminant {
                        (base, offset) = (Some(value), 0);
                    } else if after_other {
                        ctxt.error(
                            &variant.ident,
                            "write the value of a variant after the `other` variant: `= …`",
                        );
                    }
                    after_other = false;
                    values.push(Value { ident: &variant.ident, base, offset });
                    offset = offset.saturating_add(1);
                }
                (Some(Role::Other(name)), Fields::Unnamed(_)) => {
                    let Some(ty) = only_field(ctxt, variant) else { continue };
                    after_other = true;
                    once(ctxt, &name, &mut other, (&variant.ident, ty));
                }
                _ => {
                    all_good = false;
                    ctxt.error(
                        &variant.ident,
                        "this variant needs a directive: `#[nla(TYPE)]`, `#[netlink(key = …)]`, \
                         `#[netlink(message = …)]` or `#[netlink(command = …)]`; in an enum of \
                         values, only the variant with `#[netlink(other)]` has a field",
                    );
                }
            }
        }
        if !all_good {
            return None;
        }
        let Some(repr) = repr(input) else {
            ctxt.error(
                &input.ident,
                "an enum of values needs its integer: `#[repr(u32)]`, and \
                 `#[netlink(wire = Be<u32>)]` if it is in network byte order",
            );
            return None;
        };
        let wire = directives.wire.as_ref().map(|wire| wire.value.clone());
        Some(Self { repr, wire, values, other })
    }
}

/// Returns the integer of `#[repr(…)]`.
fn repr(input: &DeriveInput) -> Option<Ident> {
    const INTEGERS: [&str; 8] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];
    let mut found = None;
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
        // The compiler reports a malformed `repr`.
        let _ = attr.parse_nested_meta(|meta| {
            if let Some(name) = meta.path.get_ident() {
                if INTEGERS.iter().any(|integer| name == integer) {
                    found = Some(Ident::new(&name.to_string(), Span::call_site()));
                }
            }
            Ok(())
        });
    }
    found
}

//! How often an attribute occurs: wrapper types in an order that means nothing, or loses values.
//!
//! A type is recognized by the last segment of its path. Trait bounds in core find mistakes behind an
//! alias.

use syn::{PathSegment, Type};

use super::wire_format::has_wire_format;
use crate::ctxt::Ctxt;
use crate::model::types::{
    Wrapper, generic, is_named, is_unit, replace_argument, swapped, wrapper, written,
};
use crate::model::{AttrField, Item, Shape};

/// Checks the type of every attribute and payload.
pub(super) fn types_fit_occurrence(ctxt: &Ctxt, shape: &Shape<'_>) {
    match shape {
        Shape::Set(set) => {
            let coded = |field: &&AttrField<'_>| field.codec().is_none();
            set.attrs.iter().filter(coded).for_each(|field| check_field(ctxt, field.ty));
        }
        Shape::Newtype(newtype) => check_newtype(ctxt, newtype.ty),
        Shape::Items(items) => {
            let coded = |item: &&Item<'_>| item.codec().is_none();
            for ty in items.items.iter().filter(coded).filter_map(|item| item.ty) {
                check_value(ctxt, ty, "an item of a stream is one attribute", "the variant");
            }
        }
        Shape::SubMessage(sub) => {
            let other = sub.other.iter().map(|(_, ty)| *ty);
            for ty in sub.variants.iter().filter_map(|variant| variant.ty).chain(other) {
                check_value(ctxt, ty, "a variant is one payload", "the variant");
            }
        }
        Shape::Layout | Shape::Values(_) | Shape::Messages(_) => {}
    }
}

/// The type of a field says how often its attribute occurs, outermost first.
fn check_field(ctxt: &Ctxt, ty: &Type) {
    let Some((segment, argument)) = generic(ty) else { return check_payload(ctxt, ty) };
    match wrapper(segment) {
        Some(Wrapper::Repeated) => check_repeated(ctxt, ty, segment, argument),
        Some(Wrapper::Option) => check_option(ctxt, ty, argument),
        Some(Wrapper::Result) => match generic(argument) {
            Some((inner, value)) if wrapper(inner) == Some(Wrapper::Option) => {
                let mut swapped = segment.clone();
                replace_argument(&mut swapped, value);
                let write = format!("Option<{}>", written(&swapped));
                ctxt.error(ty, format!("an absent attribute is not a failed one: write `{write}`"));
            }
            _ => check_payload(ctxt, argument),
        },
        _ => check_payload(ctxt, ty),
    }
}

fn check_repeated(ctxt: &Ctxt, ty: &Type, segment: &PathSegment, item: &Type) {
    if is_named(item, "u8") {
        return one_per_byte(ctxt, ty, "&'a [u8]");
    }
    match generic(item) {
        Some((inner, value)) if wrapper(inner) == Some(Wrapper::Option) => {
            let mut without = segment.clone();
            replace_argument(&mut without, value);
            ctxt.error(
                ty,
                format!("an absent attribute is not an item: write `{}`", written(&without)),
            );
        }
        // An isolated item.
        Some((inner, value)) if wrapper(inner) == Some(Wrapper::Result) => {
            check_payload(ctxt, value)
        }
        _ => check_payload(ctxt, item),
    }
}

fn check_option(ctxt: &Ctxt, ty: &Type, argument: &Type) {
    if is_named(argument, "bool") || is_unit(argument) {
        let message = "a `bool` is false if the attribute is absent: write `bool`";
        return ctxt.error(ty, message);
    }
    let Some((inner, value)) = generic(argument) else { return check_payload(ctxt, argument) };
    match wrapper(inner) {
        Some(Wrapper::Repeated) if is_named(value, "u8") => {
            one_per_byte(ctxt, ty, "Option<&'a [u8]>");
        }
        Some(Wrapper::Repeated) => ctxt.error(
            ty,
            format!(
                "a repeated attribute that is absent is an empty list: write `{}`",
                written(argument)
            ),
        ),
        Some(Wrapper::Option) => {
            ctxt.error(
                ty,
                format!("an attribute is absent in one way: write `{}`", written(argument)),
            );
        }
        Some(Wrapper::Result) => check_field(ctxt, argument),
        _ => check_payload(ctxt, argument),
    }
}

/// A payload is one value, however it is wrapped.
fn check_payload(ctxt: &Ctxt, ty: &Type) {
    let Some((segment, argument)) = generic(ty) else { return has_wire_format(ctxt, ty) };
    match wrapper(segment) {
        Some(Wrapper::Repeated) if is_named(argument, "u8") => {
            one_per_byte(ctxt, ty, "&'a [u8]");
        }
        Some(Wrapper::Repeated) => {
            let item = written(argument);
            ctxt.error(
                ty,
                format!(
                    "this is the payload of one attribute, and `{}` is one attribute per item: for \
                     an array of nested attributes write `Indexed<'a, {item}>`, for an array of \
                     integers or structs `&'a [{item}]`",
                    segment.ident
                ),
            );
        }
        Some(Wrapper::Payload) => match generic(argument) {
            Some((inner, value)) if wrapper(inner) == Some(Wrapper::Repeated) => {
                if is_named(value, "u8") {
                    return one_per_byte(ctxt, ty, "&'a [u8]");
                }
                ctxt.error(
                    ty,
                    format!(
                        "`{}` wraps one payload, and `{}` is one attribute per item: write `{}`",
                        segment.ident,
                        inner.ident,
                        swapped(segment, inner, value)
                    ),
                );
            }
            Some((inner, value)) if wrapper(inner) == Some(Wrapper::Option) => {
                ctxt.error(
                    ty,
                    format!(
                        "`{}` wraps a payload that is present: write `{}`",
                        segment.ident,
                        swapped(segment, inner, value)
                    ),
                );
            }
            _ => check_payload(ctxt, argument),
        },
        Some(Wrapper::Array) => check_payload(ctxt, argument),
        Some(Wrapper::Option | Wrapper::Result) | None => {}
    }
}

/// A variant has one payload.
fn check_value(ctxt: &Ctxt, ty: &Type, why: &str, whose: &str) {
    if is_named(ty, "bool") || is_unit(ty) {
        ctxt.error(ty, format!("{why}: remove the field from {whose} if it is a flag"));
    }
    let Some((segment, argument)) = generic(ty) else { return has_wire_format(ctxt, ty) };
    match wrapper(segment) {
        Some(Wrapper::Repeated) if is_named(argument, "u8") => one_per_byte(ctxt, ty, "&'a [u8]"),
        Some(Wrapper::Repeated | Wrapper::Option) => {
            ctxt.error(ty, format!("{why}: write `{}`", written(argument)));
        }
        Some(Wrapper::Result) | None => {}
        Some(Wrapper::Payload | Wrapper::Array) => check_payload(ctxt, ty),
    }
}

/// A newtype is a value, or a repeated field.
fn check_newtype(ctxt: &Ctxt, ty: &Type) {
    match generic(ty) {
        Some((segment, argument)) if wrapper(segment) == Some(Wrapper::Option) => ctxt.error(
            ty,
            format!(
                "a newtype is a value that is present: write `{}` here, and `Option<…>` on the \
                 field that may be absent",
                written(argument)
            ),
        ),
        _ => check_field(ctxt, ty),
    }
}

fn one_per_byte(ctxt: &Ctxt, ty: &Type, write: &str) {
    let message = format!("this is one attribute per byte; for a payload of bytes write `{write}`");
    ctxt.error(ty, message);
}

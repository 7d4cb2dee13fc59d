//! Reads the directives in the parentheses of one attribute.

use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, Token, token};

use super::suggest::{home, nearest, one_of};
use crate::ctxt::Ctxt;

/// A directive with its value.
pub(crate) struct Directive<T> {
    /// The directive itself, for errors about it.
    pub(crate) name: Ident,
    pub(crate) value: T,
}

/// Reads the directives in one attribute's parentheses. Returns false if any was wrong.
pub(super) fn in_attribute(
    ctxt: &Ctxt,
    attr: &Attribute,
    accepted: &[&'static str],
    read: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> bool {
    let result =
        attr.parse_args_with(|input: ParseStream<'_>| in_list(ctxt, input, accepted, read));
    ctxt.ok(result).unwrap_or(false)
}

/// Reads directives separated by commas. Returns false if any was wrong.
///
/// `read` returns false for an unknown directive. That is recorded as an error with the accepted ones,
/// and the directive is skipped with its value.
pub(super) fn in_list(
    ctxt: &Ctxt,
    input: ParseStream<'_>,
    accepted: &[&'static str],
    mut read: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> syn::Result<bool> {
    let mut good = true;
    while !input.is_empty() {
        let name = input.call(Ident::parse_any)?;
        if !read(name.clone(), input)? {
            good = false;
            ctxt.push(unknown(&name, accepted));
            skip_value(input)?;
        }
        if input.peek(Token![=]) || input.peek(token::Paren) {
            good = false;
            ctxt.push(syn::Error::new(input.span(), format!("`{name}` takes no value")));
            skip_value(input)?;
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(good)
}

fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    while !is_at_end(input) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn unknown(directive: &Ident, accepted: &[&'static str]) -> syn::Error {
    let (name, expected) = (directive.unraw().to_string(), one_of(accepted));
    let message = if let Some(nearest) = nearest(&name, accepted) {
        format!("unknown directive `{name}`: did you mean `{nearest}`? Expected {expected}")
    } else if let Some(home) = home(&name) {
        format!("`{name}` belongs {home}; expected {expected}")
    } else {
        format!("unknown directive `{name}`; expected {expected}")
    };
    syn::Error::new(directive.span(), message)
}

/// Reads the value of a directive that may be written once.
pub(super) fn set_value<T>(
    ctxt: &Ctxt,
    slot: &mut Option<Directive<T>>,
    name: Ident,
    read: impl FnOnce(&Ident) -> syn::Result<T>,
) -> syn::Result<()> {
    let (at, value) = (name.clone(), read(&name)?);
    set(ctxt, slot, &at, Directive { name, value });
    Ok(())
}

/// Fills the slot of a directive without a value that may be written once.
pub(super) fn set_flag(ctxt: &Ctxt, slot: &mut Option<Ident>, name: Ident) {
    set(ctxt, slot, &name.clone(), name);
}

/// Fills the slot of a directive that may be written once.
pub(super) fn set<T>(ctxt: &Ctxt, slot: &mut Option<T>, name: &Ident, value: T) {
    if slot.is_some() {
        ctxt.error(name, format!("duplicate directive `{name}`"));
    }
    *slot = Some(value);
}

/// Returns whether a directive and its value end here.
pub(super) fn is_at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

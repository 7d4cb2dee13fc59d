//! Local names in generated code.
//!
//! Code that a user's macro produces sees neither our local names nor `self`. So these never occur inside
//! a `quote_spanned!` at the span of a user's tokens. Only paths of items do, which are visible everywhere.

use proc_macro2::Span;
use syn::Ident;

use crate::spans::at;

/// Returns a local name for something that belongs to the field or variant with this index.
pub(crate) fn numbered(what: &str, number: usize, span: Span) -> Ident {
    Ident::new(&format!("__nl_{what}{number}"), at(span))
}

//! Local names in generated code.

use proc_macro2::Span;
use syn::Ident;

/// Returns a span that errors show at the user's code, for a name of ours.
///
/// The span of the user's tokens alone is not enough: code that a user's macro produces sees neither
/// our local names nor `self`. So these never occur inside a `quote_spanned!` at such a span. Only paths
/// of items do, which are visible everywhere.
pub(crate) fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// Returns a local name for something that belongs to the field or variant with this index.
pub(crate) fn numbered(what: &str, number: usize, span: Span) -> Ident {
    Ident::new(&format!("__nl_{what}{number}"), at(span))
}

//! Numbers from the user's expressions, and calls of what checks them.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, LitInt};

use crate::spans::{at, quiet};

/// A constant array of numbers from the user's expressions, and a check of each.
pub(super) fn numbers<'t>(
    name: &str,
    (check, limit): (&str, u64),
    numbers: impl Iterator<Item = &'t Expr> + Clone,
) -> TokenStream {
    let name = array(name);
    let count = numbers.clone().count();
    // Each check is an item of its own, and that costs the compiler time: literals are checked here.
    let checks: TokenStream = if are_distinct_literals(numbers.clone(), limit) {
        TokenStream::new()
    } else {
        let checks = numbers
            .clone()
            .enumerate()
            .map(|(number, expr)| call(check, expr, &quote!(&#name, #number)));
        checks.collect()
    };
    let integers = numbers.map(integer);
    quote! {
        const #name: [i128; #count] = [#(#integers),*];
        #checks
    }
}

/// Returns whether these are literals up to a limit, and no two are equal.
pub(super) fn are_distinct_literals<'t>(
    numbers: impl Iterator<Item = &'t Expr>,
    limit: u64,
) -> bool {
    let mut seen = HashSet::new();
    numbers
        .into_iter()
        .all(|number| literal(number).is_some_and(|value| value <= limit && seen.insert(value)))
}

/// Returns the value of a literal.
pub(super) fn literal(number: &Expr) -> Option<u64> {
    match number {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().ok(),
        _ => None,
    }
}

/// Returns an integer of any type as an `i128`.
///
/// Literals without a suffix get one: `1 << 40` overflows as an `i32`. Other expressions are cast. The
/// call around them keeps clippy from taking the cast for the user's own.
pub(super) fn integer(expr: &Expr) -> TokenStream {
    let mut suffixed = expr.clone();
    if suffix(&mut suffixed) {
        suffixed.into_token_stream()
    } else {
        let value = quiet(expr);
        quote_spanned!(expr.span()=> ::core::convert::identity(#value) as i128)
    }
}

/// Adds a suffix to each literal. Returns false if the expression consists of anything else.
fn suffix(expr: &mut Expr) -> bool {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) if int.suffix().is_empty() => {
            *int = LitInt::new(&format!("{int}_i128"), at(int.span()));
            true
        }
        Expr::Unary(unary) => suffix(&mut unary.expr),
        Expr::Binary(binary) => suffix(&mut binary.left) && suffix(&mut binary.right),
        Expr::Paren(paren) => suffix(&mut paren.expr),
        Expr::Group(group) => suffix(&mut group.expr),
        _ => false,
    }
}

/// The name of a constant array of numbers.
pub(super) fn array(what: &str) -> Ident {
    Ident::new(&format!("__nl_{what}"), Span::call_site())
}

/// A constant that calls a check, from the first to the last of the user's tokens.
pub(super) fn call(check: &str, at: impl ToTokens, arguments: &TokenStream) -> TokenStream {
    let mut tokens = at.into_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    let check = Ident::new(check, first);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments.clone());
    arguments.set_span(last);
    let function = quote_spanned!(first=> __nl::__private::#check);
    quote!(const _: () = #function #arguments;)
}

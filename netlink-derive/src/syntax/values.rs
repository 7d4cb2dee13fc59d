//! Reads the values of directives.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Ident, Lifetime, Lit, LitStr, Token, bracketed, parenthesized, token};

use super::directives::is_at_end;
use crate::ctxt::Ctxt;

/// Reads `= value`.
pub(super) fn value<T: Parse>(directive: &Ident, input: ParseStream<'_>) -> syn::Result<T> {
    value_with(directive, input, T::parse)
}

/// Reads `= value` with a function that reads the value.
pub(super) fn value_with<T>(
    directive: &Ident,
    input: ParseStream<'_>,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let missing = format!("`{directive}` needs a value: `{directive} = …`");
    if !input.peek(Token![=]) || input.peek(Token![==]) {
        let span = if input.is_empty() { directive.span() } else { input.span() };
        return Err(syn::Error::new(span, missing));
    }
    input.parse::<Token![=]>()?;
    if is_at_end(input) {
        return Err(syn::Error::new(directive.span(), missing));
    }
    parse(input)
}

/// Reads `= value`, where the value is a name that some users write as a string.
pub(super) fn code<T: Parse>(directive: &Ident, input: ParseStream<'_>) -> syn::Result<T> {
    code_with(directive, input, T::parse)
}

/// Reads `= value` like [`code`], with a function that reads the value.
pub(super) fn code_with<T>(
    directive: &Ident,
    input: ParseStream<'_>,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    if input.peek(Token![=]) && input.peek2(LitStr) {
        input.parse::<Token![=]>()?;
        let text: LitStr = input.parse()?;
        let message = format!("write this without quotes: `{directive} = {}`", text.value().trim());
        return Err(syn::Error::new(text.span(), message));
    }
    value_with(directive, input, parse)
}

/// Reads `= 'a`.
pub(super) fn lifetime(directive: &Ident, input: ParseStream<'_>) -> syn::Result<Lifetime> {
    value_with(directive, input, |input| {
        input.parse().map_err(|error: syn::Error| {
            syn::Error::new(error.span(), format!("expected a lifetime: `{directive} = 'a`"))
        })
    })
}

/// Reads `= value`, where the value is an integer.
pub(super) fn number(ctxt: &Ctxt, directive: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    Ok(as_number(ctxt, value(directive, input)?))
}

/// Reads `= value` or `= [value, …]`, where the values are integers.
pub(super) fn numbers(
    ctxt: &Ctxt,
    directive: &Ident,
    input: ParseStream<'_>,
) -> syn::Result<Vec<Expr>> {
    let numbers = list(directive, input)?;
    Ok(numbers.into_iter().map(|number| as_number(ctxt, number)).collect())
}

/// Reads `= value` or `= [value, …]`, where the values are strings or integers. Drops others.
pub(super) fn keys(
    ctxt: &Ctxt,
    directive: &Ident,
    input: ParseStream<'_>,
) -> syn::Result<Vec<Expr>> {
    let mut keys = list(directive, input)?;
    keys.retain(|key| match as_literal(key) {
        None | Some(Lit::Str(_) | Lit::Int(_) | Lit::Byte(_)) => true,
        Some(lit) => {
            ctxt.error(lit, "a key is a string or an integer");
            false
        }
    });
    Ok(keys)
}

/// Reads `= value` or `= [value, …]`.
fn list(directive: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Expr>> {
    value_with(directive, input, |input| {
        // Brackets that are not the whole value start an expression: `[1, 2][0]`.
        let fork = input.fork();
        if !(fork.peek(token::Bracket) && {
            fork.parse::<proc_macro2::TokenTree>()?;
            is_at_end(&fork)
        }) {
            return Ok(vec![input.parse()?]);
        }
        let content;
        let brackets = bracketed!(content in input);
        let list: Punctuated<Expr, Token![,]> = Punctuated::parse_terminated(&content)?;
        if list.is_empty() {
            let message = format!("a list has at least one element: `{directive} = [A, B]`");
            return Err(syn::Error::new(brackets.span.join(), message));
        }
        Ok(list.into_iter().collect())
    })
}

/// Reads `(name, name, …)`.
pub(super) fn names(directive: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    if !input.peek(token::Paren) {
        let span = if is_at_end(input) { directive.span() } else { input.span() };
        let message = format!("`{directive}` takes names in parentheses: `{directive}(a, b)`");
        return Err(syn::Error::new(span, message));
    }
    let content;
    parenthesized!(content in input);
    let mut names = Vec::new();
    while !content.is_empty() {
        if let Ok(text) = content.fork().parse::<LitStr>() {
            let message = format!("write this name without quotes: `{}`", text.value());
            return Err(syn::Error::new(text.span(), message));
        }
        names.push(content.call(Ident::parse_any)?);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(names)
}

/// Checks that an expression may be an integer: it is not a literal of another kind.
pub(super) fn as_number(ctxt: &Ctxt, expr: Expr) -> Expr {
    match as_literal(&expr) {
        Some(Lit::Str(text)) => ctxt.error(
            text,
            format!(
                "expected an integer; write a constant without quotes: `{}`",
                text.value().trim()
            ),
        ),
        None | Some(Lit::Int(_) | Lit::Byte(_)) => {}
        Some(lit) => ctxt.error(lit, "expected an integer"),
    }
    expr
}

/// Reads `= value`, where the value is a string or a constant.
pub(super) fn text(ctxt: &Ctxt, directive: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    let expr: Expr = value(directive, input)?;
    if let Some(lit) = as_literal(&expr) {
        if !matches!(lit, Lit::Str(_)) {
            ctxt.error(lit, format!("expected a string: `{directive} = \"…\"`"));
        }
    }
    Ok(expr)
}

/// Reads `= "…"`.
pub(super) fn literal_text(directive: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    value_with(directive, input, |input| {
        let text: LitStr = input.parse().map_err(|error: syn::Error| {
            let message = format!("expected a literal string: `{directive} = \"…\"`");
            syn::Error::new(error.span(), message)
        })?;
        if text.value().is_empty() {
            return Err(syn::Error::new(text.span(), format!("`{directive}` must not be empty")));
        }
        Ok(text)
    })
}

/// Returns the literal that an expression is, if it is one. A user's macro may have put it in a group.
fn as_literal(expr: &Expr) -> Option<&Lit> {
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Group(group) => as_literal(&group.expr),
        Expr::Paren(paren) => as_literal(&paren.expr),
        _ => None,
    }
}

/// Returns the literal string that an expression is, if it is one.
pub(crate) fn as_string(expr: &Expr) -> Option<&LitStr> {
    match as_literal(expr) {
        Some(Lit::Str(text)) => Some(text),
        _ => None,
    }
}

//! Reads words and their values, and says what is wrong with them.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, ExprLit, Ident, Lifetime, Lit, LitStr, Token, token};

use crate::attr::Word;
use crate::ctxt::Ctxt;
use crate::symbol::{self, any_of};

/// Reads the words in one attribute's parentheses; says whether all were good.
pub(crate) fn each_word(
    ctxt: &Ctxt,
    attr: &Attribute,
    accepted: &[&'static str],
    read: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> bool {
    let result =
        attr.parse_args_with(|input: ParseStream<'_>| words_all_good(ctxt, input, accepted, read));
    ctxt.ok(result).unwrap_or(false)
}

/// Reads words separated by commas. An unknown word is recorded with those that are accepted, and
/// skipped with its value.
pub(crate) fn words(
    ctxt: &Ctxt,
    input: ParseStream<'_>,
    accepted: &[&'static str],
    read: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> syn::Result<()> {
    words_all_good(ctxt, input, accepted, read).map(|_| ())
}

pub(crate) fn words_all_good(
    ctxt: &Ctxt,
    input: ParseStream<'_>,
    accepted: &[&'static str],
    mut read: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<bool>,
) -> syn::Result<bool> {
    let mut good = true;
    while !input.is_empty() {
        let word = input.call(Ident::parse_any)?;
        let span = word.span();
        if !read(word.clone(), input)? {
            good = false;
            ctxt.push(unknown_word(&word, span, accepted));
            skip_value(input)?;
        }
        if input.peek(Token![=]) || input.peek(token::Paren) {
            good = false;
            ctxt.push(syn::Error::new(input.span(), format!("`{word}` takes no value")));
            skip_value(input)?;
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(good)
}

pub(crate) fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    while !is_at_end(input) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

pub(crate) fn unknown_word(word: &Ident, span: Span, accepted: &[&'static str]) -> syn::Error {
    let (word, expected) = (word.unraw().to_string(), any_of(accepted));
    let message = if let Some(nearest) = symbol::nearest(&word, accepted) {
        format!("`{word}` means nothing here: did you mean `{nearest}`? Expected {expected}")
    } else if let Some(home) = symbol::home(&word) {
        format!("`{word}` belongs {home}; here can stand {expected}")
    } else {
        format!("`{word}` means nothing here; expected {expected}")
    };
    syn::Error::new(span, message)
}

/// `= value`
pub(crate) fn value<T: Parse>(word: &Ident, input: ParseStream<'_>) -> syn::Result<T> {
    value_with(word, input, T::parse)
}

pub(crate) fn value_with<T>(
    word: &Ident,
    input: ParseStream<'_>,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    if !input.peek(Token![=]) || input.peek(Token![==]) {
        let span = if input.is_empty() { word.span() } else { input.span() };
        return Err(syn::Error::new(span, format!("`{word}` needs a value: `{word} = …`")));
    }
    input.parse::<Token![=]>()?;
    if is_at_end(input) {
        return Err(syn::Error::new(word.span(), format!("`{word}` needs a value: `{word} = …`")));
    }
    parse(input)
}

/// `= value`, where the value is a name that some write as a string.
pub(crate) fn code<T: Parse>(word: &Ident, input: ParseStream<'_>) -> syn::Result<T> {
    code_with(word, input, T::parse)
}

pub(crate) fn code_with<T>(
    word: &Ident,
    input: ParseStream<'_>,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    if input.peek(Token![=]) && input.peek2(LitStr) {
        input.parse::<Token![=]>()?;
        let text: LitStr = input.parse()?;
        let message = format!("this is written without quotes: `{word} = {}`", text.value().trim());
        return Err(syn::Error::new(text.span(), message));
    }
    value_with(word, input, parse)
}

/// `= 'a`
pub(crate) fn lifetime(word: &Ident, input: ParseStream<'_>) -> syn::Result<Lifetime> {
    value_with(word, input, |input| {
        input.parse().map_err(|error: syn::Error| {
            syn::Error::new(error.span(), format!("a lifetime is expected: `{word} = 'a`"))
        })
    })
}

/// `= value`, where the value is an integer.
pub(crate) fn number(ctxt: &Ctxt, word: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    Ok(as_number(ctxt, value(word, input)?))
}

/// An expression of an integer: not a literal of something else.
pub(crate) fn as_number(ctxt: &Ctxt, expr: Expr) -> Expr {
    if let Some(lit) = as_literal(&expr) {
        match lit {
            Lit::Str(text) => ctxt.error(
                lit,
                format!(
                    "an integer is expected; a constant is named without quotes: `{}`",
                    text.value().trim()
                ),
            ),
            Lit::Int(_) | Lit::Byte(_) => {}
            _ => ctxt.error(lit, "an integer is expected"),
        }
    }
    expr
}

/// `= value`, where the value is a string.
pub(crate) fn text(ctxt: &Ctxt, word: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
    let expr: Expr = value(word, input)?;
    if let Some(lit) = as_literal(&expr) {
        if !matches!(lit, Lit::Str(_)) {
            ctxt.error(lit, format!("a string is expected: `{word} = \"…\"`"));
        }
    }
    Ok(expr)
}

/// A key is a string or an integer.
pub(crate) fn check_key(ctxt: &Ctxt, key: &Expr) {
    if let Some(lit) = as_literal(key) {
        if !matches!(lit, Lit::Str(_) | Lit::Int(_) | Lit::Byte(_)) {
            ctxt.error(lit, "a key is a string or an integer");
        }
    }
}

/// Reads the value of a word that is said once.
pub(crate) fn set_word<T>(
    ctxt: &Ctxt,
    slot: &mut Option<Word<T>>,
    word: Ident,
    read: impl FnOnce(&Ident) -> syn::Result<T>,
) -> syn::Result<()> {
    let (at, value) = (word.clone(), read(&word)?);
    set(ctxt, slot, &at, Word { word, value });
    Ok(())
}

/// Fills the slot of a word that is said once.
pub(crate) fn set<T>(ctxt: &Ctxt, slot: &mut Option<T>, word: &Ident, value: T) {
    if slot.is_some() {
        ctxt.error(word, format!("`{word}` is said twice"));
    }
    *slot = Some(value);
}

/// Whether a word and its value end here.
pub(crate) fn is_at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// The literal that an expression is, if it is one: a macro of the user's may have put it in a group.
pub(crate) fn as_literal(expr: &Expr) -> Option<&Lit> {
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Group(group) => as_literal(&group.expr),
        Expr::Paren(paren) => as_literal(&paren.expr),
        _ => None,
    }
}

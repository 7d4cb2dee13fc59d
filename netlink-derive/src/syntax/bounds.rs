//! Ranges of integers: the values of `len` and `range`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Expr, Token};

use super::directives::is_at_end;
use super::values::as_number;
use crate::ctxt::Ctxt;

/// `a..=b`, `a..b`, `a..`, `..=b`, `..b`, or a value alone.
pub(crate) struct Bounds {
    pub(crate) min: Option<Expr>,
    pub(crate) max: Option<(Expr, Inclusive)>,
    pub(crate) tokens: TokenStream,
}

/// Whether a range includes its end.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Inclusive(pub(crate) bool);

impl Bounds {
    /// Reads a range of integers.
    pub(super) fn read(ctxt: &Ctxt, input: ParseStream<'_>) -> syn::Result<Self> {
        let end = |input: ParseStream<'_>| Ok::<_, syn::Error>(as_number(ctxt, bound(input)?));
        let min = if input.peek(Token![..]) { None } else { Some(end(input)?) };
        if is_at_end(input) {
            let tokens = min.to_token_stream();
            let max = min.clone().map(|max| (max, Inclusive(true)));
            return Ok(Self { min, max, tokens });
        }
        let (dots, inclusive) = if input.peek(Token![..=]) {
            (input.parse::<Token![..=]>()?.to_token_stream(), true)
        } else {
            (input.parse::<Token![..]>()?.to_token_stream(), false)
        };
        if inclusive && is_at_end(input) {
            let message = "`..=` needs an end; a range without one is `a..`";
            return Err(syn::Error::new_spanned(dots, message));
        }
        let max = if is_at_end(input) { None } else { Some((end(input)?, Inclusive(inclusive))) };
        let mut tokens = min.to_token_stream();
        tokens.extend(dots);
        if let Some((max, _)) = &max {
            max.to_tokens(&mut tokens);
        }
        Ok(Self { min, max, tokens })
    }
}

/// Reads one end of a range.
///
/// If another crate of the same build enables syn's feature `full`, syn parses `1..` as one expression.
/// Therefore the tokens before the dots are cut out and parsed alone.
fn bound(input: ParseStream<'_>) -> syn::Result<Expr> {
    let whole = input.fork();
    let mut tokens = TokenStream::new();
    let mut brackets = 0usize;
    while !input.is_empty() && (brackets > 0 || !(input.peek(Token![..]) || input.peek(Token![,])))
    {
        if brackets == 0 && (input.peek(Token![<<]) || input.peek(Token![>>])) {
            tokens.extend([input.parse::<TokenTree>()?]);
        } else if input.peek(Token![<]) {
            brackets = brackets.saturating_add(1);
        } else if input.peek(Token![>]) {
            brackets = brackets.saturating_sub(1);
        }
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    // An error in the whole input points at what is missing.
    syn::parse2(tokens).map_err(|error| whole.parse::<Expr>().err().unwrap_or(error))
}

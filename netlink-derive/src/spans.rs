//! Spans of generated code: where errors point, and which lints apply.
//!
//! The compiler and clippy do not lint code that has the span of a derive. Code at the span of a user's
//! tokens is linted like the user's own, and an error in it is reported once although both derives
//! generate it.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, UnOp};

/// Returns a span of the derive that errors show at the user's code.
pub(crate) fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// Returns the tokens of a user's expression such that no lint judges it a second time.
///
/// A constant, a literal or a call cannot be written better and stays unchanged. Anything else, such as a
/// cast, gets the span of the derive.
pub(crate) fn quiet(expr: &Expr) -> TokenStream {
    if is_simple(expr) { expr.to_token_stream() } else { respan(expr.to_token_stream()) }
}

fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) | Expr::Macro(_) => true,
        Expr::Unary(unary) => {
            matches!(unary.op, UnOp::Neg(_)) && matches!(*unary.expr, Expr::Lit(_))
        }
        Expr::Call(call) => is_simple(&call.func) && call.args.iter().all(is_simple),
        Expr::Group(group) => is_simple(&group.expr),
        _ => false,
    }
}

fn respan(tokens: TokenStream) -> TokenStream {
    let respan = |token| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), respan(group.stream()));
            moved.set_span(at(group.span()));
            TokenTree::Group(moved)
        }
        // The span of `$crate` says which crate it is.
        TokenTree::Ident(ident) if ident == "$crate" => TokenTree::Ident(ident),
        mut token => {
            token.set_span(at(token.span()));
            token
        }
    };
    tokens.into_iter().map(respan).collect()
}

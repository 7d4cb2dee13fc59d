//! Rules on the value of one attribute.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Ident, parenthesized, token};

use super::bounds::Bounds;
use super::directives::{Directive, in_list, set_flag, set_value};
use super::symbols;
use super::values::{number, value_with};
use crate::ctxt::Ctxt;

/// Rules on the value of one attribute.
#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) len: Option<Directive<Bounds>>,
    pub(crate) range: Option<Directive<Bounds>>,
    pub(crate) mask: Option<Directive<Expr>>,
    pub(crate) reject: Option<Ident>,
}

impl Rules {
    /// Returns whether there is no rule.
    pub(crate) fn is_empty(&self) -> bool {
        self.directives().iter().all(Option::is_none)
    }

    /// Returns the tokens of all values.
    pub(crate) fn values(&self) -> TokenStream {
        let mut values = TokenStream::new();
        for bounds in [&self.len, &self.range].into_iter().flatten() {
            values.extend(bounds.value.tokens.clone());
        }
        self.mask.as_ref().map(|mask| &mask.value).to_tokens(&mut values);
        values
    }

    /// Returns the directives that are present, each at a fixed index.
    pub(crate) fn directives(&self) -> [Option<&Ident>; 4] {
        [
            self.len.as_ref().map(|rule| &rule.name),
            self.range.as_ref().map(|rule| &rule.name),
            self.mask.as_ref().map(|rule| &rule.name),
            self.reject.as_ref(),
        ]
    }

    /// Reads the rules in `parse(…)` or `emit(…)`.
    pub(super) fn read_group(
        &mut self,
        ctxt: &Ctxt,
        side: &Ident,
        input: ParseStream<'_>,
    ) -> syn::Result<()> {
        if !input.peek(token::Paren) {
            let message = format!("write the rules for one side in parentheses: `{side}(…)`");
            return Err(syn::Error::new(input.span(), message));
        }
        let content;
        parenthesized!(content in input);
        in_list(ctxt, &content, symbols::ONE_SIDE, |name, input| {
            self.read_rule(ctxt, name, input)
        })?;
        Ok(())
    }

    /// Reads one rule. Returns false if the directive is not a rule.
    pub(super) fn read_rule(
        &mut self,
        ctxt: &Ctxt,
        name: Ident,
        input: ParseStream<'_>,
    ) -> syn::Result<bool> {
        match name.unraw().to_string().as_str() {
            symbols::LEN => set_value(ctxt, &mut self.len, name, |name| {
                value_with(name, input, |input| Bounds::read(ctxt, input))
            })?,
            symbols::RANGE => set_value(ctxt, &mut self.range, name, |name| {
                value_with(name, input, |input| Bounds::read(ctxt, input))
            })?,
            symbols::MASK => {
                set_value(ctxt, &mut self.mask, name, |name| number(ctxt, name, input))?;
            }
            symbols::REJECT => set_flag(ctxt, &mut self.reject, name),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

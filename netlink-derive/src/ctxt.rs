//! Collects the errors of one declaration, so that all of them are reported together.

use core::cell::RefCell;
use core::fmt::Display;

use quote::ToTokens;

/// The errors found so far.
///
/// Call [`check`](Self::check) at the end: dropping unchecked errors is a bug of this crate and panics.
pub(crate) struct Ctxt(RefCell<Option<Vec<syn::Error>>>);

impl Ctxt {
    pub(crate) fn new() -> Self {
        Self(RefCell::new(Some(Vec::new())))
    }

    /// Records an error at these tokens.
    pub(crate) fn error(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Records an error.
    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(errors) = self.0.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// Returns the value of a result, or records its error.
    pub(crate) fn ok<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Ends the collection. Returns all errors in one.
    pub(crate) fn check(self) -> syn::Result<()> {
        let errors = self.0.borrow_mut().take().unwrap_or_default();
        match errors.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        }) {
            Some(errors) => Err(errors),
            None => Ok(()),
        }
    }
}

impl Drop for Ctxt {
    #[expect(clippy::panic, reason = "a bug of the derive, which its own tests find")]
    fn drop(&mut self) {
        if self.0.borrow().is_some() && !std::thread::panicking() {
            panic!("errors were collected and not checked");
        }
    }
}

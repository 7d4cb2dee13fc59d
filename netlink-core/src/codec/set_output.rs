//! The output of a set of attributes, while its members are emitted one after the other.

use core::mem;

use crate::attr::TYPE_MASK;
use crate::output::{EmitContext, Emitted, Output};
use crate::policy::Policy;

/// The rest of the buffer that the members of a set are written to.
///
/// A member that fails leaves its attribute type, so that generated code is a chain of calls with one
/// exit.
#[derive(Debug)]
pub struct SetOutput<'b, 'c> {
    out: Output<'b>,
    cx: &'c mut EmitContext,
    /// The type of the attribute that failed.
    failed: u16,
}

impl<'b, 'c> SetOutput<'b, 'c> {
    /// Returns an output for the members of a set.
    #[inline(always)]
    #[must_use]
    pub const fn new(out: Output<'b>, cx: &'c mut EmitContext) -> Self {
        Self { out, cx, failed: 0 }
    }

    /// Writes the member of type `ty`. Returns false if that fails.
    #[inline(always)]
    pub(crate) fn then(
        &mut self,
        ty: u16,
        emit: impl FnOnce(Output<'b>, &mut EmitContext) -> Emitted<'b>,
    ) -> bool {
        match emit(mem::take(&mut self.out), self.cx) {
            Ok(out) => {
                self.out = out;
                true
            }
            Err(_) => {
                self.failed = ty;
                false
            }
        }
    }

    /// Returns what is left of the buffer, once all members have been written.
    #[inline(always)]
    #[must_use]
    pub fn rest(self) -> Output<'b> {
        self.out
    }

    /// Adds the attribute that failed to the path of the error in it.
    ///
    /// # Errors
    /// Always.
    #[inline(always)]
    pub fn fail(self, policy: &'static Policy) -> Emitted<'b> {
        Err(self.cx.in_set(self.failed & TYPE_MASK, policy))
    }
}

//! What generated code calls. Not part of the public interface: it changes without notice.

#[expect(clippy::panic, reason = "evaluated in constants only: a panic is a compile error")]
#[expect(clippy::must_use_candidate, reason = "called for the assertion")]
mod check;
mod emit;
mod parse;

pub use check::*;
pub use emit::*;
pub use parse::*;

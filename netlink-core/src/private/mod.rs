//! What generated code calls. Not part of the public interface: it changes without notice.

#[expect(clippy::panic, reason = "evaluated in constants only: a panic is a compile error")]
mod check;
mod emit;
mod parse;
mod set;
mod types;

pub use check::*;
pub use emit::*;
pub use parse::*;
pub(crate) use set::first;
pub use set::*;
pub use types::*;

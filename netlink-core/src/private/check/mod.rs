//! Checks of declarations, while compiling.
//!
//! A check is called in a constant of its own, and what it checks is used elsewhere without one: a
//! constant that fails would be reported again wherever it is used. The compiler points at the caller
//! of a check, which has the span of the user's token.

mod bounds;
mod flags;
mod flattened;
mod keys;
mod members;
mod numbers;
mod rules;

pub use bounds::*;
pub use flags::*;
pub use flattened::*;
pub use keys::*;
pub use members::*;
pub use numbers::*;
pub use rules::*;

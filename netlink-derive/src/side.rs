//! Which of the two traits is derived.

/// Which of the two traits is derived.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Side {
    Parse,
    Emit,
}

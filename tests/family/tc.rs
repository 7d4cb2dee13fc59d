//! The family `tc`.

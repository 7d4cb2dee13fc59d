//! The family `rt_rule`.

//! The family `rt_route`.

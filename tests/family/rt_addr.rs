//! The family `rt_addr`.

//! The family `rt_neigh`.

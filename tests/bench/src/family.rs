//! Links and routes, declared by hand with all that kernels send of them.
//!
//! What is counted here is the codec, from one version to the next: so these declarations stay as they are, while those of
//! `netlink-families` follow the kernel. Readers by hand use their numbers and structures.

pub(crate) mod rt_link;
pub(crate) mod rt_route;

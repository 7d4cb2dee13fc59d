//! What kernels sent, and what fuzzing kept, through the oracles.

mod corpus;
mod cuts;
mod family;
mod links;

netlink_tests::counting_allocator!();

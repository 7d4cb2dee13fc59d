//! What kernels sent, and what fuzzing kept, through the oracles.

mod corpus;
mod cuts;
mod links;
mod subjects;

netlink_tests::counting_allocator!();

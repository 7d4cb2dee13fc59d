//! What kernels sent, and what fuzzing kept, through the oracles.

mod family;
mod links;

netlink_tests::counting_allocator!();

//! The families that are written by hand because the kernel has no specification of them: against the system's
//! headers, and against the running kernel with the system's own tools.

mod kernel;
mod layouts;
mod names;
mod netfilter;
mod rtnetlink;
mod sockets;
mod support;
mod xfrm;

netlink_tests::counting_allocator!();

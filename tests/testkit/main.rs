//! The testkit does what its users rely on, above all: it does not let a test pass that was not done.

mod alloc;
mod capture;
mod namespace;
mod skip;
mod specimen;
mod temp_dir;
mod tool;
mod uapi;

netlink_tests::counting_allocator!();

//! Messages that people can read.

mod captures;
mod hostile;
mod lines;
mod support;

netlink_tests::counting_allocator!();

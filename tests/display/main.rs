//! Messages that people can read.

mod captures;
// What is expected has bytes in it.
#[cfg(target_endian = "little")]
mod explanations;
#[cfg(target_endian = "little")]
mod forms;
mod hostile;
mod lines;
mod secrets;
mod support;

netlink_tests::counting_allocator!();

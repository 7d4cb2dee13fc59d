//! The socket against a live kernel.
//!
//! Nothing here needs a privilege to be useful: what the kernel refuses to an ordinary user is
//! skipped, with a line `skipped: …` on standard error. With `NETLINK_TESTS_NO_SKIP` in the
//! environment a skip fails the test when it runs as root. The host's network configuration is never
//! changed; what has to change something does so in a network namespace of its own.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic is how a test fails, and its helpers are not recognised as tests"
)]

mod filter;
mod groups;
mod large;
mod namespaces;
mod opening;
mod options;
mod overrun;
mod receiving;
mod sending;
mod support;
mod values;
mod waiting;

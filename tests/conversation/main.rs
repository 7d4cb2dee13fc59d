//! Conversations over a kernel in memory, where everything can go wrong, and on tokio with a live one.
//!
//! What is in `both` is compiled twice: for connections that block, and for those whose methods are
//! futures.

#![expect(clippy::duplicate_mod, reason = "both kinds of connection are to do the same")]

mod anew;
mod asynchronous;
mod blocking;
mod cancelled;
mod executor;
mod on_tokio;
mod pool;
mod readiness;
mod stand_in;
mod streams;
mod support;

//! Our view of a live kernel, compared with that of the system's own tools. Every test works in a
//! network namespace of its own. What is in `both` is compiled twice: for connections that block, and for those
//! on tokio.

#![expect(clippy::duplicate_mod, reason = "both kinds of connection are to do the same")]

mod batches;
mod blocking;
mod conformance;
mod conversation;
mod deadlines;
mod endless;
mod event_loop;
mod families;
mod fib_lookup;
mod floods;
mod full_receiver;
mod killed;
mod loads;
mod on_tokio;
mod refusals;
mod selftests;
mod sharing;
mod support;
mod symptoms;
mod transactions;

//! Our view of a live kernel, compared with that of the system's own tools. Every test works in a
//! network namespace of its own.

mod batches;
mod conformance;
mod conversation;
mod deadlines;
mod endless;
mod families;
mod fib_lookup;
mod floods;
mod killed;
mod refusals;
mod selftests;
mod sharing;
mod support;
mod symptoms;
mod transactions;
mod watching;

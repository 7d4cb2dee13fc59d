//! Our view of a live kernel, compared with that of the system's own tools. Every test works in a
//! network namespace of its own.

mod conformance;
mod conversation;
mod links;
mod refusals;

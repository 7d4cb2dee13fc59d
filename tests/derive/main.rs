//! The derive, as its users meet it.

mod bytes;
mod depth;
mod errors;
mod generics;
mod hygiene;
mod levels;
mod members;
mod rules;
mod submessages;
mod unknown;

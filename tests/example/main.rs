//! The example programs, compared with the system's own tools, each in a network
//! namespace of its own.

mod decode;
mod links;
mod monitor;
mod own_family;
mod routes;
mod short;
mod structures;
mod ynl;

//! Everything that the schema of the kernel's specifications has, with the declaration that says it.

mod arrays;
mod binary;
mod empty;
mod integers;
mod nests;
mod strings;
mod structs;
mod submessages;
mod wire;

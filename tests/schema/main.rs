//! Everything that the schema of the kernel's specifications has, with the declaration that says it.

mod arrays;
mod binary;
mod checks;
mod definitions;
mod empty;
mod integers;
mod nests;
mod operations;
mod records;
mod reference;
mod strings;
mod structs;
mod submessages;
mod table;
mod wire;

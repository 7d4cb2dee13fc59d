//! Everything that the schema of the kernel's specifications has, with the declaration that says it.

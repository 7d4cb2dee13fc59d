//! Scenarios of the kernel's own tests (`tools/testing/selftests/net`), with this library in the place of
//! theirs. Those that need `netdevsim` are left out: distributions do not ship it.

mod dumps;
mod families;
mod namespaces;

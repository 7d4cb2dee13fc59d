//! Scenarios of the kernel's own tests (`tools/testing/selftests/net`), with this library instead of
//! theirs. Those that need `netdevsim` are left out: distributions do not ship it.

mod dumps;
mod families;
mod namespaces;

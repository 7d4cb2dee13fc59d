//! Families whose kernel modules are not loaded on every machine, through `netlink-families` and compared with the
//! families' own tools. Modules are loaded as needed; a test whose module is not there is skipped.
//!
//! On other kernels: `tests/vm/run newest -- modules`.

mod again;
mod nl80211;
mod ovs;
mod support;
mod wireguard;

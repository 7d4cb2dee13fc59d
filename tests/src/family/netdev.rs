//! netdev: queues, memory and polling of network devices, over generic netlink.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface, nothing
//! more. Header: `linux/netdev.h`, which is younger than many systems.

pub mod constants;
pub mod device;
pub mod napi;
pub mod page_pool;
pub mod queue;

pub use self::{constants::*, device::*, napi::*, page_pool::*, queue::*};

//! What is in `both`, over connections whose methods are futures.

use core::time::Duration;

use netlink_sys::stand_in::Kernel;

pub type Connection = netlink_sys::asynchronous::Connection<Kernel>;
pub type Events<E> = netlink_sys::asynchronous::Events<E, Kernel>;
pub type Watch<R, E> = netlink_sys::asynchronous::Watch<R, E, Kernel>;

/// A connection with the timeout that the blocking one has by itself.
pub fn connect(kernel: &Kernel) -> Connection {
    let mut netlink = Connection::over(kernel.clone()).expect("memory");
    netlink.set_timeout(Some(Duration::from_secs(10)));
    netlink
}

macro_rules! wait {
    ($call:expr) => {
        crate::executor::block_on($call)
    };
}

#[path = "both/batches.rs"]
mod batches;
#[path = "both/dumps.rs"]
mod dumps;
#[path = "both/events.rs"]
mod events;
#[path = "both/explained.rs"]
mod explained;
#[path = "both/families.rs"]
mod families;
#[path = "both/requests.rs"]
mod requests;
#[path = "both/transactions.rs"]
mod transactions;
#[path = "both/watch.rs"]
mod watch;

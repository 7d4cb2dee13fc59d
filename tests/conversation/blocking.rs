//! What is in `both`, over connections that block.

use netlink_sys::connection::Pooled;
use netlink_sys::stand_in::Kernel;

pub type Connection = netlink_sys::Connection<Kernel>;
pub type Datagrams<F> = netlink_sys::connection::Datagrams<F, Kernel>;
pub type Events<E> = netlink_sys::connection::Events<E, Kernel>;
pub type Watch<R, E> = netlink_sys::connection::Watch<R, E, Kernel>;

/// Events over another transport than a kernel in memory.
pub type EventsOver<E, T> = netlink_sys::connection::Events<E, T>;

pub fn connect(kernel: &Kernel) -> Connection {
    Connection::over(kernel.clone()).expect("memory")
}

pub type Pool = netlink_sys::connection::Pool<Kernel>;

/// A pool of one connection.
pub fn pool(kernel: &Kernel) -> Pool {
    let kernel = kernel.clone();
    Pool::of(1, move || Connection::over(kernel.clone()))
}

pub fn get_pooled(pool: &Pool) -> Pooled<Connection> {
    pool.get().expect("a connection")
}

macro_rules! wait {
    ($call:expr) => {
        $call
    };
}

#[path = "both/batches.rs"]
mod batches;
#[path = "both/datagrams.rs"]
mod datagrams;
#[path = "both/dumps.rs"]
mod dumps;
#[path = "both/errors.rs"]
mod errors;
#[path = "both/events.rs"]
mod events;
#[path = "both/explained.rs"]
mod explained;
#[path = "both/families.rs"]
mod families;
#[path = "both/faults.rs"]
mod faults;
#[path = "both/faults_of_batches.rs"]
mod faults_of_batches;
#[path = "both/faults_of_events.rs"]
mod faults_of_events;
#[path = "both/faults_of_families.rs"]
mod faults_of_families;
#[path = "both/headers.rs"]
mod headers;
#[path = "both/kept.rs"]
mod kept;
#[path = "both/leftovers.rs"]
mod leftovers;
#[path = "both/requests.rs"]
mod requests;
#[path = "both/transactions.rs"]
mod transactions;
#[path = "both/watch.rs"]
mod watch;

//! What is in `both`, over connections on a runtime of one thread.

use netlink_sys::Protocol;
use tokio::runtime::{Builder, Runtime};

pub type Connection = netlink_sys::tokio::Connection;
pub type Events<E> = netlink_sys::tokio::Events<E>;
pub type Watch<R, E> = netlink_sys::tokio::Watch<R, E>;

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
}

/// Runs a future on the runtime of this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    RUNTIME.with(|runtime| runtime.block_on(future))
}

pub fn open() -> Connection {
    open_for(Protocol::ROUTE)
}

pub fn open_for(protocol: Protocol) -> Connection {
    block_on(async { Connection::open(protocol) }).expect("a socket")
}

macro_rules! wait {
    ($call:expr) => {
        super::block_on($call)
    };
}

#[path = "both/conversations.rs"]
mod conversations;
#[path = "both/watching.rs"]
mod watching;

//! What is in `both`, over connections that block.

use netlink_sys::Protocol;

pub type Connection = netlink_sys::Connection;
pub type Events<E> = netlink_sys::connection::Events<E>;
pub type Watch<R, E> = netlink_sys::connection::Watch<R, E>;

pub fn open() -> Connection {
    open_for(Protocol::ROUTE)
}

pub fn open_for(protocol: Protocol) -> Connection {
    Connection::open(protocol).expect("a socket")
}

macro_rules! wait {
    ($call:expr) => {
        $call
    };
}

#[path = "both/conversations.rs"]
mod conversations;
#[path = "both/watching.rs"]
mod watching;

//! Sockets in tokio's list of descriptors to watch.

use std::io;

use tokio::io::unix::AsyncFd;

use crate::Socket;

/// Registers a socket with the runtime that this is called in.
pub(crate) fn watch(socket: Socket) -> io::Result<AsyncFd<Socket>> {
    // SAFETY: `AsyncFd::register` asks that the descriptor is open, and remains the same, for as long
    // as the `AsyncFd` owns the value. A `Socket` owns its descriptor, has no interior mutability, and
    // closes it when it is dropped; only shared references to it are taken out of the `AsyncFd`.
    Ok(unsafe { AsyncFd::register(socket) }?)
}

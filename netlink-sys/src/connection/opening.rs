//! Opens the sockets of connections and event streams, the same way everywhere.

use crate::error::Result;
use crate::{NetworkNamespace, Protocol, Socket, SocketAddr};

/// Opens a socket for requests, in a network namespace or the current one.
///
/// It is connected to the kernel, so that other processes cannot send to its port ID, and never bound:
/// connecting binds it too, and Android and some sandboxes refuse `bind(2)`.
pub(crate) fn request_socket(
    namespace: Option<&NetworkNamespace>,
    protocol: Protocol,
) -> Result<Socket> {
    let open = || {
        let socket = Socket::unbound(protocol)?;
        socket.connect(SocketAddr::KERNEL)?;
        Ok(socket)
    };
    within(namespace, open)
}

/// Opens a socket for events.
///
/// It is bound and not connected, so that it receives what other processes send to it, for those who ask
/// for that. Where `bind(2)` is refused, it is connected all the same.
pub(crate) fn event_socket(
    namespace: Option<&NetworkNamespace>,
    protocol: Protocol,
) -> Result<Socket> {
    let open = || {
        let socket = Socket::unbound(protocol)?;
        match socket.bind(SocketAddr::KERNEL) {
            Err(error) if [libc::EACCES, libc::EPERM].contains(&error.raw_os_error()) => {
                socket.connect(SocketAddr::KERNEL)?;
            }
            result => result?,
        }
        Ok(socket)
    };
    within(namespace, open)
}

fn within(
    namespace: Option<&NetworkNamespace>,
    open: impl FnOnce() -> Result<Socket> + Send,
) -> Result<Socket> {
    match namespace {
        Some(namespace) => namespace.run(open)?,
        None => open(),
    }
}

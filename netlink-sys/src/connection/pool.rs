//! Connections that several threads share.

use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;

use netlink_core::Level;

use super::blocking::Connection;
use super::drive::drive_until;
use super::error::Error;
use super::patience::{Awaited, Patience};
use super::pooled::{Pooled, Shared};
use super::transport::Transport;
use crate::{NetworkNamespace, Protocol, Socket};

/// A bounded number of connections that several threads share.
///
/// A connection has one request under way at a time, because replies borrow from its buffer. The kernel
/// executes a request while it is sent, so that several connections are the way to several requests at
/// once. A pool opens them when they are needed, up to a number, and lends them: each thread has one to
/// itself until it drops the [`Pooled`]. Threads that wait are served in their order.
///
/// The connections share what they know of generic netlink families, so that each is looked up once.
///
/// A pool is cheap to clone; clones lend the same connections.
///
/// ```
/// use netlink_core::{Emit, RawMessage};
/// use netlink_sys::Protocol;
/// use netlink_sys::connection::Pool;
///
/// #[derive(Emit)]
/// #[netlink(message = 18, reply = RawMessage<'_>)] // RTM_GETLINK
/// struct GetLink {
///     #[netlink(header)]
///     info: [u32; 4], // struct ifinfomsg
/// }
///
/// let pool = Pool::open(Protocol::ROUTE, 2);
/// std::thread::scope(|scope| {
///     for _ in 0..8 {
///         scope.spawn(|| {
///             let mut netlink = pool.get()?;
///             let loopback = netlink.request(&GetLink { info: [0, 1, 0, 0] })?;
///             assert_eq!(loopback.header().ty, 16);
///             Ok::<(), netlink_sys::connection::Error>(())
///         });
///     }
/// });
/// ```
#[derive(Debug)]
pub struct Pool<T: Transport = Socket> {
    shared: Arc<Shared<Connection<T>>>,
}

impl Pool {
    /// Returns a pool of up to so many connections, opened as [`Connection::open`] does.
    ///
    /// The connections are opened when they are needed.
    #[must_use]
    pub fn open(protocol: Protocol, size: usize) -> Self {
        Self::of(size, move || Connection::open(protocol))
    }

    /// Returns a pool of up to so many connections in another network namespace.
    #[must_use]
    pub fn open_in(namespace: NetworkNamespace, protocol: Protocol, size: usize) -> Self {
        Self::of(size, move || Connection::open_in(&namespace, protocol))
    }
}

impl<T: Transport + 'static> Pool<T> {
    /// Returns a pool of up to so many connections, and of one at least, made by a function.
    #[must_use]
    pub fn of(
        size: usize,
        make: impl Fn() -> Result<Connection<T>, Error> + Send + Sync + 'static,
    ) -> Self {
        let shared = Shared::new(
            size,
            Some(Patience::DEFAULT_TIMEOUT),
            make,
            |connection, families| connection.engine_mut().share_families(families),
            |connection, timeout| {
                connection.set_timeout(timeout);
                connection.set_waker(None);
                connection.set_level(Level::LIBERAL);
            },
        );
        Self { shared: Arc::new(shared) }
    }

    /// Sets how long to wait for a connection, and for the answers over it:
    /// [ten seconds](Connection::DEFAULT_TIMEOUT) unless set, forever with `None`.
    ///
    /// Call this before the pool is cloned or used: otherwise it has no effect.
    #[must_use]
    pub fn timeout(mut self, timeout: Option<Duration>) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.timeout = timeout;
        }
        self
    }

    /// Returns how many connections the pool has at most.
    #[must_use]
    pub fn size(&self) -> usize {
        self.shared.size()
    }

    /// Waits for a connection, and returns it.
    ///
    /// # Errors
    /// [`Error::TimedOut`] if all connections are lent for too long; what opening one failed with.
    pub fn get(&self) -> Result<Pooled<Connection<T>>, Error> {
        let deadline = self.shared.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        match drive_until(self.shared.get(), deadline) {
            Some(connection) => connection,
            None => Err(Error::TimedOut(Awaited::Connection)),
        }
    }

    /// Returns a connection, or `None` if all are lent.
    ///
    /// # Errors
    /// What opening a connection failed with.
    pub fn try_get(&self) -> Result<Option<Pooled<Connection<T>>>, Error> {
        self.shared.try_get()
    }
}

impl<T: Transport> Clone for Pool<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

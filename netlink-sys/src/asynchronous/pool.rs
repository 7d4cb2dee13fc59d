//! Connections that several tasks share.

use core::time::Duration;
use std::sync::Arc;

use netlink_core::Level;

use super::Connection;
use crate::connection::{Error, Patience, Pooled, Shared, Transport};

/// A bounded number of connections that several tasks share.
///
/// As the [blocking one](crate::connection::Pool). A task that waits and is cancelled leaves the queue; one
/// that is cancelled while it has a connection returns it, in the middle of a request or a dump. There is
/// no timeout for the wait: use one of the runtime's around [`Pool::get`].
///
/// ```
/// # #[cfg(feature = "stand-in")] {
/// # use core::pin::pin;
/// # use core::task::{Context, Poll, Waker};
/// use netlink_sys::Protocol;
/// use netlink_sys::asynchronous::{Connection, Pool};
/// use netlink_sys::stand_in::Kernel;
///
/// let kernel = Kernel::new(Protocol::GENERIC);
/// kernel.add_family("thermometer", 0x20, &[]);
/// let pool = Pool::of(4, move || Connection::over(kernel.clone()));
/// # let program = async {
/// let mut netlink = pool.get().await?;
/// assert_eq!(netlink.family("thermometer").await?.id(), 0x20);
/// # Ok::<(), netlink_sys::connection::Error>(())
/// # };
/// # assert!(matches!(pin!(program).poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(()))));
/// # }
/// ```
#[derive(Debug)]
pub struct Pool<T: Transport> {
    shared: Arc<Shared<Connection<T>>>,
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
            |connection, families| connection.engine.share_families(families),
            |connection, timeout| {
                connection.engine.set_timeout(timeout);
                connection.engine.set_waker(None);
                connection.engine.set_level(Level::LIBERAL);
            },
        );
        Self { shared: Arc::new(shared) }
    }

    /// Sets how long the connections wait for answers:
    /// [ten seconds](crate::Connection::DEFAULT_TIMEOUT) unless set, forever with `None`.
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
    /// What opening a connection failed with.
    pub async fn get(&self) -> Result<Pooled<Connection<T>>, Error> {
        self.shared.get().await
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

//! A connection lent by a pool, and what the connections of a pool share.

use core::fmt;
use core::future::poll_fn;
use core::ops::{Deref, DerefMut};
use core::time::Duration;
use std::sync::Arc;

use super::error::Error;
use super::family::SharedFamilies;
use super::lender::{Lender, Lent};

/// A connection that a pool lends.
///
/// Use it as a connection. When it is dropped the pool takes it back, also in the middle of a dump: the
/// next dump or batch over it reads what is left first. Its timeout, its waker and its level are then set as
/// at first.
#[derive(Debug)]
pub struct Pooled<C> {
    /// Taken out when this is dropped, and not before.
    connection: Option<C>,
    shared: Arc<Shared<C>>,
}

type Make<C> = dyn Fn() -> Result<C, Error> + Send + Sync;

/// A pool of connections.
pub(crate) struct Shared<C> {
    lender: Lender<C>,
    make: Box<Make<C>>,
    /// Forgets what a borrower has set.
    reset: fn(&mut C, Option<Duration>),
    pub(crate) timeout: Option<Duration>,
}

impl<C> fmt::Debug for Shared<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("size", &self.lender.size()).finish_non_exhaustive()
    }
}

impl<C: 'static> Shared<C> {
    pub(crate) fn new(
        size: usize,
        timeout: Option<Duration>,
        make: impl Fn() -> Result<C, Error> + Send + Sync + 'static,
        share: fn(&mut C, SharedFamilies),
        reset: fn(&mut C, Option<Duration>),
    ) -> Self {
        // What one connection knows of families is for all.
        let families = SharedFamilies::default();
        let make = move || {
            let mut connection = make()?;
            share(&mut connection, Arc::clone(&families));
            Ok(connection)
        };
        Self { lender: Lender::new(size), make: Box::new(make), reset, timeout }
    }

    pub(crate) const fn size(&self) -> usize {
        self.lender.size()
    }

    pub(crate) async fn get(self: &Arc<Self>) -> Result<Pooled<C>, Error> {
        let mut waiting = self.lender.wait();
        let lent = poll_fn(|context| waiting.poll(context)).await;
        self.lend(lent)
    }

    pub(crate) fn try_get(self: &Arc<Self>) -> Result<Option<Pooled<C>>, Error> {
        self.lender.try_lend().map(|lent| self.lend(lent)).transpose()
    }

    fn lend(self: &Arc<Self>, lent: Lent<C>) -> Result<Pooled<C>, Error> {
        let connection = match lent {
            Lent::Value(connection) => connection,
            Lent::Permission => {
                let permission = Permission(&self.lender);
                let mut connection = (self.make)()?;
                core::mem::forget(permission);
                (self.reset)(&mut connection, self.timeout);
                connection
            }
        };
        Ok(Pooled { connection: Some(connection), shared: Arc::clone(self) })
    }
}

/// The permission to make a connection, which is returned if making it fails or panics.
struct Permission<'l, C>(&'l Lender<C>);

impl<C> Drop for Permission<'_, C> {
    fn drop(&mut self) {
        self.0.not_made();
    }
}

impl<C> Deref for Pooled<C> {
    type Target = C;

    #[expect(clippy::expect_used, reason = "only `drop` takes the connection out")]
    fn deref(&self) -> &C {
        self.connection.as_ref().expect("there until it is dropped")
    }
}

impl<C> DerefMut for Pooled<C> {
    #[expect(clippy::expect_used, reason = "only `drop` takes the connection out")]
    fn deref_mut(&mut self) -> &mut C {
        self.connection.as_mut().expect("there until it is dropped")
    }
}

impl<C> Drop for Pooled<C> {
    fn drop(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            (self.shared.reset)(&mut connection, self.shared.timeout);
            self.shared.lender.give_back(connection);
        }
    }
}

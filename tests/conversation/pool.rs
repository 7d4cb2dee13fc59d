//! Connections that threads and tasks share.

use core::pin::pin;
use core::time::Duration;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use netlink_core::{Emit, Errno, Level, Parse};
use netlink_sys::connection::{self, Awaited, Error};
use netlink_sys::stand_in::Kernel;
use netlink_sys::{Connection, Protocol, asynchronous};

use crate::executor::{block_on, poll_times};
use crate::support::{NONE, all, get, kernel, link};

/// A pool of blocking connections over kernels with so many links, and how many were opened.
fn blocking(size: usize, links: i32) -> (connection::Pool<Kernel>, Arc<AtomicUsize>) {
    let opened = Arc::new(AtomicUsize::new(0));
    let counts = Arc::clone(&opened);
    let pool = connection::Pool::of(size, move || {
        counts.fetch_add(1, Ordering::Relaxed);
        Connection::over(kernel(links))
    });
    (pool, opened)
}

fn tasks(size: usize, links: i32) -> asynchronous::Pool<Kernel> {
    asynchronous::Pool::of(size, move || asynchronous::Connection::over(kernel(links)))
}

#[test]
fn threads_share_so_many_connections_and_no_more() {
    let (pool, opened) = blocking(3, 5);
    assert_eq!(pool.size(), 3);
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                for index in [1, 2, 3, 4, 5].repeat(20) {
                    let mut netlink = pool.get().expect("a connection");
                    let reply = netlink.request(&get(index)).expect("a link");
                    assert_eq!(reply, link(index));
                }
            });
        }
    });
    assert!(opened.load(Ordering::Relaxed) <= 3);
}

#[test]
fn a_connection_is_as_new_for_the_next_one_even_in_the_middle_of_a_dump() {
    let (pool, opened) = blocking(1, 500);
    for _ in 0..5 {
        let mut netlink = pool.get().expect("a connection");
        assert!(pool.try_get().expect("no error").is_none(), "it is lent");
        let mut dump = netlink.dump(&all()).expect("sent");
        dump.next().expect("a link");
        netlink.set_timeout(Some(Duration::ZERO));
        netlink.set_level(Level::STRICT);
    }
    let mut netlink = pool.try_get().expect("no error").expect("it was returned");
    assert_eq!(netlink.collect(&all(), NONE).expect("links").items.len(), 500);
    assert_eq!(opened.load(Ordering::Relaxed), 1);
}

#[test]
fn a_thread_waits_no_longer_than_the_timeout() {
    let (pool, _) = blocking(1, 1);
    let pool = pool.timeout(Some(Duration::from_millis(20)));
    let lent = pool.get().expect("a connection");
    let error = pool.get().map(drop).unwrap_err();
    assert!(matches!(error, Error::TimedOut(Awaited::Connection)), "{error}");
    assert_eq!(error.to_string(), "timed out waiting for a connection of the pool");
    // The wait has left the queue.
    drop(lent);
    pool.get().expect("a connection");
}

#[test]
fn a_connection_that_cannot_be_opened_is_an_error_and_occupies_no_slot() {
    let attempts = AtomicUsize::new(0);
    let pool = connection::Pool::of(1, move || match attempts.fetch_add(1, Ordering::Relaxed) {
        0 => Err(netlink_sys::SocketError::new("open socket", libc::EMFILE).into()),
        _ => Connection::over(kernel(1)),
    });
    assert_eq!(pool.get().map(drop).unwrap_err().errno(), Some(Errno(libc::EMFILE)));
    pool.get().expect("a connection").request(&get(1)).expect("a link");
}

#[derive(Debug, Parse, Emit)]
#[netlink(family = "sensor", command = 3)]
struct SetAlarm;

#[test]
fn a_family_is_looked_up_once_for_all_connections() {
    let kernel = Kernel::new(Protocol::GENERIC);
    kernel.add_family("sensor", 0x21, &[]);
    kernel.on::<SetAlarm>(|_, _| Ok(()));
    let over = kernel.clone();
    let pool = connection::Pool::of(4, move || Connection::over(over.clone()));
    let mut lent: Vec<_> = (0..4).map(|_| pool.get().expect("a connection")).collect();
    for netlink in &mut lent {
        netlink.execute(&SetAlarm, NONE).expect("success");
    }
    assert_eq!(kernel.requests().len(), 4 + 1);

    // What one has noticed to have changed is looked up once more for all.
    kernel.remove_family("sensor");
    kernel.add_family("sensor", 0x22, &[]);
    for netlink in &mut lent {
        netlink.execute(&SetAlarm, NONE).expect("success");
    }
    // Each one's first attempt fails.
    assert_eq!(kernel.requests().len(), 5 + 4 + 1 + 4);
}

#[test]
fn a_task_that_is_cancelled_leaves_the_queue() {
    let pool = tasks(1, 1);
    let lent = block_on(pool.get()).expect("a connection");
    {
        let mut first = pin!(pool.get());
        assert!(poll_times(first.as_mut(), 3).is_none());
    }
    let mut second = pin!(pool.get());
    assert!(poll_times(second.as_mut(), 1).is_none());
    drop(lent);
    assert!(poll_times(second.as_mut(), 1).is_some());
}

#[test]
fn a_task_that_is_cancelled_in_a_request_returns_its_connection() {
    let pool = tasks(1, 300);
    for times in 0..20 {
        let cancelled = async {
            let mut netlink = pool.get().await?;
            let mut dump = netlink.dump(&all()).await?;
            while dump.next().await?.is_some() {
                // A point to be dropped at.
                let mut yielded = false;
                core::future::poll_fn(|_| match core::mem::replace(&mut yielded, true) {
                    true => core::task::Poll::Ready(()),
                    false => core::task::Poll::Pending,
                })
                .await;
            }
            Ok::<(), Error>(())
        };
        assert!(poll_times(pin!(cancelled), times).is_none());
        let mut netlink = pool.try_get().expect("no error").expect("it was returned");
        assert_eq!(block_on(netlink.request(&get(7))).expect("a link"), link(7));
    }
}

#[test]
fn what_is_lent_can_go_to_another_thread() {
    fn send<T: Send + 'static>(_: T) {}
    let (pool, _) = blocking(1, 1);
    send(pool.get().expect("a connection"));
    send(pool);
    let pool = tasks(1, 1);
    send(block_on(pool.get()).expect("a connection"));
    let cloned = pool.clone();
    send(async move { cloned.get().await.map(drop) });
    let _: fn(netlink_sys::tokio::Pool) = send;
}

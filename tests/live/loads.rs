//! Many tasks and threads over a few connections: every reply belongs to its request, nothing grows, and all
//! make progress.

use core::{pin::pin, task::Poll};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use fastrand::Rng;
use netlink_core::MessageFlags;
use netlink_families::rt_link::{GetLink, LinkHeader};
use netlink_sys::{
    Connection, Protocol, Waker,
    connection::{Batch, Error, Options, Pool, Pooled},
    tokio as on_tokio,
};
use netlink_tests::{load::or_long, namespace::in_namespace, or_skip, tool::tool};

use crate::support::{descriptors, many_links, resident};

const WORKERS: usize = 32;
const CONNECTIONS: usize = 4;

const NONE: MessageFlags = MessageFlags::NONE;

fn by_index(index: i32) -> GetLink<'static> {
    let header = LinkHeader { index, ..LinkHeader::default() };
    GetLink { header: header.into(), ..GetLink::default() }
}

/// How far the workers are. A third of them cancels what it has begun.
struct Progress {
    requests: usize,
    begun: AtomicUsize,
    cancelled: AtomicUsize,
    counts: Vec<AtomicUsize>,
}

impl Progress {
    fn new() -> Self {
        let requests = or_long(20_000, 100_000);
        let counts = (0..WORKERS).map(|_| AtomicUsize::new(0)).collect();
        Self { requests, begun: AtomicUsize::new(0), cancelled: AtomicUsize::new(0), counts }
    }

    /// Whether there is one more request to make.
    fn begin(&self) -> bool {
        self.begun.fetch_add(1, Ordering::Relaxed) < self.requests
    }

    fn end(&self, worker: usize, cancelled: bool) {
        self.counts[worker].fetch_add(1, Ordering::Relaxed);
        self.cancelled.fetch_add(usize::from(cancelled), Ordering::Relaxed);
    }

    /// Requests are shared out fairly, within a factor of two, among those that do the same.
    fn check(&self) {
        let counts: Vec<usize> = self.counts.iter().map(|it| it.load(Ordering::Relaxed)).collect();
        let steady = (0..WORKERS).filter(|worker| !cancels(*worker)).map(|worker| counts[worker]);
        let (least, most) = (steady.clone().min().unwrap(), steady.max().unwrap());
        let cancelled = self.cancelled.load(Ordering::Relaxed);
        eprintln!("{} requests, {cancelled} cancelled, {least} to {most} a worker", self.requests);
        assert!(most <= 2 * least, "{counts:?}");
        assert!(cancelled > self.requests / 10, "{cancelled} cancelled of {}", self.requests);
    }
}

const fn cancels(worker: usize) -> bool {
    worker % 3 == 0
}

/// What must not grow.
struct InUse {
    descriptors: usize,
    memory: usize,
}

impl InUse {
    fn now() -> Self {
        Self { descriptors: descriptors(), memory: resident() }
    }

    fn check(&self) {
        assert_eq!(descriptors(), self.descriptors);
        let more = resident().saturating_sub(self.memory);
        eprintln!("{} KiB more in use", more >> 10);
        assert!(more < 4 << 20, "{more} bytes more");
    }
}

/// A task's requests. Some are dropped at one of the points at which they wait: before there is a connection,
/// with one, and between sending and receiving.
async fn work(pool: on_tokio::Pool, progress: Arc<Progress>, worker: usize, links: i32) {
    let mut rng = Rng::with_seed(u64::try_from(worker).unwrap());
    while progress.begin() {
        let index = rng.i32(1..=links);
        let request = by_index(index);
        let (dumps, waits) = (rng.u8(..) < 4, rng.u8(..4));
        let ask = async {
            let mut netlink = pool.get().await.expect("a connection");
            if dumps {
                // Dropped before its end.
                let mut dump = netlink.dump(&GetLink::default()).await.expect("sent");
                dump.next().await.expect("a link");
            }
            for _ in 0..waits {
                tokio::task::yield_now().await;
            }
            let link = netlink.request(&request).await.expect("a link");
            assert_eq!(link.header.index, index);
        };
        let polls = if cancels(worker) { rng.usize(..4) } else { usize::MAX };
        progress.end(worker, within(polls, ask).await.is_none());
        tokio::task::yield_now().await;
    }
}

/// Polls a future so many times at most, and drops it if it has not ended.
async fn within<F: Future>(mut polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    core::future::poll_fn(|context| {
        let Some(left) = polls.checked_sub(1) else { return Poll::Ready(None) };
        polls = left;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

#[test]
fn of_32_tasks_over_4_connections_each_gets_its_own_replies() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let links = i32::try_from(many_links(&ip)).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let pool = runtime.block_on(async { on_tokio::Pool::open(Protocol::ROUTE, CONNECTIONS) });
        // The connections are open, and their buffers in use.
        runtime.block_on(async {
            let mut lent = Vec::new();
            for _ in 0..CONNECTIONS {
                lent.push(pool.get().await.expect("a connection"));
            }
            for netlink in &mut lent {
                netlink.collect(&GetLink::default(), NONE).await.expect("links");
            }
        });
        let before = InUse::now();
        let progress = Arc::new(Progress::new());
        runtime.block_on(async {
            let start = |worker| work(pool.clone(), Arc::clone(&progress), worker, links);
            let tasks: Vec<_> = (0..WORKERS).map(|worker| tokio::spawn(start(worker))).collect();
            for task in tasks {
                task.await.expect("every reply belongs to its request");
            }
        });
        before.check();
        progress.check();
    });
}

/// Begins something and does not wait for its end.
fn abandon(netlink: &mut Pooled<Connection>, woken: &Arc<Waker>, rng: &mut Rng, links: i32) {
    match rng.u8(..4) {
        0 => {
            let mut dump = netlink.dump(&GetLink::default()).expect("sent");
            dump.next().expect("a link");
        }
        1 => netlink.send(&by_index(rng.i32(1..=links)), NONE).expect("sent"),
        2 => {
            netlink.set_waker(Some(Arc::clone(woken)));
            let error = netlink.collect(&GetLink::default(), NONE).map(drop).unwrap_err();
            assert!(matches!(error, Error::Woken), "{error}");
        }
        _ => {
            let mut batch = Batch::new();
            for _ in 0..100 {
                batch.push(&by_index(rng.i32(1..=links)), NONE).expect("a request");
            }
            // After the first datagrams.
            let soon = Instant::now() + core::time::Duration::from_micros(rng.u64(..500));
            let options = Options::new().deadline(soon);
            match netlink.run_with(&mut batch, options, |_, _| ()) {
                Ok(()) => assert!(batch.is_done()),
                Err(error) => assert!(matches!(error, Error::TimedOut(_)), "{error}"),
            }
        }
    }
}

#[test]
fn of_32_threads_over_4_connections_each_gets_its_own_replies() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let links = i32::try_from(many_links(&ip)).unwrap();
        let pool = Pool::open(Protocol::ROUTE, CONNECTIONS);
        let woken = Arc::new(Waker::new().expect("an eventfd"));
        woken.wake().expect("woken");
        let run = |progress: &Progress, worker: usize| {
            let mut rng = Rng::with_seed(u64::try_from(worker).unwrap());
            while progress.begin() {
                let index = rng.i32(1..=links);
                let mut netlink = pool.get().expect("a connection");
                let cancelled = cancels(worker) && rng.bool();
                if cancelled {
                    abandon(&mut netlink, &woken, &mut rng, links);
                } else {
                    let link = netlink.request(&by_index(index)).expect("a link");
                    assert_eq!(link.header.index, index);
                }
                progress.end(worker, cancelled);
            }
        };
        let all = |progress: &Progress| {
            thread::scope(|scope| {
                for worker in 0..WORKERS {
                    scope.spawn(move || run(progress, worker));
                }
            });
        };
        // The connections are open, and their buffers in use.
        let mut first = Progress::new();
        first.requests = 2000;
        all(&first);
        let before = InUse::now();
        let progress = Progress::new();
        all(&progress);
        before.check();
        progress.check();
    });
}

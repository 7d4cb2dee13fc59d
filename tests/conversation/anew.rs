//! Futures that are made again for each poll, as streams do it: all come to their ends.

use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

use futures_core::Stream;
use netlink_sys::Protocol;
use netlink_sys::asynchronous::{Connection, Events, Watch};
use netlink_sys::connection::{Error, Update};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};

use crate::executor::block_on;
use crate::support::{GetLink, Link, all, get, kernel, link};

/// How often a future is polled at most, each time a new one.
const POLLS: usize = 1000;

/// Polls new futures until one is ready; how often.
fn anew<T>(mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> Option<T> {
    (0..POLLS).find_map(|_| match poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    })
}

/// Two kernels for a watch: one lists so many links and has faults, the other one notifies.
fn watch(
    links: i32,
    faults: impl FnMut(FaultPoint) -> Option<Fault> + Send + 'static,
) -> (Kernel, Watch<GetLink, Link<'static>, Kernel>) {
    let (lists, tells) = (kernel(links), Kernel::new(Protocol::ROUTE));
    lists.set_faults(faults);
    let events = block_on(Events::over(tells.clone())).expect("memory");
    (tells, Watch::over(events, Connection::over(lists).expect("memory"), all()))
}

#[test]
fn a_watch_whose_list_was_truncated_lists_again() {
    for truncated in 1..6 {
        for as_stream in [false, true] {
            let cut =
                move |now| (now == FaultPoint::Receive(truncated)).then_some(Fault::Truncate(100));
            let (_tells, mut watch) = watch(500, cut);
            let (mut errors, mut resets, mut listed) = (0, 0, 0);
            loop {
                // What the last update was: how many errors, resets and links it adds, and the end.
                let seen = if as_stream {
                    let next = anew(|context| Pin::new(&mut watch).poll_next(context));
                    match next.expect("it comes to its end").expect("a watch has no end") {
                        Ok(update) => Ok(kind(&update)),
                        Err(error) => Err(error),
                    }
                } else {
                    // An update borrows from the watch, so that it is looked at within the poll.
                    anew(|context| {
                        let next = pin!(watch.next()).poll(context);
                        next.map(|update| update.map(|update| kind(&update)))
                    })
                    .expect("it comes to its end")
                };
                match seen {
                    Ok('r') => (resets, listed) = (resets + 1, 0),
                    Ok('l') => listed += 1,
                    Ok('c') => break,
                    Ok(_) => {}
                    Err(Error::Truncated(_)) => errors += 1,
                    Err(error) => panic!("{error}"),
                }
            }
            assert_eq!((errors, resets, listed), (1, 2, 500), "{truncated} {as_stream}");
        }
    }
}

fn kind<L, E>(update: &Update<L, E>) -> char {
    match update {
        Update::Reset => 'r',
        Update::Listed(_) => 'l',
        Update::Complete { .. } => 'c',
        Update::Changed(_) => 'e',
    }
}

#[test]
fn a_dump_behind_one_that_was_dropped_and_a_loss() {
    for fault in [Fault::Overrun, Fault::Truncate(50), Fault::Lose] {
        let kernel = kernel(5000);
        let mut netlink = Connection::over(kernel.clone()).expect("memory");
        let mut dropped = block_on(netlink.dump(&all())).expect("sent");
        block_on(dropped.next()).expect("a link");
        drop(dropped);
        kernel.set_faults(move |now| (now == FaultPoint::Receive(3)).then_some(fault));
        // A request that was sent is not known to the next future: it is sent once a future.
        let answered =
            anew(|context| pin!(netlink.dump(&all())).poll(context).map(|dump| dump.map(drop)));
        answered.expect("it comes to its end").expect("sent");
        let mut dump = block_on(netlink.dump(&all())).expect("sent");
        let mut count = 0;
        while anew(|context| {
            let next = pin!(dump.next()).poll(context);
            next.map(|link| link.expect("a link").is_some())
        })
        .expect("it comes to its end")
        {
            count += 1;
        }
        assert_eq!(count, 5000);
    }
}

#[test]
fn an_event_behind_a_loss() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.set_receive_capacity(100_000);
    let mut events: Events<Link<'_>, _> = block_on(Events::over(kernel.clone())).expect("memory");
    for index in 0..500 {
        kernel.notify(None, &link(index)).expect("a link");
    }
    let pending = kernel.pending();
    for _ in 0..=pending {
        let next = anew(|context| pin!(events.next()).poll(context).map(|event| event.is_ok()));
        assert_eq!(next, Some(true));
    }
    assert_eq!(events.counters().overruns, 1);
}

#[test]
fn a_connection_of_a_pool() {
    let kernel = kernel(1);
    let pool = netlink_sys::asynchronous::Pool::of(1, move || Connection::over(kernel.clone()));
    let lent = block_on(pool.get()).expect("memory");
    assert!(anew(|context| pin!(pool.get()).poll(context)).is_none());
    drop(lent);
    let mut lent = anew(|context| pin!(pool.get()).poll(context)).expect("one").expect("memory");
    assert_eq!(block_on(lent.request(&get(1))).expect("a link"), link(1));
}

//! Dumps, events and watches, read by somebody who knows streams and nothing else.

use core::future::poll_fn;
use core::pin::Pin;

use futures_core::stream::FusedStream;
use futures_core::{Stream, TryStream};
use netlink_sys::Protocol;
use netlink_sys::asynchronous::{Connection, Events, Watch};
use netlink_sys::connection::{Error, Notification, Update};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};

use crate::executor::block_on;
use crate::support::{Link, all, kernel, link, once};

/// The first items, and not more than there are.
async fn take<S: Stream + Unpin>(mut stream: S, count: usize) -> Vec<S::Item> {
    let mut items = Vec::new();
    while items.len() < count {
        match poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
            Some(item) => items.push(item),
            None => break,
        }
    }
    items
}

async fn take_all<S: TryStream + Unpin>(mut stream: S) -> Result<Vec<S::Ok>, S::Error> {
    let mut items = Vec::new();
    while let Some(item) = poll_fn(|context| Pin::new(&mut stream).try_poll_next(context)).await {
        items.push(item?);
    }
    Ok(items)
}

#[test]
fn a_dump_is_a_stream_of_what_can_be_kept() {
    let kernel = kernel(300);
    once(&kernel, FaultPoint::Receive(2), Fault::Delay(3));
    let mut netlink = Connection::over(kernel).expect("memory");
    netlink.set_timeout(None);
    let mut links = block_on(netlink.dump(&all())).expect("sent");
    assert!(!links.is_terminated());
    let kept = block_on(take_all(&mut links)).expect("links");
    assert!(links.is_terminated());
    assert_eq!(kept.len(), 300);
    assert_eq!(kept[299].get().expect("a link"), link(300));
}

#[test]
fn a_dump_that_is_lost_ends_its_stream_with_an_error() {
    let kernel = kernel(300);
    once(&kernel, FaultPoint::Receive(2), Fault::Overrun);
    let mut netlink = Connection::over(kernel).expect("memory");
    let mut links = block_on(netlink.dump(&all())).expect("sent");
    assert!(matches!(block_on(take_all(&mut links)), Err(Error::Overrun)));
    assert!(links.is_terminated());
    assert_eq!(block_on(take(&mut links, 1)).len(), 0);
}

#[test]
fn events_are_a_stream_with_losses_where_they_occurred() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.set_receive_capacity(2048);
    let events: Events<Link<'_>, _> = block_on(Events::over(kernel.clone())).expect("memory");
    for index in 0..50 {
        kernel.notify(None, &link(index)).expect("a link");
    }
    let before = kernel.pending();
    let heard = block_on(take(events, before + 1));
    for (index, event) in (0..).zip(&heard[..before]) {
        let Ok(Notification::Message(kept)) = event else { panic!("{event:?}") };
        assert_eq!(kept.get().expect("a link"), link(index));
    }
    assert!(matches!(heard[before], Ok(Notification::Lost)));
}

#[test]
fn a_watch_is_a_stream_of_updates() {
    let tells = Kernel::new(Protocol::ROUTE);
    let events: Events<Link<'_>, _> = block_on(Events::over(tells.clone())).expect("memory");
    let lists = Connection::over(kernel(1)).expect("memory");
    tells.notify(None, &link(2)).expect("a link");
    let updates = block_on(take(Watch::over(events, lists, all()), 4));
    let [
        Ok(Update::Reset),
        Ok(Update::Listed(listed)),
        Ok(Update::Complete { interrupted: false }),
        Ok(Update::Changed(changed)),
    ] = &updates[..]
    else {
        panic!("{updates:?}")
    };
    assert_eq!(listed.get().expect("a link"), link(1));
    assert_eq!(changed.get().expect("a link"), link(2));
}

//! Futures that are dropped before they have come to their end.

use core::pin::pin;
use core::task::{Context, Poll};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use fastrand::Rng;
use netlink_core::MessageFlags;
use netlink_sys::asynchronous::{Connection, Events};
use netlink_sys::connection::{Batch, Notification, Outcome, Patience, Transport, TransportError};
use netlink_sys::stand_in::Kernel;
use netlink_sys::{Protocol, ReceiveBuffer, Received};

use crate::executor::{block_on, poll_times};
use crate::support::{DelLink, NONE, all, del, get, kernel, link};

/// A transport that is not ready every other time, so that a future has many points to be dropped at.
#[derive(Debug)]
pub struct Hesitant<T> {
    pub inner: T,
    pub rng: Rng,
}

impl<T: Transport> Transport for Hesitant<T> {
    fn protocol(&self) -> netlink_sys::Result<Protocol> {
        self.inner.protocol()
    }

    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        datagram: &[u8],
        patience: &Patience,
    ) -> Poll<Result<(), TransportError>> {
        if self.rng.bool() {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.inner.poll_send(context, datagram, patience)
    }

    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<Result<Received, TransportError>> {
        if self.rng.bool() {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.inner.poll_receive(context, buffer, patience)
    }

    fn try_receive(
        &mut self,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> netlink_sys::Result<Option<Received>> {
        self.inner.try_receive(buffer, patience)
    }

    fn receive_capacity(&self) -> netlink_sys::Result<usize> {
        self.inner.receive_capacity()
    }

    fn send_capacity(&self) -> netlink_sys::Result<usize> {
        self.inner.send_capacity()
    }
}

fn hesitant(kernel: &Kernel, seed: u64) -> Connection<Hesitant<Kernel>> {
    let transport = Hesitant { inner: kernel.clone(), rng: Rng::with_seed(seed) };
    Connection::over(transport).expect("memory")
}

#[test]
fn a_thousand_futures_dropped_anywhere_disturb_nothing() {
    for seed in 0..10 {
        let kernel = kernel(200);
        let mut netlink = hesitant(&kernel, seed);
        let mut rng = Rng::with_seed(seed);
        let mut cancelled = 0;
        while cancelled < 100 {
            let times = rng.usize(0..12);
            let ended = match rng.u8(0..8) {
                0 => poll_times(pin!(netlink.request(&get(1))), times).is_some(),
                1 => poll_times(pin!(netlink.execute(&link(1), NONE)), times).is_some(),
                2 => poll_times(pin!(netlink.collect(&all(), NONE)), times).is_some(),
                3 => {
                    let mut batch = Batch::new();
                    for index in 1..=20 {
                        batch.push(&del(index), NONE).expect("a request");
                    }
                    poll_times(pin!(netlink.run(&mut batch)), times).is_some()
                }
                4 => {
                    let get = get(1);
                    let acknowledged = netlink.request_with(&get, MessageFlags::ACK);
                    poll_times(pin!(acknowledged), times).is_some()
                }
                5 => poll_times(pin!(netlink.send(&link(1), NONE)), times).is_some(),
                6 => {
                    let read_on = async {
                        let mut replies = netlink.replies(&get(3), NONE).await.expect("sent");
                        while replies.next().await.expect("a link").is_some() {}
                    };
                    poll_times(pin!(read_on), times).is_some()
                }
                _ => {
                    let read_on = async {
                        let mut links = netlink.dump(&all()).await.expect("sent");
                        while links.next().await.expect("a link").is_some() {}
                    };
                    poll_times(pin!(read_on), times).is_some()
                }
            };
            cancelled += usize::from(!ended);
        }
        for index in (1..=200).cycle().take(1000) {
            let link = block_on(netlink.request(&get(index))).expect("a link");
            assert_eq!(link.info.index, index);
        }
        let links = block_on(netlink.collect(&all(), NONE)).expect("links");
        assert_eq!(links.items.len(), 200);
        assert_eq!(kernel.pending(), 0);
        assert_eq!(netlink.counters().overruns, 0);
    }
}

#[test]
fn the_future_of_the_next_message_can_be_dropped_and_none_is_missed() {
    let kernel = kernel(500);
    let mut netlink = hesitant(&kernel, 1);
    let mut links = block_on(netlink.dump(&all())).expect("sent");
    let mut read = 0;
    loop {
        match poll_times(pin!(links.next()), 1) {
            None => {}
            Some(Ok(None)) => break,
            Some(next) => {
                read += 1;
                assert_eq!(next.expect("a link"), Some(link(read)));
            }
        }
    }
    assert_eq!(read, 500);
}

#[test]
fn the_outcomes_of_a_batch_that_is_dropped_are_never_wrong() {
    for seed in 0..300 {
        let done: Arc<Mutex<HashMap<i32, usize>>> = Arc::default();
        let kernel = kernel(0);
        let counts = Arc::clone(&done);
        kernel.on::<DelLink>(move |link, _| {
            *counts.lock().unwrap().entry(link.info.index).or_default() += 1;
            Ok(())
        });
        kernel.set_receive_capacity(8192);
        let mut netlink = hesitant(&kernel, seed);
        let mut batch = Batch::new();
        if seed % 2 == 0 {
            batch = batch.sparsely_acknowledged();
        }
        for index in 0..60 {
            batch.push(&del(index), NONE).expect("a request");
        }
        let times = Rng::with_seed(seed).usize(0..60);
        let _ = poll_times(pin!(netlink.run(&mut batch)), times);
        let times_done = |index: usize| {
            done.lock().unwrap().get(&i32::try_from(index).unwrap()).copied().unwrap_or(0)
        };
        for (index, outcome) in batch.outcomes().enumerate() {
            match (outcome, times_done(index)) {
                (Outcome::NotSent, 0) | (Outcome::Done { .. } | Outcome::Unknown, 1) => {}
                wrong => panic!("seed {seed}, request {index}: {wrong:?}"),
            }
        }
        // What was not sent is, what may have been done is not done again.
        block_on(netlink.run(&mut batch)).expect("answers");
        assert!((0..60).all(|index| times_done(index) == 1), "seed {seed}");
        assert!(!batch.outcomes().any(|outcome| matches!(outcome, Outcome::NotSent)));
    }
}

#[test]
fn answers_to_dropped_futures_take_no_room_from_later_ones() {
    let kernel = kernel(1);
    kernel.set_receive_capacity(4096);
    let mut netlink = hesitant(&kernel, 3);
    for _ in 0..1000 {
        let sent = kernel.requests().len();
        let link = link(1);
        let mut future = pin!(netlink.execute(&link, NONE));
        while kernel.requests().len() == sent {
            assert!(poll_times(future.as_mut(), 1).is_none_or(|result| result.is_ok()));
        }
    }
    block_on(netlink.execute(&link(1), NONE)).expect("its outcome is known");
    assert_eq!(netlink.counters().overruns, 0);
}

#[test]
fn every_future_can_go_to_another_thread() {
    fn send<T: Send>(_: T) {}

    fn all_of<T: Transport + Send>(netlink: &mut Connection<T>) {
        let mut batch = Batch::new();
        send(netlink.request(&get(1)));
        send(netlink.execute(&link(1), NONE));
        send(netlink.dump(&all()));
        send(netlink.collect(&all(), NONE));
        send(netlink.run(&mut batch));
        send(netlink.commit(&mut batch));
        send(netlink.commit_with(&mut batch, NONE, |_, _| ()));
        send(netlink.replies(&all(), NONE));
        send(netlink.send(&link(1), NONE));
        send(netlink.family("nlctrl"));
        let read_on = async {
            let mut links = netlink.dump(&all()).await.expect("sent");
            while links.next().await.expect("a link").is_some() {}
        };
        send(read_on);
    }

    all_of(&mut Connection::over(kernel(1)).expect("memory"));
    let _: fn(&mut netlink_sys::tokio::Connection) = all_of;
}

#[test]
fn requests_dropped_on_a_socket_for_events_lose_none_of_them() {
    for seed in 0..50 {
        let kernel = kernel(3);
        let transport = Hesitant { inner: kernel.clone(), rng: Rng::with_seed(seed) };
        let mut events: Events<crate::support::Link<'_>, _> =
            block_on(Events::over(transport)).expect("memory");
        let mut rng = Rng::with_seed(seed);
        let mut heard = 0;
        for number in 0..40 {
            kernel.notify(None, &link(100 + number)).expect("a link");
            let times = rng.usize(0..6);
            let _ = match rng.u8(0..3) {
                0 => poll_times(pin!(events.request(&get(1), NONE)), times).is_some(),
                1 => poll_times(pin!(events.execute(&link(1), NONE)), times).is_some(),
                _ => match poll_times(pin!(events.next()), times) {
                    Some(event) => {
                        let event = event.expect("an event");
                        // A reply to an abandoned request has the expected type, too.
                        if event != Notification::Message(link(1)) {
                            assert_eq!(event, Notification::Message(link(100 + heard)));
                            heard += 1;
                        }
                        true
                    }
                    None => false,
                },
            };
        }
        while heard < 40 {
            let event = block_on(events.next()).expect("an event");
            let Notification::Message(new) = event else { panic!("a loss") };
            if new.info.index >= 100 {
                assert_eq!(new.info.index, 100 + heard);
                heard += 1;
            }
        }
    }
}

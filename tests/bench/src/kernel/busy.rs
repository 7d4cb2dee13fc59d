//! Events, heard while a writer makes them as fast as it can.

use core::net::Ipv4Addr;
use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::family::rt_route::RTM_NEWROUTE;
use netlink_sys::connection::Notification;

use super::{bare::Bare, events, routes};
use crate::{
    codec::parse_route::{RouteFields, read_by_hand},
    measure::{median, now},
};

/// How often each side listens.
const ROUNDS: usize = 5;

/// The route that ends a round.
const LAST: u32 = routes::AT_MOST - 1;

/// Receives events up to the last one, after it has reported that it listens.
type Listener = fn(&Barrier) -> Option<Heard>;

/// Shows what each side hears of so many events. Both have a receive buffer of the usual size.
pub(super) fn report(events: u32) {
    let mut sides: [(_, Listener, Vec<Heard>); 2] =
        [("library", by_library, Vec::new()), ("floor", by_hand, Vec::new())];
    for _ in 0..ROUNDS {
        for (_, listen, rounds) in &mut sides {
            rounds.push(round(events, *listen));
        }
    }
    println!("| {events} events, as they happen | events a second | ns of the processor | lost |");
    println!("|---|---:|---:|---:|");
    for (side, _, rounds) in sides {
        let middle = |of: &dyn Fn(&Heard) -> f64| median(rounds.iter().map(of).collect());
        println!(
            "| {side} | {:.0} | {:.0} | {:.0} |",
            middle(&|heard| f64::from(heard.events) / heard.wall.as_secs_f64()),
            middle(&|heard| heard.cpu.as_secs_f64() * 1e9 / f64::from(heard.events)),
            middle(&|heard| f64::from((events + 1).saturating_sub(heard.events))),
        );
    }
}

/// One listener, while another thread makes so many events, and the last one until it was heard.
fn round(events: u32, listen: Listener) -> Heard {
    let (ready, over) = (Barrier::new(2), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            ready.wait();
            routes::change(0..events);
            while !over.load(Ordering::Acquire) {
                routes::change(LAST..LAST + 1);
                thread::sleep(Duration::from_millis(1));
            }
        });
        let heard = listen(&ready);
        over.store(true, Ordering::Release);
        heard.expect("what comes is understood")
    })
}

fn by_library(ready: &Barrier) -> Option<Heard> {
    let mut events = events::subscribe();
    ready.wait();
    let mut listening = Listening::begin();
    loop {
        match events.next().ok()? {
            Notification::Message(route) if listening.is_last(&route) => {
                return Some(listening.end());
            }
            Notification::Message(_) | Notification::Lost => {}
        }
    }
}

fn by_hand(ready: &Barrier) -> Option<Heard> {
    let mut bare = Bare::listen(events::group());
    ready.wait();
    let mut listening = Listening::begin();
    loop {
        // What cannot be received was lost, which the count shows.
        for message in bare.receive().into_iter().flatten() {
            let message = message?;
            if message.ty == RTM_NEWROUTE && listening.is_last(&read_by_hand(message.payload)?) {
                return Some(listening.end());
            }
        }
    }
}

/// What one listener heard, and in what time.
#[derive(Clone, Copy, Debug)]
struct Heard {
    events: u32,
    cpu: Duration,
    wall: Duration,
}

/// A listener at work.
struct Listening {
    last: Ipv4Addr,
    events: u32,
    sum: u64,
    cpu: Duration,
    wall: Instant,
}

impl Listening {
    fn begin() -> Self {
        let last = routes::address(LAST);
        Self { last, events: 0, sum: 0, cpu: now(), wall: Instant::now() }
    }

    /// Takes an event in. Whether it was the last one.
    fn is_last(&mut self, route: &RouteFields) -> bool {
        self.events += 1;
        self.sum = self.sum.wrapping_add(route.sum());
        route.dst == Some(self.last)
    }

    fn end(self) -> Heard {
        std::hint::black_box(self.sum);
        Heard { events: self.events, cpu: now() - self.cpu, wall: self.wall.elapsed() }
    }
}

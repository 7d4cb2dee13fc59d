//! More events than there is room for: nothing hangs, every loss is reported, and the copy is correct
//! afterwards.

use core::time::Duration;
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use netlink_core::MessageFlags;
use netlink_families::Ip;
use netlink_families::rt_route::{
    Event as RouteEvent, GROUP_IPV4_ROUTE, GetRoute, Route, RouteType,
};
use netlink_sys::{
    Connection, Group, Protocol, Socket,
    connection::{Batch, Error, Events, Notification, Update, Watch},
};
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};

use crate::support::{CREATE, address, connect, no_route, number, route, routes};

const LONG: Duration = Duration::from_secs(60);

fn group() -> Group {
    Group::new(GROUP_IPV4_ROUTE).unwrap()
}

type RouteEvents = Events<RouteEvent<'static>>;

fn subscribe(buffer: usize) -> RouteEvents {
    let mut events = RouteEvents::subscribe(Protocol::ROUTE, &[group()]).expect("a route socket");
    events.socket().set_recv_buffer_size(buffer).expect("a size");
    events.set_timeout(Some(LONG));
    events
}

/// Adds routes and takes them away again, an event each; those of `kept` stay.
fn flood(netlink: &mut Connection, numbers: core::ops::Range<u32>, kept: impl Fn(u32) -> bool) {
    let mut batch = Batch::new().sparsely_acknowledged();
    for block in numbers.step_by(1000) {
        batch.clear();
        for number in block..block + 1000 {
            batch.push(&route(number), CREATE).expect("a route");
        }
        for number in (block..block + 1000).filter(|number| !kept(*number)) {
            batch.push(&no_route(number), MessageFlags::NONE).expect("a route");
        }
        netlink.run(&mut batch).expect("answers");
        assert!(batch.is_done());
    }
}

/// The pending events: how many are before, between and after the losses.
fn runs(events: &mut RouteEvents) -> Vec<usize> {
    let mut runs = vec![0];
    while let Some(event) = events.try_next().expect("an event") {
        match event {
            Notification::Message(_) => *runs.last_mut().unwrap() += 1,
            Notification::Lost => runs.push(0),
        }
    }
    runs
}

#[test]
fn every_loss_is_reported_after_what_was_sent_before_it() {
    in_namespace(|| {
        let mut netlink = connect();
        for buffer in [1024, 4096, 65536] {
            let mut events = subscribe(buffer);
            flood(&mut netlink, 0..1000, |_| false);
            let [before, 0] = runs(&mut events)[..] else { panic!("one loss") };
            assert!(before > 0);

            // A second loss before the first one was reported: when the socket has been drained, and no
            // receive has noticed that yet.
            flood(&mut netlink, 0..1000, |_| false);
            for _ in 0..before {
                assert!(matches!(events.try_next(), Ok(Some(Notification::Message(_)))));
            }
            flood(&mut netlink, 0..1000, |_| false);
            assert_eq!(runs(&mut events), [0, before, 0]);
            assert_eq!(events.counters().overruns, 3);

            assert_eq!(runs(&mut events), [0], "nothing more, and no loss");
        }
    });
}

#[test]
fn a_flood_of_100_000_events_is_survived_and_every_loss_reported() {
    in_namespace(|| {
        for buffer in [1024, 4096] {
            let mut events = subscribe(buffer);
            let done = AtomicBool::new(false);
            let (mut heard, mut told) = (0, 0);
            thread::scope(|scope| {
                scope.spawn(|| {
                    flood(&mut connect(), 0..50_000, |_| false);
                    // Ends the wait below, whatever was lost.
                    done.store(true, Ordering::Release);
                    flood(&mut connect(), 0..1000, |_| false);
                });
                loop {
                    match events.next().expect("an event") {
                        Notification::Message(_) => heard += 1,
                        Notification::Lost => told += 1,
                    }
                    if done.load(Ordering::Acquire) {
                        break;
                    }
                }
            });
            for (place, run) in runs(&mut events).into_iter().enumerate() {
                heard += run;
                told += u64::from(place > 0);
            }
            let dropped = or_skip!(
                events
                    .socket()
                    .drops()
                    .map_err(|e| netlink_tests::skip::Skip::kernel(e.to_string()))
            );
            assert!(told > 0 && dropped > 0, "{told} losses told, {dropped} events dropped");
            assert_eq!(told, events.counters().overruns);
            assert_eq!(heard + dropped as usize, 102_000, "an event is heard, or a loss is told");
            // And more events.
            flood(&mut connect(), 0..1000, |number| number < 1);
            assert!(events.next().is_ok());
            flood_away(1);
        }
    });
}

/// Takes away what a flood has left.
fn flood_away(kept: u32) {
    let mut batch = Batch::new();
    for number in 0..kept {
        batch.push(&no_route(number), MessageFlags::NONE).expect("a route");
    }
    connect().run(&mut batch).expect("answers");
    assert!(batch.is_done());
}

/// The routes that are known, kept up to date.
fn follow(view: &mut BTreeSet<u32>, update: Update<Route<'_>, RouteEvent<'_>>) {
    let known = |route: &Route<'_>| match route.dst {
        Some(Ip::V4(address)) if route.header.ty == RouteType::BLACKHOLE => Some(number(address)),
        _ => None,
    };
    match update {
        Update::Reset => view.clear(),
        Update::Listed(route) | Update::Changed(RouteEvent::NewRoute(route)) => {
            view.extend(known(&route));
        }
        Update::Changed(RouteEvent::DelRoute(route)) => {
            known(&route).map(|number| view.remove(&number));
        }
        Update::Changed(RouteEvent::Other(_)) => panic!("neither new nor deleted"),
        Update::Complete { .. } => {}
    }
}

#[test]
fn a_watch_knows_after_a_flood_what_ip_knows() {
    in_namespace(|| {
        const END: u32 = 100_000;
        let ip = or_skip!(tool("ip"));
        for buffer in [1024, 4096, 212_992] {
            let mut watch = Watch::<GetRoute<'_>, RouteEvent<'_>>::over(
                subscribe(buffer),
                connect(),
                GetRoute { table: Some(libc::RT_TABLE_MAIN.into()), ..routes() },
            );
            watch.set_timeout(Some(LONG));
            // There is no reader yet, so that small buffers lose events, however fast the reader is later.
            flood(&mut connect(), 0..1000, |_| false);
            let mut view = BTreeSet::new();
            thread::scope(|scope| {
                scope.spawn(|| {
                    let mut netlink = connect();
                    flood(&mut netlink, 0..50_000, |number| number % 97 == 0);
                    netlink.execute(&route(END), CREATE).expect("the last one");
                });
                // It is the last event, or what is seen after a loss.
                while !view.contains(&END) {
                    follow(&mut view, watch.next().expect("an update"));
                }
            });
            // The list in which the last one was can go on, and so can what came before it.
            watch.set_timeout(Some(Duration::from_millis(200)));
            let end = loop {
                match watch.next() {
                    Ok(update) => follow(&mut view, update),
                    Err(error) => break error,
                }
            };
            assert!(matches!(end, Error::TimedOut(_)), "{end}");

            let known = ip.json("-j -4 route show table main");
            let known: BTreeSet<String> = known
                .as_array()
                .expect("a list")
                .iter()
                .map(|route| route["dst"].as_str().expect("an address").to_owned())
                .collect();
            let view: BTreeSet<String> =
                view.iter().map(|number| address(*number).to_string()).collect();
            let differ: Vec<&String> = view.symmetric_difference(&known).collect();
            assert!(differ.is_empty(), "known by one of the two: {differ:?}");
            assert_eq!(view.len(), 50_000_usize.div_ceil(97) + 1);
            if buffer < 10_000 {
                assert!(watch.event_counters().overruns > 0);
            }

            let mut batch = Batch::new();
            for number in (0..50_000).step_by(97).chain([END]) {
                batch.push(&no_route(number), MessageFlags::NONE).expect("a route");
            }
            connect().run(&mut batch).expect("answers");
            assert!(batch.is_done());
        }
    });
}

#[test]
fn a_wait_ends_in_time_although_another_process_sends_without_end() {
    in_namespace(|| {
        let mut events = subscribe(212_992);
        events.set_timeout(Some(Duration::from_millis(100)));
        // Otherwise a loss is what ends the wait.
        events.socket().set_no_enobufs(true).expect("an option");
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let forger = Socket::open(Protocol::ROUTE).expect("a socket");
                    let to = netlink_sys::SocketAddr::KERNEL.with_group(group()).expect("below 33");
                    while !done.load(Ordering::Acquire) {
                        // It is rejected without a listener, and dropped if the listener is too slow.
                        let _ = forger.send_to(&[0; 64], to);
                    }
                });
            }
            let result = events.next().map(drop);
            done.store(true, Ordering::Release);
            assert!(matches!(result, Err(Error::TimedOut(_))), "{result:?}");
        });
        assert!(events.counters().foreign > 0);
    });
}

//! Views that are kept up to date while the kernel is changed as fast as it can be.

use core::{
    sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    time::Duration,
};
use std::{collections::BTreeSet, thread, time::Instant};

use netlink_core::{MessageFlags, Parse, RawMessage};
use netlink_families::Ip;
use netlink_families::rt_route::{GetRoute, Route, RouteHeader, RouteType};
use netlink_sys::{
    Connection, Group, Protocol,
    connection::{Batch, Error, Notification, Update},
};
use netlink_tests::{
    load::or_long,
    namespace::in_namespace,
    or_skip,
    tool::{Tool, tool},
};

use super::{Events, Watch, open};
use crate::support::{
    CREATE, INET, add_routes, connect, loopback, no_route, number, peak, reset_peak, route,
    route_numbers, route_numbers_of_ip, routes,
};

/// `RTNLGRP_IPV4_ROUTE`
const ROUTES: Group = Group::new(7).unwrap();

#[derive(Debug, Parse)]
enum RouteEvent<'a> {
    #[netlink(message = 24)] // RTM_NEWROUTE
    New(Route<'a>),
    #[netlink(message = 25)] // RTM_DELROUTE
    Deleted(Route<'a>),
}

type Routes = Watch<GetRoute<'static>, RouteEvent<'static>>;

fn subscribe() -> Events<RouteEvent<'static>> {
    wait!(Events::subscribe(Protocol::ROUTE, &[ROUTES])).expect("a route socket")
}

/// The number of a route that these tests add.
fn known(header: RouteHeader, dst: Option<Ip<'_>>) -> Option<u32> {
    match dst {
        Some(Ip::V4(address)) if header.ty == RouteType::BLACKHOLE => Some(number(address)),
        _ => None,
    }
}

/// Applies an update to a view; whether it is the beginning of a list.
fn follow(view: &mut BTreeSet<u32>, update: Update<Route<'_>, RouteEvent<'_>>) -> bool {
    match update {
        Update::Reset => {
            view.clear();
            return true;
        }
        Update::Listed(route) | Update::Changed(RouteEvent::New(route)) => {
            view.extend(known(route.header, route.dst));
        }
        Update::Changed(RouteEvent::Deleted(route)) => {
            known(route.header, route.dst).map(|number| view.remove(&number));
        }
        Update::Complete { .. } => {}
    }
    false
}

fn spin(time: Duration) {
    let begin = Instant::now();
    while begin.elapsed() < time {
        core::hint::spin_loop();
    }
}

/// A tripwire for what the fence of a watch rests on: a list that begins after a fence has no route
/// whose deletion was reported before it. Without a fence it has, on kernels from 6.12 on.
#[test]
fn after_a_fence_no_route_is_listed_whose_deletion_was_reported() {
    in_namespace(|| {
        let done = AtomicBool::new(false);
        let mut events = subscribe();
        events.set_timeout(Some(Duration::from_millis(200)));
        let (mut reported, mut still_listed) = (0u64, 0u64);
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut netlink = connect();
                // Each is added once: one that is added twice would correctly be listed.
                for number in (0..1 << 23).take_while(|_| !done.load(Ordering::Relaxed)) {
                    netlink.execute(&route(number), CREATE).expect("added");
                    netlink.execute(&no_route(number), MessageFlags::NONE).expect("deleted");
                }
            });
            let mut lists = open();
            let begin = Instant::now();
            // A slow machine gets the time that it needs for a meaningful number.
            let enough = |reported: u64| match reported {
                0..=500 => begin.elapsed() > Duration::from_secs(100),
                _ => begin.elapsed() > Duration::from_secs(4),
            };
            while !enough(reported) {
                let deleted = match wait!(events.next()) {
                    Ok(Notification::Message(RouteEvent::Deleted(route))) => {
                        known(route.header, route.dst)
                    }
                    _ => None,
                };
                let Some(deleted) = deleted else { continue };
                wait!(lists.request(&loopback())).expect("the fence");
                reported += 1;
                let is_it = |route: Route<'_>| known(route.header, route.dst) == Some(deleted);
                let routes = wait!(lists.collect_with(&routes(), MessageFlags::NONE, is_it));
                still_listed += u64::from(routes.expect("routes").items.contains(&true));
            }
            done.store(true, Ordering::Relaxed);
        });
        assert!(reported > 500, "{reported} deletions were reported");
        assert_eq!(still_listed, 0, "of {reported}");
    });
}

/// Rounds of changes, after each of which the view must be what the kernel has.
fn race(rounds: u32, buffer: usize, work: Duration) {
    let events = subscribe();
    events.socket().set_recv_buffer_size(buffer).expect("an option");
    let mut watch = Routes::over(events, open(), routes());
    watch.set_timeout(Some(Duration::from_millis(10)));
    let (go, finished) = (AtomicU32::new(0), AtomicU32::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut netlink = connect();
            for round in 1..=rounds {
                while go.load(Ordering::Acquire) < round {
                    thread::yield_now();
                }
                for index in 0..3 + round * 7919 % 11 {
                    let number = round % 8000 * 200 + index;
                    netlink.execute(&route(number), CREATE).expect("added");
                    netlink.execute(&no_route(number), MessageFlags::NONE).expect("deleted");
                }
                finished.store(round, Ordering::Release);
            }
        });
        let mut kernel = connect();
        let mut view = BTreeSet::new();
        for round in 1..=rounds {
            go.store(round, Ordering::Release);
            // The reader pauses sometimes, so that small buffers lose events, however busy the machine is.
            while round % 10 == 0 && finished.load(Ordering::Acquire) < round {
                thread::yield_now();
            }
            loop {
                let over = finished.load(Ordering::Acquire) == round;
                match wait!(watch.next()) {
                    Ok(update) => {
                        follow(&mut view, update);
                        spin(work);
                    }
                    Err(Error::TimedOut(_)) if over => break,
                    Err(Error::TimedOut(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            let there: BTreeSet<u32> = route_numbers(&mut kernel).into_iter().collect();
            assert_eq!(view, there, "round {round}");
        }
    });
    let counters = watch.event_counters();
    assert!(buffer > 4096 || counters.overruns > 0, "there was no load: {counters:?}");
}

#[test]
fn a_view_is_right_after_rounds_of_changes_with_losses() {
    in_namespace(|| {
        race(or_long(500, 2000), 2048, Duration::ZERO);
        race(or_long(100, 1000), 1024, Duration::from_micros(20));
        race(or_long(100, 1000), 212_992, Duration::from_micros(20));
    });
}

/// What following a table has come to.
struct Followed {
    lists: u32,
    changes: u64,
    /// In bytes, the view included.
    memory: usize,
}

/// Follows a table of so many routes while it changes so often a second, with so much work for each update.
/// In the end the view must be what `ip` lists.
fn busy(ip: &Tool, count: u32, rate: u64, work: Duration, time: Duration) -> Followed {
    reset_peak();
    let before = peak();
    let done = AtomicBool::new(false);
    let changes = AtomicU64::new(0);
    let mut watch =
        wait!(Routes::open(Protocol::ROUTE, &[ROUTES], routes())).expect("route sockets");
    watch.set_timeout(Some(Duration::from_millis(300)));
    let mut view = BTreeSet::new();
    let (mut lists, mut completed) = (0, 0);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut netlink = connect();
            let begin = Instant::now();
            let mut made = 0u32;
            while !done.load(Ordering::Relaxed) {
                let due = begin.elapsed().as_secs_f64() * rate as f64;
                if f64::from(made) < due {
                    // Something is deleted for good, and something added for good or for a moment.
                    let number = 0xe0_0000 + made;
                    netlink.execute(&route(number), CREATE).expect("added");
                    if made % 3 == 0 {
                        let gone = no_route(number);
                        netlink.execute(&gone, MessageFlags::NONE).expect("deleted");
                    } else if made % 7 == 1 && made / 7 < count {
                        let gone = no_route(made / 7);
                        netlink.execute(&gone, MessageFlags::NONE).expect("deleted");
                    }
                    made += 2;
                    changes.fetch_add(2, Ordering::Relaxed);
                } else {
                    thread::sleep(Duration::from_micros(500));
                }
            }
        });
        let begin = Instant::now();
        let mut is_quiet = false;
        while !is_quiet {
            match wait!(watch.next()) {
                Ok(update) => {
                    completed += u32::from(matches!(update, Update::Complete { .. }));
                    lists += u32::from(follow(&mut view, update));
                    spin(work);
                }
                Err(Error::TimedOut(_)) => is_quiet = done.load(Ordering::Relaxed),
                Err(error) => panic!("{error}"),
            }
            if completed > 0 && begin.elapsed() > time {
                done.store(true, Ordering::Relaxed);
            }
            assert!(begin.elapsed() < time * 20, "it never comes to rest: {lists} lists");
        }
    });
    let memory = peak().saturating_sub(before);
    let changes = changes.load(Ordering::Relaxed);
    assert!(changes > rate, "there was no load");
    assert!(view.into_iter().eq(route_numbers_of_ip(ip)), "it is not what `ip` lists");
    Followed { lists, changes, memory }
}

#[test]
fn a_large_table_that_changes_is_listed_once_and_followed_in_bounded_memory() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        for (count, seconds) in
            or_long([(20_000, 3), (100_000, 3)], [(20_000, 20), (1_000_000, 60)])
        {
            add_routes(&mut connect(), 0..count);
            let (work, time) = (Duration::from_micros(20), Duration::from_secs(seconds));
            let Followed { lists, changes, memory } = busy(&ip, count, 300, work, time);
            eprintln!("{count} routes, {changes} changes: {lists} lists, {} KiB", memory >> 10);
            assert_eq!(lists, 1);
            // The view, some memory for the receive buffer, and what was kept while it was listed.
            let bound = 20 * usize::try_from(count).unwrap() + (16 << 20);
            assert!(memory < bound, "{memory} bytes");
            remove_routes(&mut connect());
        }
    });
}

fn remove_routes(netlink: &mut Connection) {
    let numbers = route_numbers(netlink);
    let mut batch = Batch::new().sparsely_acknowledged();
    for chunk in numbers.chunks(20_000) {
        batch.clear();
        for number in chunk {
            batch.push(&no_route(*number), MessageFlags::NONE).expect("a route");
        }
        netlink.run(&mut batch).expect("answers");
        assert!(batch.is_done());
    }
}

#[test]
fn routes_that_go_with_their_link_are_not_reported_and_a_list_finds_out() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add a0 type veth peer name a1"));
        ip.feed("-batch -", "addr add 10.3.0.1/24 dev a0\nlink set a0 up\nlink set a1 up\n");
        ip.run("route add 10.44.0.0/16 via 10.3.0.9");
        let groups = [Group::new(1).unwrap()];
        let links = Events::<RawMessage<'static>>::subscribe(Protocol::ROUTE, &groups);
        let mut links = wait!(links).expect("a route socket");
        let watch = Routes::open(Protocol::ROUTE, &[ROUTES], routes());
        let mut watch = wait!(watch).expect("route sockets");
        watch.set_timeout(Some(Duration::from_millis(100)));
        let mut count = 0;
        let mut read = |watch: &mut Routes| {
            loop {
                match wait!(watch.next()) {
                    Ok(Update::Reset) => count = 0,
                    Ok(Update::Listed(_) | Update::Changed(RouteEvent::New(_))) => count += 1,
                    Ok(Update::Changed(RouteEvent::Deleted(_))) => count -= 1,
                    Ok(Update::Complete { .. }) => {}
                    Err(Error::TimedOut(_)) => return count,
                    Err(error) => panic!("{error}"),
                }
            }
        };
        let before = read(&mut watch);
        ip.run("link set a0 down");
        assert!(
            read(&mut watch) > route_count(&mut connect()),
            "the kernel reports them now: say so"
        );
        // The link is reported, and that is when to list again.
        assert!(links.try_next().expect("no loss").is_some());
        watch.relist();
        assert_eq!(read(&mut watch), route_count(&mut connect()));
        assert!(before > route_count(&mut connect()));
    });
}

fn route_count(netlink: &mut Connection) -> i32 {
    let header = RouteHeader { family: INET, ..RouteHeader::default() };
    let request = GetRoute { header: header.into(), ..GetRoute::default() };
    let routes = netlink.collect_with(&request, MessageFlags::NONE, |_| ()).expect("routes");
    i32::try_from(routes.items.len()).unwrap()
}

//! What is begun and dropped leaves nothing behind: no answer that is taken for another one, no
//! descriptor, no memory.

use netlink_families::Ip;
use netlink_families::rt_link::GetLink;
use netlink_families::rt_route::{Event as RouteEvent, GetRoute};
use netlink_sys::{
    Connection, Protocol,
    connection::{Error, Events, Options, Watch},
};
use netlink_tests::namespace::in_namespace;

use crate::support::{
    add_routes, connect, descriptors, loopback, no_route, number, resident, route_numbers, routes,
};

#[test]
fn after_1000_dumps_dropped_at_random_points_1000_requests_are_answered() {
    in_namespace(|| {
        const ROUTES: u32 = 2000;
        let mut random = fastrand::Rng::with_seed(5);
        let mut netlink = connect();
        add_routes(&mut netlink, 0..ROUTES);
        let mut kill = |netlink: &mut Connection, dumps: usize| {
            for _ in 0..dumps {
                let read = random.u32(0..ROUTES + 4);
                let mut dropped = netlink.dump(&routes()).expect("sent");
                for _ in 0..read {
                    dropped.next().expect("a route");
                }
                match random.u8(0..4) {
                    // The dump still runs when the next one begins.
                    0 => {}
                    1 => assert_eq!(
                        netlink.request(&loopback()).expect("lo").ifname,
                        Some("lo".into())
                    ),
                    2 => {
                        let error = netlink.execute(&no_route(ROUTES), Options::new());
                        assert!(matches!(error, Err(Error::Kernel(_))), "{error:?}");
                    }
                    _ => {
                        // A dump of something else, whose answers are not those of the one before.
                        let mut links = netlink.dump(&GetLink::default()).expect("sent");
                        assert_eq!(
                            links.next().expect("a link").expect("lo").ifname,
                            Some("lo".into())
                        );
                    }
                }
            }
        };
        kill(&mut netlink, 20);
        let before = (descriptors(), resident());
        kill(&mut netlink, 1000);
        for _ in 0..1000 {
            assert_eq!(netlink.request(&loopback()).expect("lo").header.index, 1);
        }
        assert_eq!(route_numbers(&mut netlink).len(), ROUTES as usize);
        assert_eq!(descriptors(), before.0);
        let grown = resident().saturating_sub(before.1);
        assert!(grown < 1 << 20, "{grown} bytes more are in use");
        assert_eq!(netlink.counters().overruns, 0);
    });
}

#[test]
fn connections_events_and_watches_leave_no_descriptor_and_no_memory() {
    in_namespace(|| {
        let use_all = |count: usize| {
            for _ in 0..count {
                let mut netlink = connect();
                netlink.dump(&GetLink::default()).expect("sent").next().expect("a link");
                let events = Events::<RouteEvent<'_>>::subscribe(Protocol::ROUTE, &[]);
                events.expect("a socket").try_next().expect("nothing");
                let watch = Watch::<GetRoute<'_>, RouteEvent<'_>>::open(
                    Protocol::ROUTE,
                    &[],
                    GetRoute::default(),
                );
                watch.expect("sockets").next().expect("the beginning");
            }
        };
        use_all(10);
        let before = (descriptors(), resident());
        use_all(300);
        assert_eq!(descriptors(), before.0);
        let grown = resident().saturating_sub(before.1);
        assert!(grown < 1 << 20, "{grown} bytes more are in use");
    });
}

#[test]
fn a_million_routes_are_dumped_in_constant_memory() {
    in_namespace(|| {
        const ROUTES: u32 = 1_000_000;
        let mut netlink = connect();
        add_routes(&mut netlink, 0..ROUTES);

        // The one table, as the others have routes of the kernel's own.
        let mut request = routes();
        request.table = Some(libc::RT_TABLE_MAIN.into());
        let mut dump = netlink.dump(&request).expect("sent");
        let (mut found, mut sum, mut before) = (0, 0, 0);
        while let Some(route) = dump.next().expect("a route") {
            let Some(Ip::V4(dst)) = route.dst else {
                panic!("no address: {route:?}");
            };
            found += 1;
            sum += u64::from(number(dst));
            // The buffer has been used in full then.
            if found == 1000 {
                before = resident();
            }
        }
        assert!(!dump.is_interrupted());
        let grown = resident().saturating_sub(before);
        assert_eq!((found, sum), (ROUTES, (0..u64::from(ROUTES)).sum()));
        assert!(grown < 2 << 20, "{grown} bytes more are in use");
    });
}

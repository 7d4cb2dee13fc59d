//! A protocol whose messages have type 0, which netlink itself does not use.

use core::net::Ipv4Addr;

use netlink_core::{
    Emit, Parse,
    zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout},
};
use netlink_sys::{Connection, Protocol};
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};

/// What is asked, and what is replied (`struct fib_result_nl`).
#[derive(Clone, Copy, Debug, Default, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct FibResult {
    address: [u8; 4],
    mark: u32,
    tos: u8,
    scope: u8,
    table_asked: u8,
    table: u8,
    prefix_len: u8,
    nexthop: u8,
    kind: u8,
    nexthop_scope: u8,
    error: i32,
}

#[derive(Debug, Parse)]
#[netlink(message = 0)]
struct Found {
    #[netlink(header)]
    result: FibResult,
}

#[derive(Debug, Emit)]
#[netlink(message = 0, reply = Found)]
struct Lookup {
    #[netlink(header)]
    asked: FibResult,
}

fn lookup(connection: &mut Connection, address: Ipv4Addr) -> FibResult {
    let address = address.octets();
    let lookup = Lookup { asked: FibResult { address, table_asked: 255, ..FibResult::default() } };
    connection.request(&lookup).expect("a reply").result
}

#[test]
fn a_reply_of_type_0_is_received() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        ip.run("link set lo up");
        let mut connection = Connection::open(Protocol::FIB_LOOKUP).expect("a socket");
        let found = lookup(&mut connection, Ipv4Addr::LOCALHOST);
        assert_eq!((found.prefix_len, found.table, found.error), (32, 255, 0), "{found:?}");
        let found = lookup(&mut connection, Ipv4Addr::new(192, 0, 2, 1));
        assert!(found.error < 0, "{found:?}");
        assert_eq!(connection.counters().skipped, 0);
    });
}

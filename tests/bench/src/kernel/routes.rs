//! The routes that the kernel is to hold: their numbers, and how they come and go.

use core::{
    net::Ipv4Addr,
    ops::Range,
    sync::atomic::{AtomicU8, Ordering},
};

use netlink_core::{Emit, MessageFlags};
use netlink_sys::{Connection, Protocol, connection::Batch};
use netlink_tests::tool::tool;
use zerocopy::IntoBytes;

use crate::family::rt_route::{
    RT_TABLE_MAIN, RTA_DST, RTA_GATEWAY, RTA_OIF, RTA_PRIORITY, RTM_DELROUTE, RTM_NEWROUTE,
    RouteProtocol, RouteType, RtMsg, Scope,
};
use crate::floor::{Out, request_header};

/// What a routing daemon says of a route that it wants.
#[derive(Debug, Emit)]
#[netlink(message = RTM_NEWROUTE)]
pub(super) struct NewRoute {
    #[netlink(header)]
    header: RtMsg,
    #[nla(RTA_DST)]
    dst: Ipv4Addr,
    #[nla(RTA_OIF)]
    output_interface: u32,
    #[nla(RTA_GATEWAY)]
    gateway: Ipv4Addr,
    #[nla(RTA_PRIORITY)]
    priority: u32,
}

#[derive(Debug, Emit)]
#[netlink(message = RTM_DELROUTE)]
struct DelRoute {
    #[netlink(header)]
    header: RtMsg,
    #[nla(RTA_DST)]
    dst: Ipv4Addr,
}

const AF_INET: u8 = 2;
const GATEWAY: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);
const PRIORITY: u32 = 100;
/// In a new namespace `lo` is the first, and the peer of the link is before it.
const OUTPUT_INTERFACE: u32 = 3;

/// For a route that is not there yet.
pub(super) const CREATE: MessageFlags = MessageFlags::CREATE.with(MessageFlags::EXCL);
/// For a route that may be there.
pub(super) const REPLACE: MessageFlags = MessageFlags::CREATE.with(MessageFlags::REPLACE);

/// How many routes there can be.
pub(super) const AT_MOST: u32 = 1 << 24;

const fn header() -> RtMsg {
    RtMsg {
        family: AF_INET,
        dst_len: 32,
        src_len: 0,
        tos: 0,
        table: RT_TABLE_MAIN as u8,
        protocol: RouteProtocol::STATIC,
        scope: Scope::UNIVERSE,
        ty: RouteType::UNICAST,
        flags: 0,
    }
}

/// The address for a number.
#[inline]
pub(super) fn address(number: u32) -> Ipv4Addr {
    Ipv4Addr::from_bits(10 << 24 | number)
}

#[inline]
pub(super) fn route(number: u32) -> NewRoute {
    NewRoute {
        header: header(),
        dst: address(number),
        output_interface: OUTPUT_INTERFACE,
        gateway: GATEWAY,
        priority: PRIORITY,
    }
}

/// How long a request for a route is.
pub(super) const ROUTE_LEN: usize = 16 + 12 + 4 * 8;

/// Writes the same by hand.
#[inline(always)]
pub(super) fn write_route(
    out: &mut Out<'_>,
    number: u32,
    flags: MessageFlags,
    sequence: u32,
) -> Option<()> {
    let flags = MessageFlags::REQUEST | flags;
    out.put(request_header(ROUTE_LEN, RTM_NEWROUTE, flags, sequence)?)?;
    out.split::<12>()?.copy_from_slice(header().as_bytes());
    out.put4(RTA_DST, address(number).octets())?;
    out.put4(RTA_OIF, OUTPUT_INTERFACE.to_ne_bytes())?;
    out.put4(RTA_GATEWAY, GATEWAY.octets())?;
    out.put4(RTA_PRIORITY, PRIORITY.to_ne_bytes())
}

/// The request for all routes of IPv4.
pub(super) const fn any() -> RtMsg {
    RtMsg {
        dst_len: 0,
        table: 0,
        protocol: RouteProtocol::UNSPECIFIED,
        ty: RouteType::UNSPECIFIED,
        ..header()
    }
}

/// Makes the link that the routes lead to.
pub(super) fn make_link() {
    let ip = tool("ip").unwrap_or_else(|lack| panic!("{lack}"));
    ip.feed(
        "-batch -",
        "link set lo up\n\
         link add name there type veth peer name here\n\
         link set there up\n\
         link set here up\n\
         address add 192.0.2.1/24 dev there\n",
    );
    let index = ip.run("-oneline link show dev there");
    assert!(index.starts_with(&format!("{OUTPUT_INTERFACE}: ")), "{index}");
}

pub(super) fn add(numbers: Range<u32>) {
    run(numbers, |batch, number| batch.push(&route(number), REPLACE).map(drop));
}

/// Makes routes, or changes those that are there, so that there is an event for each.
pub(super) fn change(numbers: Range<u32>) {
    static CHANGES: AtomicU8 = AtomicU8::new(0);
    // Replacing a route by the same one is not an event. This field is not part of the checksum.
    let protocol = RouteProtocol(100 + CHANGES.fetch_add(1, Ordering::Relaxed) % 100);
    run(numbers, |batch, number| {
        let changed = NewRoute { header: RtMsg { protocol, ..header() }, ..route(number) };
        batch.push(&changed, REPLACE).map(drop)
    });
}

pub(super) fn remove(numbers: Range<u32>) {
    run(numbers, |batch, number| {
        let request = DelRoute { header: header(), dst: address(number) };
        batch.push(&request, MessageFlags::NONE).map(drop)
    });
}

/// Sends requests, and sees to it that they are carried out.
fn run(numbers: Range<u32>, push: impl Fn(&mut Batch, u32) -> Result<(), netlink_core::EmitError>) {
    let mut netlink = Connection::open(Protocol::ROUTE).expect("a socket");
    let mut batch = Batch::new().sparsely_acknowledged();
    let mut numbers = numbers.peekable();
    while numbers.peek().is_some() {
        batch.clear();
        for number in numbers.by_ref().take(10_000) {
            push(&mut batch, number).expect("a route");
        }
        netlink.run(&mut batch).expect("answers");
        assert!(batch.is_done(), "{:?}", batch.failures().next());
    }
}

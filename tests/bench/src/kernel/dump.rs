//! A dump of all routes.

use std::{fs, hint::black_box};

use crate::family::rt_route::{RTM_GETROUTE, RTM_NEWROUTE, Route, RtMsg};
use netlink_core::{Emit, MessageFlags};
use netlink_sys::{Connection, Protocol};
use zerocopy::IntoBytes;

use super::{
    bare::{Bare, DONE},
    piece::{Goal, Piece},
    routes::any,
};
use crate::{
    codec::parse_route::{RouteFields, read_by_hand, used},
    floor::request_header,
};

#[derive(Debug, Emit)]
#[netlink(message = RTM_GETROUTE, reply = RouteFields)]
struct GetRoutes {
    #[netlink(header)]
    header: RtMsg,
}

#[derive(Debug, Emit)]
#[netlink(message = RTM_GETROUTE, reply = Route<'_>)]
struct GetCompleteRoutes {
    #[netlink(header)]
    header: RtMsg,
}

/// A dump of so many routes, which are there.
pub(super) fn fields(count: u32) -> Piece {
    let mut netlink = Connection::open(Protocol::ROUTE).expect("a socket");
    Piece::new("route of a dump, the fields read", count, move || sum(&mut netlink), by_hand())
        .goal(Goal::Wall(1.03))
        .goal(Goal::User(2.0))
}

/// The same with all that routes have.
pub(super) fn complete(count: u32) -> Piece {
    let mut netlink = Connection::open(Protocol::ROUTE).expect("a socket");
    let ours = move || {
        let mut dump = netlink.dump(&GetCompleteRoutes { header: any() }).ok()?;
        let mut sum = 0;
        while let Some(route) = black_box(&dump.next()).as_ref().ok()? {
            sum += used(route).sum();
        }
        Some(sum)
    };
    Piece::new("route of a dump, complete", count, ours, by_hand())
}

fn sum(netlink: &mut Connection) -> Option<u64> {
    let mut dump = netlink.dump(&GetRoutes { header: any() }).ok()?;
    let mut sum = 0;
    while let Some(route) = dump.next().ok()? {
        sum += route.sum();
    }
    Some(sum)
}

fn by_hand() -> impl FnMut() -> Option<u64> + 'static {
    let mut bare = Bare::open();
    move || sum_by_hand(&mut bare)
}

fn sum_by_hand(bare: &mut Bare) -> Option<u64> {
    let sequence = bare.next_sequence();
    let flags = MessageFlags::REQUEST | MessageFlags::DUMP;
    let mut request = [0; 28];
    let (header, body) = request.split_first_chunk_mut()?;
    *header = request_header(28, RTM_GETROUTE, flags, sequence)?;
    body.copy_from_slice(any().as_bytes());
    bare.send(&request)?;
    let mut sum = 0;
    loop {
        for message in bare.receive()? {
            let message = message?;
            if message.sequence != sequence {
                continue;
            }
            match message.ty {
                RTM_NEWROUTE => sum += read_by_hand(message.payload)?.sum(),
                DONE if message.payload.first_chunk() == Some(&[0; 4]) => return Some(sum),
                _ => return None,
            }
        }
    }
}

/// By how many bytes the memory that this process has in use grows at most, while a connection is
/// opened and a dump is read.
pub(super) fn memory() -> u64 {
    fs::write("/proc/self/clear_refs", "5").expect("the peak can be forgotten");
    let before = status("VmRSS:");
    let mut netlink = Connection::open(Protocol::ROUTE).expect("a socket");
    black_box(sum(&mut netlink));
    status("VmHWM:").saturating_sub(before)
}

/// A line of the status of this process, in bytes.
fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("the status");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("it is there");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") << 10
}

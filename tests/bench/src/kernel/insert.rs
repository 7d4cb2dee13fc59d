//! Routes made, each acknowledged or as part of a batch.

use core::ops::Range;

use netlink_core::MessageFlags;
use netlink_sys::{Connection, Protocol, connection::Batch};

use super::{
    bare::{Bare, acknowledges},
    piece::{Goal, Piece},
    routes::{self, CREATE, ROUTE_LEN, route, write_route},
};
use crate::floor::Out;

/// How many routes make a turn.
const COUNT: u32 = 996;

/// Where the routes of each side are, far from each other.
const OURS: Range<u32> = 0..COUNT;
const FLOOR: Range<u32> = 1 << 20..(1 << 20) + COUNT;

/// So many requests the library sends in one datagram: their answers fit in a receive buffer of the
/// usual size.
const PER_DATAGRAM: u32 = 166;

/// What a batch asks the socket for: how large its two buffers are.
const BUFFER_SIZES: u64 = 2;

pub(super) fn one_by_one(_: u32) -> Piece {
    let mut netlink = Connection::open(Protocol::ROUTE).expect("a socket");
    let ours = move || {
        for number in OURS {
            netlink.execute(&route(number), CREATE).ok()?;
        }
        Some(u64::from(COUNT))
    };
    let mut bare = Bare::open();
    let floor = move || {
        for number in FLOOR {
            let sequence = bare.next_sequence();
            let mut request = [0; ROUTE_LEN];
            let flags = MessageFlags::ACK | CREATE;
            write_route(&mut Out(&mut request), number, flags, sequence)?;
            bare.send(&request)?;
            let mut answers = bare.receive()?;
            if !acknowledges(&answers.next()??, sequence) {
                return None;
            }
        }
        Some(u64::from(COUNT))
    };
    inserts("insert, one by one", ours, floor)
}

pub(super) fn batched(_: u32) -> Piece {
    let ours = batches(Batch::new());
    inserts("insert, in batches", ours, batches_by_hand(false)).may_call_more(BUFFER_SIZES)
}

pub(super) fn sparse(_: u32) -> Piece {
    let ours = batches(Batch::new().sparsely_acknowledged());
    let floor = batches_by_hand(true);
    inserts("insert, in batches with one acknowledgement", ours, floor).may_call_more(BUFFER_SIZES)
}

fn inserts(
    name: &'static str,
    ours: impl FnMut() -> Option<u64> + 'static,
    floor: impl FnMut() -> Option<u64> + 'static,
) -> Piece {
    let empty = || {
        for numbers in [OURS, FLOOR] {
            routes::add(numbers.clone());
            routes::remove(numbers);
        }
    };
    Piece::new(name, COUNT, ours, floor).before(empty).goal(Goal::Cpu(1.05))
}

fn batches(mut batch: Batch) -> impl FnMut() -> Option<u64> + 'static {
    let mut netlink = Connection::open(Protocol::ROUTE).expect("a socket");
    move || {
        batch.clear();
        for number in OURS {
            batch.push(&route(number), CREATE).ok()?;
        }
        netlink.run(&mut batch).ok()?;
        Some(batch.outcomes().filter(|outcome| outcome.is_done()).count() as u64)
    }
}

fn batches_by_hand(sparse: bool) -> impl FnMut() -> Option<u64> + 'static {
    let mut bare = Bare::open();
    let mut requests = vec![0; PER_DATAGRAM as usize * ROUTE_LEN];
    move || {
        let mut numbers = FLOOR;
        let mut done = 0;
        while !numbers.is_empty() {
            let chunk = numbers.start..numbers.end.min(numbers.start + PER_DATAGRAM);
            numbers.start = chunk.end;
            let mut out = Out(&mut requests);
            let (mut first, mut last) = (None, 0);
            for number in chunk.clone() {
                last = bare.next_sequence();
                first = first.or(Some(last));
                let acknowledged = !sparse || number + 1 == chunk.end;
                let ack = if acknowledged { MessageFlags::ACK } else { MessageFlags::NONE };
                write_route(&mut out, number, ack | CREATE, last)?;
            }
            let len = chunk.len() * ROUTE_LEN;
            bare.send(requests.get(..len)?)?;
            // What fails is answered in any case, and nothing does.
            let mut next = if sparse { last } else { first? };
            while next <= last {
                for answer in bare.receive()? {
                    if !acknowledges(&answer?, next) {
                        return None;
                    }
                    next += 1;
                }
            }
            done += chunk.len() as u64;
        }
        Some(done)
    }
}

//! Events, heard by a listener.

use crate::family::rt_route::RTM_NEWROUTE;
use netlink_sys::{
    Group, Protocol,
    connection::{Events, Notification},
};

use super::{bare::Bare, piece::Piece, routes};
use crate::codec::parse_route::{RouteFields, read_by_hand};

/// How many events make a turn: they fit in a receive buffer of the usual size.
const COUNT: u32 = 100;

/// `RTNLGRP_IPV4_ROUTE`
pub(super) fn group() -> Group {
    Group::new(7).expect("groups begin with 1")
}

pub(super) fn subscribe() -> Events<RouteFields> {
    Events::subscribe(Protocol::ROUTE, &[group()]).expect("a group")
}

/// Events that have been sent already.
pub(super) fn queued(_: u32) -> Piece {
    let mut events = subscribe();
    let ours = move || {
        let mut sum = 0;
        for _ in 0..COUNT {
            match events.next().ok()? {
                Notification::Message(route) => sum += route.sum(),
                Notification::Lost => return None,
            }
        }
        Some(sum)
    };
    let mut bare = Bare::listen(group());
    let floor = move || {
        let (mut sum, mut left) = (0, COUNT);
        while left > 0 {
            for message in bare.receive()? {
                let message = message?;
                if message.ty == RTM_NEWROUTE {
                    sum += read_by_hand(message.payload)?.sum();
                    left -= 1;
                }
            }
        }
        Some(sum)
    };
    Piece::new("event that is there", COUNT, ours, floor).before(|| routes::change(0..COUNT))
}

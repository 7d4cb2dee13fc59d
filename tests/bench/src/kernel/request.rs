//! One request and its reply.

use crate::family::rt_link::{IfInfoMsg, RTM_GETLINK, RTM_NEWLINK};
use netlink_core::{Emit, MessageFlags};
use netlink_sys::{Connection, Protocol};
use zerocopy::IntoBytes;

use super::{
    bare::Bare,
    piece::{Goal, Piece},
};
use crate::{
    codec::parse_link::{LinkFields, read_by_hand},
    floor::request_header,
};

#[derive(Debug, Emit)]
#[netlink(message = RTM_GETLINK, reply = LinkFields<'_>)]
struct GetLink {
    #[netlink(header)]
    info: IfInfoMsg,
}

/// How many requests make a turn.
const COUNT: u32 = 100;

/// A request for the loopback link.
pub(super) fn link(_: u32) -> Piece {
    let mut netlink = Connection::open(Protocol::ROUTE).expect("a socket");
    let ours = move || {
        let mut sum = 0;
        for _ in 0..COUNT {
            sum += netlink.request(&GetLink { info: loopback() }).ok()?.sum();
        }
        Some(sum)
    };
    Piece::new("request and reply", COUNT, ours, by_hand()).goal(Goal::Cpu(1.03))
}

/// The same in a task of a runtime with one thread.
pub(super) fn link_on_tokio(_: u32) -> Piece {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    let runtime = runtime.expect("a runtime");
    let mut netlink = {
        let _inside = runtime.enter();
        netlink_sys::tokio::Connection::open(Protocol::ROUTE).expect("a socket")
    };
    let ours = move || {
        runtime.block_on(async {
            let mut sum = 0;
            for _ in 0..COUNT {
                sum += netlink.request(&GetLink { info: loopback() }).await.ok()?.sum();
            }
            Some(sum)
        })
    };
    // The runtime looks for events of others once in a while.
    Piece::new("request and reply on tokio", COUNT, ours, by_hand())
        .goal(Goal::Cpu(1.10))
        .may_call_more(4)
}

fn by_hand() -> impl FnMut() -> Option<u64> {
    let mut bare = Bare::open();
    move || {
        let mut sum = 0;
        for _ in 0..COUNT {
            sum += request_by_hand(&mut bare)?;
        }
        Some(sum)
    }
}

fn loopback() -> IfInfoMsg {
    IfInfoMsg { index: 1, ..IfInfoMsg::default() }
}

#[inline]
fn request_by_hand(bare: &mut Bare) -> Option<u64> {
    let sequence = bare.next_sequence();
    let mut request = [0; 32];
    let (header, body) = request.split_first_chunk_mut()?;
    *header = request_header(32, RTM_GETLINK, MessageFlags::REQUEST, sequence)?;
    body.copy_from_slice(loopback().as_bytes());
    bare.send(&request)?;
    loop {
        for message in bare.receive()? {
            let message = message?;
            if message.sequence == sequence {
                let is_link = message.ty == RTM_NEWLINK;
                return is_link.then(|| read_by_hand(message.payload))?.map(|link| link.sum());
            }
        }
    }
}

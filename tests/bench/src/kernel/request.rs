//! One request and its reply.

use netlink_core::{Emit, MessageFlags};
use netlink_sys::{Connection, Protocol};
use netlink_tests::family::rt_link::{IfInfoMsg, RTM_GETLINK, RTM_NEWLINK};
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

/// The loopback link, asked for.
pub(super) fn link(_: u32) -> Piece {
    let mut netlink = Connection::open(Protocol::ROUTE).expect("a socket");
    let ours = move || {
        let mut sum = 0;
        for _ in 0..COUNT {
            sum += netlink.request(&GetLink { info: loopback() }).ok()?.sum();
        }
        Some(sum)
    };
    let mut bare = Bare::open();
    let floor = move || {
        let mut sum = 0;
        for _ in 0..COUNT {
            sum += request_by_hand(&mut bare)?;
        }
        Some(sum)
    };
    Piece::new("request and reply", COUNT, ours, floor).goal(Goal::Cpu(1.05))
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

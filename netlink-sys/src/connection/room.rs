//! How much one datagram of a batch may be, and cause.

use netlink_core::MessageId;

use super::sending::is_rtnetlink_get;

/// What a reply takes of the receive buffer, as a rule: most are put together in one page.
pub(super) const REPLY_SIZE: usize = 4096 + 256;

/// How much one datagram may be, and cause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Bytes of requests.
    pub(super) bytes: usize,
    /// Bytes of receive buffer that the answers take.
    pub(super) answers: usize,
    pub(super) replies: Replies,
}

/// Which requests have a reply beside the acknowledgement, as far as that is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Replies {
    /// Those of rtnetlink that get something.
    Rtnetlink,
    /// Perhaps all.
    Unknown,
}

impl Replies {
    pub(super) const fn come_for(self, id: MessageId) -> bool {
        match (self, id) {
            (Self::Rtnetlink, MessageId::Type(ty)) => is_rtnetlink_get(ty),
            _ => true,
        }
    }
}

//! The names of a message's flags, which depend on what the message does.

use core::fmt;

use crate::flags::MessageFlags;
use crate::header::{self, MessageHeader};

/// What a message does: its upper flags have different names.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Operation {
    /// Requests something: `ROOT` and `MATCH` (together `DUMP`), `ATOMIC`.
    Get,
    /// Creates or changes something, or reports it: `REPLACE`, `EXCL`, `CREATE`, `APPEND`.
    New,
    /// Deletes something, or reports it: `NONREC`, `BULK`.
    Delete,
    /// A command of generic netlink, which may do anything: `DUMP`, `REPLACE`, `EXCL`, `CREATE`, `APPEND`.
    Command,
    /// An `NLMSG_ERROR` or an `NLMSG_DONE`: `CAPPED`, `ACK_TLVS`.
    Acknowledge,
    /// Unknown.
    Other,
}

impl Operation {
    /// Returns what the message with this header does.
    ///
    /// `protocol` is the number of the netlink protocol (`NETLINK_ROUTE` is 0), as in `socket(2)`. Without a
    /// protocol, types from 256 on are assumed to be netfilter's, and others rtnetlink's, except for requests
    /// with flags that only a dump has.
    #[must_use]
    pub fn of(header: &MessageHeader, protocol: Option<i32>) -> Self {
        const ROUTE: i32 = 0;
        const SOCK_DIAG: i32 = 4;
        const XFRM: i32 = 6;
        const NETFILTER: i32 = 12;
        const GENERIC: i32 = 16;
        match (header.ty, protocol) {
            (header::ERROR | header::DONE, _) => Self::Acknowledge,
            (0..header::MIN_TYPE, _) => Self::Other,
            (_, Some(SOCK_DIAG)) => Self::Get,
            (_, Some(GENERIC)) => Self::Command,
            (ty, Some(ROUTE)) => Self::of_route(ty),
            (ty, Some(XFRM)) => Self::of_xfrm(ty),
            (ty, Some(NETFILTER)) => Self::of_netfilter(ty),
            (_, Some(_)) => Self::Other,
            (_, None) if is_dump(header.flags) => Self::Get,
            (ty @ 0x100.., None) => Self::of_netfilter(ty),
            (ty, None) => Self::of_route(ty),
        }
    }

    /// `linux/rtnetlink.h`: four types for each thing.
    const fn of_route(ty: u16) -> Self {
        match ty % 4 {
            1 => Self::Delete,
            2 => Self::Get,
            _ => Self::New,
        }
    }

    /// `linux/xfrm.h`.
    const fn of_xfrm(ty: u16) -> Self {
        match ty {
            0x10 | 0x13 | 0x19 | 0x1a => Self::New,
            0x11 | 0x14 => Self::Delete,
            0x12 | 0x15 | 0x1f | 0x23 | 0x25 => Self::Get,
            _ => Self::Other,
        }
    }

    /// `linux/netfilter/nfnetlink.h`: the upper byte is the subsystem, and most number alike.
    const fn of_netfilter(ty: u16) -> Self {
        const CONNTRACK: u16 = 1;
        const EXPECTATIONS: u16 = 2;
        const TIMEOUTS: u16 = 8;
        const HELPERS: u16 = 9;
        const NFTABLES: u16 = 10;
        match (ty >> 8, ty & 0xff) {
            (NFTABLES, number @ (0..=14 | 18..=20))
            | (CONNTRACK | EXPECTATIONS | TIMEOUTS | HELPERS, number @ 0..=2) => match number % 3 {
                0 => Self::New,
                1 => Self::Get,
                _ => Self::Delete,
            },
            (NFTABLES, 22) => Self::New,
            (NFTABLES, 16 | 21 | 23 | 25 | 33) | (CONNTRACK, 3..=7) | (EXPECTATIONS, 3) => {
                Self::Get
            }
            (NFTABLES, 24 | 26..=32) => Self::Delete,
            _ => Self::Other,
        }
    }

    /// The names of the upper flags.
    const fn names(self) -> &'static [(MessageFlags, &'static str)] {
        match self {
            Self::Get => &[
                (MessageFlags::DUMP, "DUMP"),
                (MessageFlags::ROOT, "ROOT"),
                (MessageFlags::MATCH, "MATCH"),
                (MessageFlags::ATOMIC, "ATOMIC"),
            ],
            Self::New => &[
                (MessageFlags::REPLACE, "REPLACE"),
                (MessageFlags::EXCL, "EXCL"),
                (MessageFlags::CREATE, "CREATE"),
                (MessageFlags::APPEND, "APPEND"),
            ],
            Self::Command => &[
                (MessageFlags::DUMP, "DUMP"),
                (MessageFlags::REPLACE, "REPLACE"),
                (MessageFlags::EXCL, "EXCL"),
                (MessageFlags::CREATE, "CREATE"),
                (MessageFlags::APPEND, "APPEND"),
            ],
            Self::Delete => &[(MessageFlags::NONREC, "NONREC"), (MessageFlags::BULK, "BULK")],
            Self::Acknowledge => {
                &[(MessageFlags::CAPPED, "CAPPED"), (MessageFlags::ACK_TLVS, "ACK_TLVS")]
            }
            Self::Other => &[],
        }
    }
}

/// Returns true for the flags of a dump request, which creates nothing.
fn is_dump(flags: MessageFlags) -> bool {
    let made = MessageFlags::CREATE | MessageFlags::APPEND;
    flags.contains(MessageFlags::REQUEST | MessageFlags::DUMP) && flags & made == MessageFlags::NONE
}

const COMMON: &[(MessageFlags, &str)] = &[
    (MessageFlags::REQUEST, "REQUEST"),
    (MessageFlags::MULTI, "MULTI"),
    (MessageFlags::ACK, "ACK"),
    (MessageFlags::ECHO, "ECHO"),
    (MessageFlags::DUMP_INTR, "DUMP_INTR"),
    (MessageFlags::DUMP_FILTERED, "DUMP_FILTERED"),
];

impl MessageFlags {
    /// Displays the flags by the names they have in such a message: `REQUEST|ACK|CREATE|EXCL`.
    ///
    /// Bits that have no name come last, as a number.
    ///
    /// ```
    /// use netlink_core::{MessageFlags, display::Operation};
    ///
    /// let flags = MessageFlags(0x301);
    /// assert_eq!(flags.display(Operation::Get).to_string(), "REQUEST|DUMP");
    /// assert_eq!(flags.display(Operation::New).to_string(), "REQUEST|REPLACE|EXCL");
    /// assert_eq!(flags.display(Operation::Delete).to_string(), "REQUEST|NONREC|BULK");
    /// assert_eq!(flags.display(Operation::Other).to_string(), "REQUEST|0x300");
    /// ```
    #[must_use]
    pub fn display(self, operation: Operation) -> impl fmt::Display {
        Names { flags: self, operation }
    }
}

struct Names {
    flags: MessageFlags,
    operation: Operation,
}

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.flags.0;
        let mut separator = "";
        for (flags, name) in COMMON.iter().chain(self.operation.names()) {
            if left & flags.0 == flags.0 {
                write!(f, "{separator}{name}")?;
                left &= !flags.0;
                separator = "|";
            }
        }
        match (left, separator) {
            (0, "") => f.write_str("0"),
            (0, _) => Ok(()),
            _ => write!(f, "{separator}{left:#x}"),
        }
    }
}

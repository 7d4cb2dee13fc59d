//! C structures, and the numbers that stand in them.

use core::fmt;

use netlink_core::{Emit, Parse};
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    big_endian::{U16, U32},
};

use super::constants::*;

/// The number of a queueing discipline, a class or a filter: two halves, `major:minor`.
#[derive(
    Clone, Copy, Default, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout, Parse, Emit,
)]
#[repr(transparent)]
pub struct Handle(pub u32);

impl Handle {
    pub const NONE: Self = Self(0);
    pub const ROOT: Self = Self(TC_H_ROOT);
    pub const INGRESS: Self = Self(TC_H_INGRESS);

    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self((major as u32) << 16 | minor as u32)
    }

    #[must_use]
    pub const fn major(self) -> u32 {
        self.0 >> 16
    }

    #[must_use]
    pub const fn minor(self) -> u32 {
        self.0 & TC_H_MIN_MASK
    }
}

/// As `tc` writes it: in hexadecimal, without the half that is 0.
impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (*self, self.major(), self.minor()) {
            (Self::ROOT, ..) => f.write_str("root"),
            (Self::NONE, ..) => f.write_str("none"),
            (_, 0, minor) => write!(f, ":{minor:x}"),
            (_, major, 0) => write!(f, "{major:x}:"),
            (_, major, minor) => write!(f, "{major:x}:{minor:x}"),
        }
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The fixed header of all messages about queueing disciplines, classes and filters.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct TcMsg {
    pub family: u8,
    pub pad: u8,
    pub pad2: u16,
    /// The link; 0 for all of them.
    pub index: u32,
    pub handle: Handle,
    pub parent: Handle,
    /// Of a queueing discipline, how often it is used; of a class, the handle of what is below it;
    /// of a filter, priority and protocol.
    pub info: u32,
}

impl TcMsg {
    /// The header of a message about something on the link with this index.
    #[must_use]
    pub fn on(index: u32) -> Self {
        Self { index, ..Self::default() }
    }

    /// The same, of a filter with this priority for packets of this protocol.
    #[must_use]
    pub fn with_priority(self, priority: u16, protocol: u16) -> Self {
        let info = u32::from(priority) << 16 | u32::from(protocol.to_be());
        Self { info, ..self }
    }

    /// The priority of a filter, and the protocol of the packets that it looks at.
    #[must_use]
    pub fn priority(&self) -> (u16, u16) {
        let [a, b, c, d] = self.info.to_be_bytes();
        (u16::from_be_bytes([a, b]), u16::from_be(u16::from_be_bytes([c, d])))
    }
}

/// The fixed header of messages about actions.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout,
)]
#[repr(C)]
pub struct TcaMsg {
    pub family: u8,
    pub pad: u8,
    pub pad2: u16,
}

/// Defines structures that can be borrowed from anywhere in a message.
macro_rules! structs {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $ty:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, Eq, PartialEq,
            FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
        )]
        #[repr(C, packed)]
        pub struct $name {
            $(pub $field: $ty,)*
        }
    )*};
}

structs! {
    /// What went through, in one structure.
    Stats {
        bytes: u64,
        packets: u32,
        drops: u32,
        overlimits: u32,
        bps: u32,
        pps: u32,
        qlen: u32,
        backlog: u32,
        gap: [u8; 4],
    }

    /// How much went through.
    BasicStats {
        bytes: u64,
        packets: u32,
        gap: [u8; 4],
    }

    /// Throughput in a second.
    RateStats {
        bps: u32,
        pps: u32,
    }

    /// Throughput in a second.
    RateStats64 {
        bps: u64,
        pps: u64,
    }

    /// What is waiting, and what was not let wait.
    QueueStats {
        qlen: u32,
        backlog: u32,
        drops: u32,
        requeues: u32,
        overlimits: u32,
    }

    /// How rates are estimated.
    Estimator {
        interval: i8,
        ewma_log: u8,
    }

    /// A rate in bytes a second, and what counts for it.
    RateSpec {
        cell_log: u8,
        link_layer: u8,
        overhead: u16,
        cell_align: i16,
        mpu: u16,
        rate: u32,
    }

    /// As how large packets count.
    SizeSpec {
        cell_log: u8,
        size_log: u8,
        cell_align: i16,
        overhead: i32,
        link_layer: u32,
        mpu: u32,
        mtu: u32,
        table_size: u32,
    }

    /// The length of a queue.
    FifoQopt {
        limit: u32,
    }

    /// Bands, and which one packets of each priority go into.
    PrioQopt {
        bands: i32,
        priomap: [u8; 16],
    }

    /// A bucket of tokens.
    TbfQopt {
        rate: RateSpec,
        peak_rate: RateSpec,
        limit: u32,
        buffer: u32,
        mtu: u32,
    }

    /// A class of a tree.
    HtbOpt {
        rate: RateSpec,
        ceil: RateSpec,
        buffer: u32,
        cbuffer: u32,
        quantum: u32,
        level: u32,
        prio: u32,
    }

    /// A whole tree.
    HtbGlob {
        version: u32,
        rate2quantum: u32,
        default_class: u32,
        debug: u32,
        direct_packets: u32,
    }

    /// What a class of a tree counts.
    HtbXstats {
        lends: u32,
        borrows: u32,
        giants: u32,
        tokens: i32,
        ctokens: i32,
    }

    /// An integer of the packet, and the value that it is compared with.
    U32Key {
        mask: U32,
        value: U32,
        offset: i32,
        offset_mask: i32,
    }

    /// A selector without its keys.
    U32SelHead {
        flags: u8,
        offset_shift: u8,
        nkeys: u8,
        gap: u8,
        offset_mask: U16,
        offset: u16,
        offset_offset: i16,
        hash_offset: i16,
        hash_mask: U32,
    }

    /// A mark to compare, and how often it was the same.
    U32Mark {
        value: u32,
        mask: u32,
        success: u32,
    }

    /// When an action was made, used, and will be gone.
    Times {
        install: u64,
        last_use: u64,
        expires: u64,
        first_use: u64,
    }

    /// What all actions begin with.
    GactParms {
        index: u32,
        capabilities: u32,
        action: i32,
        references: i32,
        bindings: i32,
    }

    /// A decision that is taken now and then.
    GactProbability {
        ty: u16,
        value: u16,
        action: i32,
    }

    /// What is sent where.
    MirredParms {
        general: GactParms,
        direction: i32,
        index: u32,
    }
}

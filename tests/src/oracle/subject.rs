//! What is done with each message of the families.

#[macro_use]
#[path = "../family/every.rs"]
mod every;

use core::fmt::Debug;

use netlink_core::{EmitMessage, ParseMessage, ParseSet, View};

use super::{agree, payload, payload::stream};
use crate::family::{
    ethtool, inet_diag, netdev, nftables, nlctrl, rt_addr, rt_link, rt_neigh, rt_route, rt_rule, tc,
};

/// A type, by what can be done with bytes that are said to be one.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Family and type: `rt_link::Link`.
    pub name: &'static str,
    /// [`payload`] of it; of a stream, without its strict reading.
    pub payload: fn(&[u8]),
    /// [`agree`] of it, where it is a set that is read as a whole. A stream is read as far as one walks.
    pub agree: Option<fn(&[u8])>,
}

impl Subject {
    const fn set<T>(name: &'static str) -> Self
    where
        T: View,
        for<'a> T::Of<'a>: ParseMessage<'a> + ParseSet<'a> + EmitMessage + Debug,
    {
        Self { name, payload: payload::<T>, agree: Some(|bytes| agree::<T::Of<'_>>(bytes)) }
    }

    const fn stream<T>(name: &'static str) -> Self
    where
        T: View,
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        Self { name, payload: stream::<T>, agree: None }
    }

    const fn any_of<T>(name: &'static str) -> Self
    where
        T: View,
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        Self { name, payload: payload::<T>, agree: None }
    }
}

macro_rules! subjects {
    ($($make:ident $family:ident: $($name:ident)*;)*) => {
        /// Every type of the families that is a message.
        pub const SUBJECTS: &[Subject] = &[$($(
            Subject::$make::<$family::$name<'_>>(concat!(stringify!($family), "::", stringify!($name))),
        )*)*];
    };
}

every_message!(subjects);

/// [`payload`] of the type whose place in [`SUBJECTS`] is the first byte.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn family(bytes: &[u8]) {
    if let Some((subject, payload)) = chosen(bytes) {
        (subject.payload)(payload);
    }
}

/// [`agree`] of the type whose place in [`SUBJECTS`] is the first byte.
///
/// # Panics
///
/// As [`agree`].
pub fn agreement(bytes: &[u8]) {
    if let Some((Subject { agree: Some(agree), .. }, payload)) = chosen(bytes) {
        agree(payload);
    }
}

fn chosen(bytes: &[u8]) -> Option<(&'static Subject, &[u8])> {
    let (place, payload) = bytes.split_first()?;
    Some((SUBJECTS.get(usize::from(*place))?, payload))
}

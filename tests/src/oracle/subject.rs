//! What is done with each message of the families.

#[macro_use]
#[path = "../family/every.rs"]
mod every;

use super::{agree, agreement::agree_on_stream, payload, payload::stream};
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
    /// [`agree`] of it, where it is one type of message.
    pub agree: Option<fn(&[u8])>,
}

macro_rules! subjects {
    ($($make:ident $family:ident: $($name:ident)*;)*) => {
        /// Every type of the families that is a message.
        pub const SUBJECTS: &[Subject] = &[$($(
            Subject {
                name: concat!(stringify!($family), "::", stringify!($name)),
                payload: subjects!(@payload $make $family::$name<'_>),
                agree: subjects!(@agree $make $family::$name<'_>),
            },
        )*)*];
    };
    (@payload stream $type:ty) => { stream::<$type> };
    (@payload $make:ident $type:ty) => { payload::<$type> };
    (@agree set $type:ty) => { Some(|bytes| agree::<$type>(bytes)) };
    (@agree stream $type:ty) => {
        Some(|bytes| agree_on_stream(bytes, |value: $type| value.attrs.iter().find_map(Result::err)))
    };
    (@agree any_of $type:ty) => { None };
}

every_message!(subjects);

/// [`payload`] of the type whose index in [`SUBJECTS`] is the first byte.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn family(bytes: &[u8]) {
    if let Some((subject, payload)) = chosen(bytes) {
        (subject.payload)(payload);
    }
}

/// [`agree`] of the type whose index in [`SUBJECTS`] is the first byte.
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

//! What is done with each message of the families.

use core::{any::type_name, fmt::Debug};
use std::{collections::HashMap, sync::LazyLock};

use netlink_core::{EmitMessage, ParseMessage, View};
use netlink_families::{Family, Visitor};

use super::{agreement::agree_on_message, agreement::agree_on_stream, payload, payload::stream};
use crate::streams::{LinkStream, RouteStream};

/// A type, by what can be done with bytes that are said to be one.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Module and type: `rt_link::Link`.
    pub name: &'static str,
    /// [`payload`] of it; of a stream, without its strict reading.
    pub payload: fn(&[u8]),
    /// That parser and policy agree on it.
    pub agree: fn(&[u8]),
}

/// The names of all subjects. Inputs of the fuzz targets name a type by its line, so lines stay where they are.
pub const NAMES: &str = include_str!("subjects.txt");

/// How many types an input can choose from.
const CHOICES: u16 = 1 << 10;

/// Every message type of the families that are compiled in, by its line in [`NAMES`].
static SUBJECTS: LazyLock<Vec<Option<Subject>>> = LazyLock::new(|| {
    let subjects: HashMap<_, _> =
        subjects().into_iter().map(|subject| (subject.name, subject)).collect();
    NAMES.lines().map(|name| subjects.get(name).copied()).collect()
});

/// Returns every message type of the families that are compiled in, and two streams.
#[must_use]
pub fn subjects() -> Vec<Subject> {
    let mut all = Collected(vec![
        Subject {
            name: "streams::LinkStream",
            payload: stream::<LinkStream<'_>>,
            agree: |bytes| {
                agree_on_stream(bytes, |link: LinkStream<'_>| {
                    link.attrs.iter().find_map(Result::err)
                });
            },
        },
        Subject {
            name: "streams::RouteStream",
            payload: stream::<RouteStream<'_>>,
            agree: |bytes| {
                agree_on_stream(bytes, |route: RouteStream<'_>| {
                    route.attrs.iter().find_map(Result::err)
                });
            },
        },
    ]);
    netlink_families::visit(&mut all);
    all.0
}

/// The types that were visited.
struct Collected(Vec<Subject>);

impl Collected {
    fn add<T: View>(&mut self)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        let name = type_name::<T::Of<'static>>();
        let name = name.split('<').next().unwrap_or(name);
        let name = name.strip_prefix("netlink_families::").unwrap_or(name);
        // A request that is its own reply, for one.
        if !self.0.iter().any(|known| known.name == name) {
            self.0.push(Subject { name, payload: payload::<T>, agree: agree_on_message::<T> });
        }
    }
}

impl Visitor for Collected {
    fn request<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.add::<T>();
    }

    fn received<T: View>(&mut self, _: &'static Family)
    where
        for<'a> T::Of<'a>: ParseMessage<'a> + EmitMessage + Debug,
    {
        self.add::<T>();
    }
}

/// [`payload`] of the type whose line in [`NAMES`] the first two bytes count, in the order of little-endian.
///
/// # Panics
///
/// If any of it does what it must not.
pub fn family(bytes: &[u8]) {
    if let Some((subject, payload)) = chosen(bytes) {
        (subject.payload)(payload);
    }
}

/// That parser and policy agree on the type whose line in [`NAMES`] the first two bytes count.
///
/// # Panics
///
/// As [`agree`](super::agree).
pub fn agreement(bytes: &[u8]) {
    if let Some((subject, payload)) = chosen(bytes) {
        (subject.agree)(payload);
    }
}

/// Returns the type and what is behind its number.
#[must_use]
pub fn chosen(bytes: &[u8]) -> Option<(&'static Subject, &[u8])> {
    let (place, payload) = bytes.split_first_chunk()?;
    let place = usize::from(u16::from_le_bytes(*place) % CHOICES);
    Some((SUBJECTS.get(place)?.as_ref()?, payload))
}

//! What is measured: a piece of work done by the library, and the same by its floor.

use std::hint::black_box;

/// One pass over all inputs. What it returns was made of everything that was read or written, so
/// that two that do the same return the same.
pub(crate) type Pass = Box<dyn FnMut() -> u64>;

/// A piece of work, and how many times its floor it may take.
pub(crate) struct Bench {
    pub(crate) name: &'static str,
    /// At most so many times the floor, by the project's own goals.
    pub(crate) goal: Option<f64>,
    /// How many messages, or attributes, one pass works on.
    pub(crate) units: usize,
    pub(crate) ours: Pass,
    /// A loop written by hand: it checks every length, and does the same work on the same types.
    pub(crate) floor: Pass,
    /// The same by `netlink-bindings`.
    pub(crate) contender: Option<Pass>,
}

impl Bench {
    pub(crate) fn new(name: &'static str, units: usize, ours: Pass, floor: Pass) -> Self {
        Self { name, goal: None, units, ours, floor, contender: None }
    }

    /// Both read each of these messages, in functions that are inlined into the same loop.
    pub(crate) fn reading(
        name: &'static str,
        messages: &'static [Vec<u8>],
        ours: impl Fn(&'static [u8]) -> Option<u64> + 'static,
        floor: impl Fn(&'static [u8]) -> Option<u64> + 'static,
    ) -> Self {
        Self::new(name, messages.len(), each(messages, ours), each(messages, floor))
    }

    /// Both write a value, as often as makes a pass worth measuring.
    pub(crate) fn writing(
        name: &'static str,
        ours: impl FnMut() -> Option<u64> + 'static,
        floor: impl FnMut() -> Option<u64> + 'static,
    ) -> Self {
        Self::new(name, REPEATS, repeated(ours), repeated(floor))
    }

    pub(crate) fn goal(mut self, ratio: f64) -> Self {
        self.goal = Some(ratio);
        self
    }

    pub(crate) fn contender(mut self, contender: Pass) -> Self {
        self.contender = Some(contender);
        self
    }
}

/// Reads each message. One that cannot be read shows in the sum.
pub(crate) fn each(
    messages: &'static [Vec<u8>],
    read: impl Fn(&'static [u8]) -> Option<u64> + 'static,
) -> Pass {
    Box::new(move || {
        messages.iter().fold(0, |sum: u64, message| {
            sum.wrapping_add(read(black_box(message.as_slice())).unwrap_or(FAILED))
        })
    })
}

/// Does the same over and over.
pub(crate) fn repeated(mut write: impl FnMut() -> Option<u64> + 'static) -> Pass {
    Box::new(move || {
        (0..REPEATS).fold(0, |sum: u64, _| sum.wrapping_add(write().unwrap_or(FAILED)))
    })
}

const REPEATS: usize = 1000;

const FAILED: u64 = 1 << 63;

/// An empty vector so large that its memory is mapped, which begins at the same offset in a page each time:
/// to fill memory takes more or fewer instructions depending on how it is aligned.
pub(crate) fn mapped() -> Vec<u8> {
    Vec::with_capacity(1 << 20)
}

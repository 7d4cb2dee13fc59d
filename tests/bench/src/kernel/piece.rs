//! A piece of work that a kernel has its part in.

use crate::bench::Pass;

/// What may be so many times the floor's, by the project's own goals.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    /// The processor's time for the thread, in the kernel and outside of it.
    Cpu(f64),
    /// Outside of the kernel alone.
    User(f64),
    /// The time that passes.
    Wall(f64),
}

pub(super) struct Piece {
    pub(super) name: &'static str,
    pub(super) goals: Vec<Goal>,
    /// How many messages one pass works on.
    pub(super) units: u32,
    pub(super) ours: Pass,
    pub(super) floor: Pass,
    /// Makes the kernel ready for one pass of either side. This is not measured.
    pub(super) before: Box<dyn FnMut()>,
    /// How many system calls a pass of ours may make that the floor's does not.
    pub(super) more_calls: u64,
}

impl Piece {
    pub(super) fn new(
        name: &'static str,
        units: u32,
        ours: impl FnMut() -> Option<u64> + 'static,
        floor: impl FnMut() -> Option<u64> + 'static,
    ) -> Self {
        Self {
            name,
            goals: Vec::new(),
            units,
            ours: pass(name, ours),
            floor: pass(name, floor),
            before: Box::new(|| ()),
            more_calls: 0,
        }
    }

    pub(super) fn goal(mut self, goal: Goal) -> Self {
        self.goals.push(goal);
        self
    }

    pub(super) fn before(mut self, before: impl FnMut() + 'static) -> Self {
        self.before = Box::new(before);
        self
    }

    pub(super) fn may_call_more(mut self, more: u64) -> Self {
        self.more_calls = more;
        self
    }
}

fn pass(name: &'static str, mut work: impl FnMut() -> Option<u64> + 'static) -> Pass {
    Box::new(move || work().unwrap_or_else(|| panic!("{name}: refused, or not understood")))
}

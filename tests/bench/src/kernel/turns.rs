//! Time, as a ratio: the sides take turns, of one pass each.

use std::{
    mem,
    time::{Duration, Instant},
};

use netlink_tests::alloc::allocations;

use super::piece::{Goal, Piece};
use crate::{
    bench::Pass,
    measure::{median, now},
};

/// How many rounds there are at most. An odd number has a middle.
const ROUNDS: usize = 101;
/// And at least, however long they take.
const AT_LEAST: usize = 5;
/// No further round begins after this.
const BUDGET: Duration = Duration::from_secs(15);

/// What one turn took.
#[derive(Clone, Copy, Debug)]
struct Turn {
    cpu: f64,
    user: f64,
    wall: f64,
}

pub(super) struct Measured {
    pub(super) rounds: usize,
    /// Nanoseconds of the processor for one unit.
    pub(super) ns: f64,
    pub(super) floor_ns: f64,
    pub(super) wall_ns: f64,
    pub(super) floor_wall_ns: f64,
    /// The middle of the ratios of each round.
    pub(super) cpu: f64,
    pub(super) wall: f64,
    /// Outside of the kernel; nothing where too little time was spent there.
    pub(super) user: Option<User>,
    /// In one pass.
    pub(super) allocations: u64,
}

/// Nanoseconds outside of the kernel for one unit, of all rounds together: the kernel counts this by
/// looking a few hundred times a second.
#[derive(Clone, Copy, Debug)]
pub(super) struct User {
    pub(super) ns: f64,
    pub(super) floor_ns: f64,
}

/// How much of it says anything.
const ENOUGH: Duration = Duration::from_millis(100);

impl User {
    pub(super) fn ratio(self) -> f64 {
        self.ns / self.floor_ns
    }
}

impl Measured {
    /// Whether a goal is met; nothing where that cannot be known.
    pub(super) fn meets(&self, goal: Goal) -> Option<bool> {
        match goal {
            Goal::Cpu(ratio) => Some(self.cpu <= ratio),
            Goal::User(ratio) => self.user.map(|user| user.ratio() <= ratio),
            Goal::Wall(ratio) => Some(self.wall <= ratio),
        }
    }
}

/// # Panics
///
/// If the sides do not do the same work.
pub(super) fn measure(piece: &mut Piece) -> Measured {
    let Piece { name, units, ours, floor, before, .. } = piece;
    before();
    let sum = floor();
    assert_eq!(ours(), sum, "{name}: floor and library read something else");
    before();
    let allocations = allocations(|| {
        ours();
    });
    floor();

    let begin = Instant::now();
    let (mut turns, mut floor_turns) = (Vec::new(), Vec::new());
    while turns.len() < ROUNDS
        && (turns.len() < AT_LEAST || begin.elapsed() < BUDGET || turns.len() % 2 == 0)
    {
        before();
        // Each side is the first one every other time.
        let mut order = [(&mut *ours, &mut turns), (&mut *floor, &mut floor_turns)];
        if order[0].1.len() % 2 == 1 {
            order.reverse();
        }
        for (pass, turns) in order {
            turns.push(turn(pass, sum));
        }
    }

    let ratio = |of: fn(&Turn) -> f64| {
        median(turns.iter().zip(&floor_turns).map(|(turn, floor)| of(turn) / of(floor)).collect())
    };
    let per_unit = 1e9 / f64::from(*units);
    let middle =
        |turns: &[Turn], of: fn(&Turn) -> f64| median(turns.iter().map(of).collect()) * per_unit;
    let user = |turns: &[Turn]| turns.iter().map(|turn| turn.user).sum::<f64>();
    let [user, floor_user] = [user(&turns), user(&floor_turns)];
    let mean = |user: f64| user / turns.len() as f64 * per_unit;
    Measured {
        rounds: turns.len(),
        ns: middle(&turns, |turn| turn.cpu),
        floor_ns: middle(&floor_turns, |turn| turn.cpu),
        wall_ns: middle(&turns, |turn| turn.wall),
        floor_wall_ns: middle(&floor_turns, |turn| turn.wall),
        cpu: ratio(|turn| turn.cpu),
        wall: ratio(|turn| turn.wall),
        user: (floor_user >= ENOUGH.as_secs_f64())
            .then(|| User { ns: mean(user), floor_ns: mean(floor_user) }),
        allocations,
    }
}

fn turn(pass: &mut Pass, sum: u64) -> Turn {
    let (wall, user, cpu) = (Instant::now(), user(), now());
    assert_eq!(pass(), sum);
    Turn {
        cpu: (now() - cpu).as_secs_f64(),
        user: (self::user() - user).as_secs_f64(),
        wall: wall.elapsed().as_secs_f64(),
    }
}

/// The time that this thread has been on a processor outside of the kernel.
fn user() -> Duration {
    // SAFETY: `struct rusage` is made of integers, which may all be zero.
    let mut usage: libc::rusage = unsafe { mem::zeroed() };
    // SAFETY: getrusage(2) writes one `struct rusage` at the pointer.
    let result = unsafe { libc::getrusage(libc::RUSAGE_THREAD, &mut usage) };
    assert_eq!(result, 0, "a thread may know what it uses");
    let micros = usage.ru_utime.tv_sec * 1_000_000 + usage.ru_utime.tv_usec;
    Duration::from_micros(micros.try_into().expect("time runs forward from 0"))
}

//! Time, as a ratio: the sides take turns, so that what else the machine does meets both.
//!
//! It is the processor's time for this thread: what waits for a processor costs nothing.

use std::time::Duration;

use netlink_tests::alloc::allocations;
use rustix::time::{ClockId, clock_gettime};

use crate::bench::{Bench, Pass};

/// How many turns each side gets. An odd number has a middle.
const ROUNDS: usize = 101;

/// How long a turn takes at least.
const TURN: Duration = Duration::from_micros(300);

pub(crate) struct Measured {
    /// For one unit of work.
    pub(crate) ns: f64,
    pub(crate) floor_ns: f64,
    /// The middle of the ratios of each round: not that of the two times above.
    pub(crate) ratio: f64,
    pub(crate) allocations: f64,
    pub(crate) floor_allocations: f64,
    pub(crate) contender_ns: Option<f64>,
}

/// # Panics
///
/// If the sides do not do the same work.
pub(crate) fn measure(bench: &mut Bench) -> Measured {
    let Bench { name, units, ours, floor, contender, .. } = bench;
    let sum = floor();
    assert_eq!(ours(), sum, "{name}: floor and library read something else");
    if let Some(contender) = contender {
        assert_eq!(contender(), sum, "{name}: the contender reads something else");
    }

    let passes = passes_in_a_turn(floor);
    let turn = |pass: &mut Pass| {
        let begin = now();
        for _ in 0..passes {
            assert_eq!(pass(), sum);
        }
        (now() - begin).as_secs_f64() * 1e9 / (passes * *units) as f64
    };
    let (mut times, mut floor_times, mut contender_times) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floor_times.push(turn(floor));
        times.push(turn(ours));
        if let Some(contender) = contender {
            contender_times.push(turn(contender));
        }
    }
    let ratios = times.iter().zip(&floor_times).map(|(time, floor)| time / floor).collect();
    let per_unit = |pass: &mut Pass| {
        let count = allocations(|| {
            pass();
        });
        count as f64 / *units as f64
    };
    Measured {
        allocations: per_unit(ours),
        floor_allocations: per_unit(floor),
        ns: median(times),
        floor_ns: median(floor_times),
        ratio: median(ratios),
        contender_ns: contender.as_ref().map(|_| median(contender_times)),
    }
}

fn passes_in_a_turn(pass: &mut Pass) -> usize {
    let begin = now();
    let mut passes = 0;
    while now() - begin < TURN {
        pass();
        passes += 1;
    }
    passes
}

pub(crate) fn now() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.try_into().expect("time runs forward from 0")
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

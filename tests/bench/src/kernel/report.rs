//! What was measured, as tables in Markdown: first time, then what is exact.

use super::{
    Make, ONE,
    counted::{self, Calls, SIDES},
    piece::{Goal, Piece},
    turns::{self, Measured},
};

/// A dump may take this much memory at most, however many routes there are.
const MEMORY: u64 = 2 << 20;

pub(super) struct Report {
    routes: String,
    lines: Vec<Line>,
    peak: u64,
}

struct Line {
    name: &'static str,
    goals: Vec<Goal>,
    units: u32,
    more_calls: u64,
    time: Measured,
    /// Of ours and of the floor.
    calls: Option<[Calls; 2]>,
    instructions: Option<[f64; 2]>,
}

impl Line {
    fn per_unit(&self, count: f64) -> f64 {
        count / f64::from(self.units)
    }

    /// Whether ours makes as few system calls as the floor, save those that are allowed to it, and
    /// allocates nothing.
    fn is_good(&self) -> bool {
        let few = |[ours, floor]: &[Calls; 2]| ours.sum() <= floor.sum() + self.more_calls;
        self.calls.as_ref().is_none_or(few) && self.time.allocations == 0
    }
}

impl Report {
    pub(super) fn new(routes: u32) -> Self {
        Self { routes: routes.to_string(), lines: Vec::new(), peak: 0 }
    }

    /// Measures a piece.
    pub(super) fn add(&mut self, id: &str, make: Make) {
        let arguments = |side: &'static str| [ONE, id, side, &self.routes];
        let calls = sides(|side| counted::calls(&arguments(side)));
        let instructions = sides(|side| counted::instructions(&arguments(side)));
        let mut piece = make(self.routes.parse().expect("it was a number"));
        let time = turns::measure(&mut piece);
        let Piece { name, goals, units, more_calls, .. } = piece;
        self.lines.push(Line { name, goals, units, more_calls, time, calls, instructions });
    }

    /// Takes in by how much a dump lets memory grow.
    pub(super) fn peak(&mut self, bytes: u64) {
        self.peak = bytes;
    }

    /// Shows everything. Whether what is exact is as it must be.
    pub(super) fn show(&self) -> bool {
        self.show_time();
        println!();
        self.show_counts();
        let small = self.peak < MEMORY;
        println!(
            "\nConnecting and a dump of {} routes let memory grow by {} KiB at most{}.",
            self.routes,
            self.peak >> 10,
            if small { "" } else { ": **too much**" }
        );
        small && self.lines.iter().all(Line::is_good)
    }

    fn show_time(&self) {
        println!(
            "| work | rounds | ns | floor ns | × floor | user ns | floor | × floor | wall ns | floor | × floor | goal |"
        );
        println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|");
        for Line { name, goals, time, .. } in &self.lines {
            let goals: Vec<String> = goals
                .iter()
                .map(|&goal| {
                    let verdict = match time.meets(goal) {
                        Some(true) => "met",
                        Some(false) => "**missed**",
                        None => "?",
                    };
                    match goal {
                        Goal::Cpu(ratio) => format!("{ratio} {verdict}"),
                        Goal::User(ratio) => format!("user {ratio} {verdict}"),
                        Goal::Wall(ratio) => format!("wall {ratio} {verdict}"),
                    }
                })
                .collect();
            let user = time.user.map_or("| | ".to_owned(), |user| {
                format!("{:.0} | {:.0} | {:.2}", user.ns, user.floor_ns, user.ratio())
            });
            println!(
                "| {name} | {} | {:.0} | {:.0} | {:.3} | {user} | {:.0} | {:.0} | {:.3} | {} |",
                time.rounds,
                time.ns,
                time.floor_ns,
                time.cpu,
                time.wall_ns,
                time.floor_wall_ns,
                time.wall,
                goals.join(", "),
            );
        }
    }

    fn show_counts(&self) {
        println!(
            "| work | units | system calls | floor | may be more | allocations | instructions a unit | floor | × floor | |"
        );
        println!("|---|---:|---|---|---:|---:|---:|---:|---:|---|");
        for line in &self.lines {
            let [calls, floor_calls] = match &line.calls {
                Some(calls) => calls.each_ref().map(ToString::to_string),
                None => ["no strace", ""].map(str::to_owned),
            };
            let [ours, floor, ratio] = match line.instructions {
                Some([ours, floor]) => [
                    format!("{:.0}", line.per_unit(ours)),
                    format!("{:.0}", line.per_unit(floor)),
                    format!("{:.2}", ours / floor),
                ],
                None => ["no valgrind", "", ""].map(str::to_owned),
            };
            println!(
                "| {} | {} | {calls} | {floor_calls} | {} | {} | {ours} | {floor} | {ratio} | {} |",
                line.name,
                line.units,
                line.more_calls,
                line.time.allocations,
                if line.is_good() { "" } else { "**too many**" },
            );
        }
    }
}

/// The same of either side, if it can be had.
fn sides<T>(count: impl Fn(&'static str) -> Option<T>) -> Option<[T; 2]> {
    let [ours, floor] = SIDES;
    Some([count(ours)?, count(floor)?])
}

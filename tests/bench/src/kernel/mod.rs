//! Work with a kernel: requests, inserts, dumps, events, in a network namespace of its own.

mod bare;
mod busy;
mod counted;
mod dump;
mod events;
mod insert;
mod piece;
mod report;
mod request;
mod routes;
mod turns;

use std::env;

use netlink_tests::{
    namespace,
    skip::{self, Skip},
};

use piece::Piece;

/// The argument that makes the program measure where it is, and not outside of the namespace named
/// behind it.
pub(crate) const INSIDE: &str = "kernel-inside";

/// The argument that makes the program run one side of one piece, to be counted.
pub(crate) const ONE: &str = "kernel-one";

/// Makes a piece of work, just before it runs, from the number of routes. A listener receives events from
/// then on.
type Make = fn(u32) -> Piece;

/// What is done while there are hardly any routes.
const FEW: [(&str, Make); 6] = [
    ("request", request::link),
    ("tokio", request::link_on_tokio),
    ("one-by-one", insert::one_by_one),
    ("batched", insert::batched),
    ("sparse", insert::sparse),
    ("queued", events::queued),
];

/// And with all of them.
const MANY: [(&str, Make); 2] = [("fields", dump::fields), ("complete", dump::complete)];

/// Measures everything, with a dump of so many routes. Whether nothing is done too often: neither
/// system calls nor allocations.
///
/// Where there is no namespace to be had, it says so, and passes.
pub(crate) fn measure(routes: &str) -> bool {
    let mut command = match namespace::command() {
        Ok(command) => command,
        Err(lack) => return skipped(&lack),
    };
    command.arg(env::current_exe().expect("the program has a path"));
    let status = command.args([INSIDE, &namespace::own(), routes]).status();
    status.expect("the program can be run").success()
}

fn skipped(lack: &Skip) -> bool {
    skip::report("netlink-bench kernel", lack);
    true
}

/// # Panics
///
/// If this is the same namespace as the one outside.
pub(crate) fn measure_inside(outside: &str, routes: &str) -> bool {
    assert_ne!(namespace::own(), outside, "these routes do not belong here");
    let count = count(routes);
    routes::make_link();
    let mut report = report::Report::new(count);
    FEW.into_iter().for_each(|(name, make)| report.add(name, make));
    routes::add(0..count);
    MANY.into_iter().for_each(|(name, make)| report.add(name, make));
    report.peak(dump::memory());
    let good = report.show();
    println!();
    busy::report(count / 10);
    good
}

/// Runs one side of one piece.
pub(crate) fn run_one(name: &str, side: &str, routes: &str) -> bool {
    let (_, make) = FEW.into_iter().chain(MANY).find(|one| one.0 == name).expect("it is listed");
    counted::run_one(make(count(routes)), side);
    true
}

fn count(routes: &str) -> u32 {
    routes.parse().ok().filter(|routes| (1..routes::AT_MOST).contains(routes)).unwrap_or_else(
        || {
            panic!("so many routes there cannot be: {routes}");
        },
    )
}

//! What was measured, as tables in Markdown.

use crate::{bench::Bench, measure::measure};

/// Each piece of work beside its floor. Whether all goals are met, and nothing allocates that need not.
pub(crate) fn against_the_floor(benches: Vec<Bench>) -> bool {
    println!("| work | ns | floor ns | × floor | goal | | allocations | netlink-bindings ns |");
    println!("|---|---:|---:|---:|---:|---|---:|---:|");
    let mut all_met = true;
    for mut bench in benches {
        let measured = measure(&mut bench);
        let met = bench.goal.is_none_or(|goal| measured.ratio <= goal)
            && measured.allocations <= measured.floor_allocations;
        all_met &= met;
        println!(
            "| {} | {:.1} | {:.1} | {:.2} | {} | {} | {} | {} |",
            bench.name,
            measured.ns,
            measured.floor_ns,
            measured.ratio,
            bench.goal.map_or(String::new(), |goal| format!("{goal:.2}")),
            match (bench.goal, met) {
                (_, false) => "**missed**",
                (Some(_), true) => "met",
                (None, true) => "",
            },
            measured.allocations,
            measured.contender_ns.map_or(String::new(), |ns| format!("{ns:.1}")),
        );
    }
    all_met
}

/// The same work on more and more: the time of one unit.
pub(crate) fn growing(benches: Vec<Bench>) {
    println!("| work | units | ns a unit | floor ns | × floor |");
    println!("|---|---:|---:|---:|---:|");
    for mut bench in benches {
        let measured = measure(&mut bench);
        println!(
            "| {} | {} | {:.2} | {:.2} | {:.2} |",
            bench.name, bench.units, measured.ns, measured.floor_ns, measured.ratio
        );
    }
}

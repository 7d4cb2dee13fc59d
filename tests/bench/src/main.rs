//! How fast the netlink crates are: each piece of work beside a loop written by hand, in the same
//! process and the same run. `README.md` says how to read what this prints.

mod bench;
mod codec;
mod contender;
#[expect(dead_code, reason = "whole sets, of which benchmarks and loops by hand read some members")]
mod family;
mod floor;
mod instructions;
mod kernel;
mod measure;
mod messages;
mod report;

use std::{env, process::ExitCode};

netlink_tests::counting_allocator!();

const USAGE: &str = "\
usage: netlink-bench [part]

  codec          time of reading and writing, beside the floor (default, with growth)
  growth         the same on more and more messages and attributes
  kernel [n]     what goes through a kernel, with a dump of n routes (a million if not said)
  instructions   counted by callgrind and compared with instructions.txt
  bless          the same, and writes instructions.txt";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let good = match arguments[..] {
        [] => {
            let met = report::against_the_floor(codec::all());
            println!();
            report::growing(codec::growing());
            met
        }
        ["codec"] => report::against_the_floor(codec::all()),
        ["growth"] => {
            report::growing(codec::growing());
            true
        }
        ["kernel"] => kernel::measure("1000000"),
        ["kernel", routes] => kernel::measure(routes),
        [kernel::INSIDE, outside, routes] => kernel::measure_inside(outside, routes),
        [kernel::ONE, name, side, routes] => kernel::run_one(name, side, routes),
        ["instructions"] => instructions::compare(),
        ["bless"] => instructions::bless(),
        [instructions::ONE, name, side] => instructions::run_one(name, side),
        _ => {
            eprintln!("{USAGE}");
            false
        }
    };
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

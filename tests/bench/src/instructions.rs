//! Instructions, counted by callgrind: the same on every run, however busy the machine is.
//!
//! Each benchmark runs in a process of its own, in which only what [`counted`] calls is counted.

use std::{collections::BTreeMap, env, fs, hint::black_box, path::PathBuf, process::Command};

use crate::{bench::Bench, codec};

/// The argument that makes the program run one side of one benchmark, under callgrind.
pub(crate) const ONE: &str = "one";

/// By how much a count may grow.
const TOLERANCE: f64 = 1.03;

/// Instructions for one unit of work.
type Counts = BTreeMap<String, f64>;

/// Counts, and says what has grown since the last `bless`. Whether nothing has.
pub(crate) fn compare() -> bool {
    let text = fs::read_to_string(path()).unwrap_or_else(|e| panic!("{}: {e}", path().display()));
    let (compiler, before) = parse(&text);
    let same_compiler = compiler == env!("BENCH_RUSTC");
    let mut grown = Vec::new();
    println!("| work | instructions | floor | × floor | before | |");
    println!("|---|---:|---:|---:|---:|---|");
    for bench in codec::all() {
        let [ours, floor] = ["ours", "floor"].map(|side| count(&bench, side));
        let before = before.get(bench.name).copied();
        let change = before.map(|before| ours / before);
        let is_worse = change.is_none_or(|change| change > TOLERANCE);
        if is_worse {
            grown.push(bench.name);
        }
        println!(
            "| {} | {ours:.1} | {floor:.1} | {:.2} | {} | {} |",
            bench.name,
            ours / floor,
            before.map_or("none".to_owned(), |before| format!("{before:.1}")),
            match change {
                _ if is_worse => "**grown**".to_owned(),
                Some(change) if change < 2.0 - TOLERANCE =>
                    format!("−{:.0} %", (1.0 - change) * 100.0),
                _ => String::new(),
            },
        );
    }
    if !same_compiler {
        println!(
            "\n*** OTHER COMPILER: instructions.txt is of {compiler}, and this is {}.\n\
             *** The differences above may be the compiler's: nothing is concluded from them.",
            env!("BENCH_RUSTC")
        );
        return true;
    }
    if grown.is_empty() {
        println!("\nNothing has grown by more than {:.0} %.", (TOLERANCE - 1.0) * 100.0);
    } else {
        println!("\nGrown, or not in instructions.txt: {}.", grown.join("; "));
    }
    grown.is_empty()
}

/// Counts, and makes the counts those that later ones are compared with.
pub(crate) fn bless() -> bool {
    let mut text = format!("{}\n", env!("BENCH_RUSTC"));
    for bench in codec::all() {
        text += &format!("{:9.1} {}\n", count(&bench, "ours"), bench.name);
    }
    print!("{text}");
    fs::write(path(), text).unwrap_or_else(|e| panic!("{}: {e}", path().display()));
    true
}

/// Runs one side of one benchmark, once before it counts.
pub(crate) fn run_one(name: &str, side: &str) -> bool {
    let bench = codec::all().into_iter().find(|bench| bench.name == name).expect("it is listed");
    let mut pass = if side == "ours" { bench.ours } else { bench.floor };
    black_box(pass());
    counted(&mut pass);
    true
}

/// Callgrind knows this function by its name.
#[inline(never)]
pub(crate) fn counted(pass: &mut dyn FnMut() -> u64) {
    black_box(pass());
}

fn count(bench: &Bench, side: &str) -> f64 {
    collected(&[ONE, bench.name, side]) / bench.units as f64
}

/// How many instructions [`counted`] takes in a process of its own, started with these arguments.
pub(crate) fn collected(arguments: &[&str]) -> f64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg("--toggle-collect=netlink_bench::instructions::counted")
        .arg(env::current_exe().expect("the program has a path"))
        .args(arguments)
        .output()
        .unwrap_or_else(|e| panic!("valgrind: {e}"));
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected : "));
    let collected = collected.and_then(|(_, count)| count.trim().parse::<f64>().ok());
    match collected {
        Some(count) if output.status.success() && count > 0.0 => count,
        _ => panic!("callgrind counted nothing of {arguments:?}: {text}"),
    }
}

fn parse(text: &str) -> (&str, Counts) {
    let (compiler, counts) = text.split_once('\n').expect("the first line is the compiler");
    let counts = counts.lines().map(|line| {
        let (count, name) = line.trim().split_once(' ').expect("a line is a count and a name");
        (name.to_owned(), count.parse().expect("a count is a number"))
    });
    (compiler, counts.collect())
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("instructions.txt")
}

//! The running kernel as the judge of the policy interpreter: the same bytes, the same verdict.
//!
//! Takes the policies of every generic netlink family that the kernel offers, makes streams of
//! attributes that are valid, nearly valid and hostile, and sends them, in a network namespace of its
//! own, with operations that need no privilege. Both verdicts must agree in everything: accepted or
//! not, errno, message and offset. It continues after a disagreement, and reports all of them at the end.
//!
//! A longer run, with another seed:
//!
//! ```sh
//! NETLINK_JUDGE_STREAMS=1000000 NETLINK_JUDGE_SEED=7 \
//!     cargo test --release -p netlink-tests --test judge -- --nocapture
//! ```

mod generate;
mod kernel;
mod probe;

use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::env;

use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;

use crate::generate::Generator;
use crate::kernel::{Kernel, Verdict};
use crate::probe::Judged;

/// How many streams are judged by default.
const STREAMS: u64 = 20_000;
/// How many disagreements are shown in full.
const SHOWN: usize = 20;
/// How many families must have been compared for a meaningful result.
const FAMILIES: usize = 4;

#[test]
fn interpreter_and_kernel_give_the_same_verdict_on_every_stream() {
    in_namespace(|| {
        let streams = number("NETLINK_JUDGE_STREAMS").unwrap_or(STREAMS);
        let seed = number("NETLINK_JUDGE_SEED").unwrap_or(1);
        let mut kernel = Kernel::connect();
        or_skip!(kernel.reports_policies());
        let operations = probe::operations(&mut kernel);
        let families: BTreeMap<_, u64> =
            operations.iter().map(|judged| (judged.operation.family.clone(), 0)).collect();
        assert!(families.len() >= FAMILIES, "too few families: {:?}", families.keys());

        let mut generator = Generator::new(seed);
        let mut report = Report::default();
        for number in 0..streams {
            let index = usize::try_from(number).expect("small") % operations.len();
            report.judge(&mut kernel, &operations[index], &generator.stream(&operations[index]));
        }
        report.print(operations.len(), families.len(), seed);
        let shown = report.disagreements.join("\n\n");
        let count = report.disagreed;
        assert!(count == 0, "{count} verdicts differ, of which the first are:\n\n{shown}");
        assert!(report.accepted > 0 && report.rejected > 0, "one verdict only means nothing");
    });
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|text| text.parse().expect("a number"))
}

/// What came of all streams.
#[derive(Default)]
struct Report {
    accepted: u64,
    rejected: u64,
    /// Rejections by message.
    messages: BTreeMap<String, u64>,
    /// How many verdicts differ, and a description of the first ones.
    disagreed: u64,
    disagreements: Vec<String>,
    /// Streams that say nothing, because the kernel does not report its rule; by which it was.
    untold: BTreeMap<&'static str, u64>,
}

impl Report {
    fn judge(&mut self, kernel: &mut Kernel, judged: &Judged, attrs: &[u8]) {
        let theirs = kernel.verdict(&judged.operation, attrs);
        let ours = judged.verdict(attrs);
        if let ControlFlow::Break(rule) = judged.untold(&ours, &theirs, attrs) {
            *self.untold.entry(rule).or_default() += 1;
            return;
        }
        if ours != theirs {
            self.disagreed += 1;
            if self.disagreements.len() < SHOWN {
                self.disagreements.push(format!(
                    "ours {ours:?}\ntheirs {theirs:?}\n{:?} at {:?}, whose set is {:#?}: {attrs:02x?}",
                    judged.operation,
                    judged.level,
                    judged.policies.sets().attrs(judged.set),
                ));
            }
            return;
        }
        match theirs {
            Verdict::Accepted => self.accepted += 1,
            Verdict::Rejected { message, .. } => {
                self.rejected += 1;
                *self.messages.entry(message).or_default() += 1;
            }
        }
    }

    fn print(&self, operations: usize, families: usize, seed: u64) {
        eprintln!(
            "{} streams accepted and {} rejected alike, by {operations} operations of {families} \
             families, seed {seed}",
            self.accepted, self.rejected,
        );
        for (message, count) in &self.messages {
            eprintln!("{count:>9}  {message}");
        }
        for (rule, count) in &self.untold {
            eprintln!("{count:>9}  not judged: {rule}");
        }
    }
}

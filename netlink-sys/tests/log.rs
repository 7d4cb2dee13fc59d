//! What is in the log: each message in one line at debug level, as a tree at trace level.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a panic is how a test fails, and its helpers are not recognised as tests"
)]

use core::fmt;
use std::sync::{Arc, Mutex};

use netlink_core::{Emit, Errno, MessageFlags, Parse};
use netlink_sys::connection::Batch;
use netlink_sys::stand_in::Kernel;
use netlink_sys::{Connection, Protocol};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Keeps what is logged up to a level.
struct Log {
    level: Level,
    lines: Arc<Mutex<Vec<String>>>,
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

/// Keeps the fields of events and the spans they are in, as text.
#[derive(Default)]
struct Fields {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Mutex<Vec<String>>,
    within: Mutex<Vec<u64>>,
}

struct Named(Vec<String>);

impl Visit for Named {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if !["message", "sequence"].contains(&field.name()) {
            self.0.push(format!("{}={value:?}", field.name()));
        }
    }
}

impl Subscriber for Fields {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "netlink_sys" && *metadata.level() == Level::DEBUG
    }

    fn event(&self, event: &Event<'_>) {
        let mut named = Named(Vec::new());
        event.record(&mut named);
        let within = self.within.lock().unwrap();
        let spans = self.spans.lock().unwrap();
        let span = within.last().map(|id| spans[usize::try_from(*id).unwrap() - 1].clone());
        let span = span.unwrap_or_default();
        self.lines.lock().unwrap().push(format!("{span}: {}", named.0.join(" ")));
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut named = Named(Vec::new());
        attributes.record(&mut named);
        let mut spans = self.spans.lock().unwrap();
        spans.push(format!("{} {}", attributes.metadata().name(), named.0.join(" ")));
        Id::from_u64(spans.len().try_into().unwrap())
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, id: &Id) {
        self.within.lock().unwrap().push(id.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.within.lock().unwrap().pop();
    }
}

#[test]
fn events_have_fields_and_each_request_is_a_span() {
    let log = Fields::default();
    let lines = Arc::clone(&log.lines);
    tracing::subscriber::with_default(log, || {
        let kernel = Kernel::new(Protocol::ROUTE);
        kernel.on::<Link<'_>>(|_, _| Err(Errno::EPERM.into()));
        let (mut batch, mut netlink) = links(&kernel);
        netlink.run(&mut batch).expect("answers");
        kernel.on::<Link<'_>>(|_, _| Err(Errno::EPERM.into()));
        netlink.execute(&Link { name: "lo" }, MessageFlags::CREATE).expect_err("refused");
    });
    assert_eq!(
        *lines.lock().unwrap(),
        [
            "request kind=\"batch\": message_type=16 length=24",
            "request kind=\"batch\": message_type=16 length=24",
            "request kind=\"batch\": message_type=2 length=36",
            "request kind=\"batch\": message_type=2 length=36",
            "request kind=\"Link\": message_type=16 length=24",
            "request kind=\"Link\": message_type=2 length=44 errno=1",
        ]
    );
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "netlink_sys" && *metadata.level() == self.level
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Debug, Parse, Emit)]
#[netlink(message = 16)]
struct Link<'a> {
    #[nla(3)]
    name: &'a str,
}

#[derive(Debug, Parse, Emit)]
#[netlink(message = 18, reply = Link<'_>)]
struct GetLink {
    #[nla(29)]
    mask: u32,
}

/// What a request and a refusal leave in the log.
fn logged(level: Level) -> Vec<String> {
    logged_by(level, || {
        let kernel = Kernel::new(Protocol::ROUTE);
        kernel.on::<GetLink>(|_, answer| Ok(answer.reply(&Link { name: "lo" })?));
        kernel.on::<Link<'_>>(|_, _| Err(Errno::EPERM.into()));
        let mut netlink = Connection::over(kernel).expect("memory");
        netlink.request(&GetLink { mask: 8 }).expect("a link");
        netlink.execute(&Link { name: "lo" }, MessageFlags::CREATE).expect_err("refused");
    })
}

/// What a program leaves in the log, without sequence numbers.
fn logged_by(level: Level, program: impl FnOnce()) -> Vec<String> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Log { level, lines: Arc::clone(&lines) };
    tracing::subscriber::with_default(log, program);
    let lines = lines.lock().unwrap();
    lines
        .iter()
        .map(|line| line.lines().map(without_sequence).collect::<Vec<_>>().join("\n"))
        .collect()
}

fn without_sequence(line: &str) -> String {
    let stays = |word: &&str| !word.starts_with("seq=") && !word.starts_with("port=");
    line.split(' ').filter(stays).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_message_is_one_line_at_debug_level() {
    assert_eq!(
        logged(Level::DEBUG),
        [
            "sent GetLink type=18 len=24 flags=REQUEST",
            "received type=16 len=24 flags=0",
            "sent Link type=16 len=24 flags=REQUEST|ACK|CREATE",
            "received ERROR type=2 len=44 flags=0 EPERM (operation not permitted), \
             in reply to type=16 len=24 flags=REQUEST|ACK|CREATE",
        ]
    );
}

#[test]
fn each_message_that_is_read_is_a_tree_at_trace_level() {
    let lines = logged(Level::TRACE);
    assert_eq!(lines[0], "sent GetLink type=18 len=24 flags=REQUEST\n  mask: 8");
    assert!(lines[1].starts_with("received Link type=16"), "{lines:?}");
    assert!(lines[1].ends_with("\n  name: \"lo\""), "{lines:?}");
}

fn links(kernel: &Kernel) -> (Batch, Connection<Kernel>) {
    kernel.on::<Link<'_>>(|_, _| Ok(()));
    let mut batch = Batch::new();
    for name in ["a", "b"] {
        batch.push(&Link { name }, MessageFlags::CREATE).expect("short names");
    }
    (batch, Connection::over(kernel.clone()).expect("memory"))
}

#[test]
fn each_request_of_a_batch_is_in_the_log() {
    let program = || {
        let (mut batch, mut netlink) = links(&Kernel::new(Protocol::ROUTE));
        netlink.run(&mut batch).expect("answers");
    };
    let lines = logged_by(Level::TRACE, program);
    assert!(lines[0].starts_with("sent Link type=16"), "{lines:?}");
    assert!(lines[0].ends_with("\n  name: \"a\""), "{lines:?}");
    assert!(lines[1].ends_with("\n  name: \"b\""), "{lines:?}");
    assert_eq!(logged_by(Level::DEBUG, program).len(), 4, "two requests, two answers");
}

#[test]
fn a_transaction_is_in_the_log_with_its_begin_and_its_end() {
    let lines = logged_by(Level::DEBUG, || {
        let (mut batch, mut netlink) = links(&Kernel::new(Protocol::NETFILTER));
        netlink.commit(&mut batch).expect("answers");
    });
    assert_eq!(
        lines[..4],
        [
            "sent type=16 len=20 flags=REQUEST",
            "sent Link type=16 len=24 flags=REQUEST|ACK|CREATE",
            "sent Link type=16 len=24 flags=REQUEST|ACK|CREATE",
            "sent type=17 len=20 flags=REQUEST",
        ]
    );
}

//! Fields that are declared secret are not in the log, at any level and in any direction.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a panic is how a test fails, and its helpers are not recognised as tests"
)]

use core::fmt;
use std::sync::{Arc, Mutex};

use netlink_core::{Emit, Errno, MessageFlags, MessageHeader, Parse, Writer};
use netlink_sys::connection::{Batch, Events};
use netlink_sys::stand_in::{Kernel, Refusal};
use netlink_sys::{Connection, Protocol};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps everything that is logged.
struct Log(Arc<Mutex<Vec<String>>>);

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push_str(&format!("{}={value:?} ", field.name()));
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(format!("{} ", event.metadata().level()));
        event.record(&mut text);
        self.0.lock().unwrap().push(text.0);
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut text = Text(String::new());
        attributes.record(&mut text);
        self.0.lock().unwrap().push(text.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Debug, Parse, Emit)]
#[netlink(message = 16)]
struct Device<'a> {
    #[nla(1)]
    index: u32,
    #[nla(2, secret, len = ..=8)]
    private_key: Option<&'a [u8]>,
    #[nla(3)]
    peer: Option<Peer<'a>>,
}

#[derive(Debug, Parse, Emit)]
struct Peer<'a> {
    #[nla(1, secret)]
    preshared_key: &'a [u8],
    #[nla(2)]
    port: Option<u16>,
}

#[derive(Debug, Parse, Emit)]
#[netlink(message = 18, reply = Device<'_>)]
struct GetDevice {
    #[nla(1)]
    index: u32,
}

const SECRET: [u8; 8] = [0xa7; 8];

fn device() -> Device<'static> {
    let peer = Peer { preshared_key: &SECRET, port: Some(7) };
    Device { index: 1, private_key: Some(&SECRET), peer: Some(peer) }
}

/// A device with an attribute that is wrong, and bytes left over, around its secrets.
fn malformed(number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let header = MessageHeader::new(16, MessageFlags::NONE);
    Writer::growing(&mut bytes)
        .message(header, |writer| match number {
            0 => writer.put(1, &u64::MAX).and_then(|()| writer.put(2, &[0xa7_u8; 40].as_slice())),
            1 => writer.put(1, &1_u32).and_then(|()| writer.put(3, &SECRET.as_slice())),
            2 => writer.put(2, &SECRET.as_slice()),
            _ => writer
                .put(1, &1_u32)
                .and_then(|()| writer.put(2, &SECRET.as_slice()))
                .and_then(|()| writer.bytes(&[0xa7; 3])),
        })
        .expect("room");
    bytes
}

/// Everything in which secrets go back and forth.
fn program() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<GetDevice>(|_, answer| Ok(answer.reply(&device())?));
    kernel.on::<Device<'_>>(|_, _| Ok(()));
    let mut netlink = Connection::over(kernel.clone()).expect("memory");
    netlink.request(&GetDevice { index: 1 }).expect("a device");
    netlink.collect(&GetDevice { index: 1 }, MessageFlags::NONE).expect("devices");
    netlink.execute(&device(), MessageFlags::NONE).expect("success");
    let too_long = Device { private_key: Some(&[0xa7; 9]), ..device() };
    let error = netlink.execute(&too_long, MessageFlags::NONE).expect_err("too long");
    tracing::info!("{error} {error:?} {}", error.explain());
    for offset in [16, 24, 36, 40] {
        kernel.on::<Device<'_>>(move |_, _| {
            Err(Refusal::from(Errno::EINVAL).because("it is wrong").at(offset))
        });
        let error = netlink.execute(&device(), MessageFlags::NONE).expect_err("refused");
        tracing::info!("{error} {error:?} {}", error.explain());
    }
    let mut batch = Batch::new();
    batch.push(&device(), MessageFlags::NONE).expect("a device");
    netlink.run(&mut batch).expect("an outcome");
    for failure in batch.failures() {
        tracing::info!("{failure:?}");
    }
    let netfilter = Kernel::new(Protocol::NETFILTER);
    netfilter.on::<Device<'_>>(|_, _| Err(Errno::EPERM.into()));
    let mut netfilter = Connection::over(netfilter).expect("memory");
    batch.push(&device(), MessageFlags::NONE).expect("a device");
    netfilter.commit(&mut batch).expect("an outcome");
    let mut events: Events<Device<'_>, Kernel> = Events::over(kernel.clone()).expect("memory");
    kernel.notify(None, &device()).expect("a device");
    for number in 0..4 {
        kernel.send(&malformed(number));
    }
    for _ in 0..5 {
        if let Err(error) = events.next() {
            tracing::info!("{error} {error:?} {}", error.explain());
        }
    }
    assert_eq!(events.counters().leftovers, 1);
}

#[test]
fn secret_fields_are_not_in_the_log_at_any_level() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    tracing::subscriber::with_default(Log(Arc::clone(&lines)), program);
    let lines = lines.lock().unwrap();
    let has = |level: &str| lines.iter().any(|line| line.starts_with(level));
    assert!(has("TRACE") && has("DEBUG"), "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains("private_key")), "the field is named");
    for line in lines.iter() {
        for shown in ["a7 a7", "a7a7", "167, 167", "2812782503", "\\xa7"] {
            assert!(!line.contains(shown), "{shown}: {line}");
        }
    }
}

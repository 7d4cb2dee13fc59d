//! Events that are not netlink messages: text without a header, and records with a wrong length.

use netlink_core::{Emit, Parse};
use netlink_sys::Protocol;
use netlink_sys::connection::{AuditRecords, Error, Notification, Uevents};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};

use super::Datagrams;
use crate::support::{NONE, once};

const ADDED: &[u8] = b"add@/devices/virtual/net/v0\0ACTION=add\0SUBSYSTEM=net\0INTERFACE=v0\0";

#[test]
fn events_of_devices_are_text() {
    let kernel = Kernel::new(Protocol::KOBJECT_UEVENT);
    let mut events = Datagrams::<Uevents>::over(kernel.clone()).expect("memory");
    for bytes in [ADDED, b"remove@/devices/x\0", b"", b"odd", b"=\0=\0@"] {
        kernel.send(bytes);
    }
    kernel.send_as(7, b"libudev\0");
    let Notification::Message(added) = wait!(events.next()).expect("an event") else {
        panic!("a loss")
    };
    assert_eq!((added.action(), added.device()), (&b"add"[..], &b"/devices/virtual/net/v0"[..]));
    assert_eq!(added.get("SUBSYSTEM"), Some(&b"net"[..]));
    assert_eq!(added.get("SUB"), None);
    assert_eq!(added.variables().count(), 3);
    let mut devices = Vec::new();
    while let Some(event) = events.try_next().expect("no error") {
        let Notification::Message(event) = event else { panic!("a loss") };
        devices.push((event.action().to_vec(), event.device().to_vec()));
    }
    let expected: [(&[u8], &[u8]); 3] = [(b"remove", b"/devices/x"), (b"odd", b""), (b"=", b"")];
    assert_eq!(devices, expected.map(|(action, device)| (action.to_vec(), device.to_vec())));
    assert_eq!(events.counters().foreign, 1);
}

#[test]
fn a_loss_is_reported_where_it_occurred() {
    let kernel = Kernel::new(Protocol::KOBJECT_UEVENT);
    kernel.set_receive_capacity(2048);
    let mut events = Datagrams::<Uevents>::over(kernel.clone()).expect("memory");
    for _ in 0..20 {
        kernel.send(ADDED);
    }
    let there = kernel.pending();
    for _ in 0..there {
        let event = wait!(events.next()).expect("an event");
        assert!(matches!(event, Notification::Message(event) if event.action() == b"add"));
    }
    assert!(matches!(wait!(events.next()), Ok(Notification::Lost)));
}

/// `AUDIT_SET`
#[derive(Debug, Parse, Emit)]
#[netlink(message = 1001)]
struct SetStatus {
    #[netlink(header)]
    status: [u32; 10],
}

/// A record as the audit subsystem sends it: its length leaves the header out.
fn record(ty: u16, text: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(text.len()).unwrap().to_ne_bytes().to_vec();
    bytes.extend(ty.to_ne_bytes());
    bytes.extend([0; 10]);
    bytes.extend(text);
    bytes
}

#[test]
fn audit_records_have_a_wrong_length_and_do_not_disturb_requests() {
    let kernel = Kernel::new(Protocol::AUDIT);
    let speaks = kernel.clone();
    kernel.on::<SetStatus>(move |_, _| {
        speaks.send(&record(1305, b"audit(1:2): while it is executed\0\0"));
        Ok(())
    });
    let mut records = Datagrams::<AuditRecords>::over(kernel.clone()).expect("memory");
    kernel.send(&record(1300, b"audit(1:1): before"));
    wait!(records.execute(&SetStatus { status: [0; 10] }, NONE)).expect("success");
    kernel.send(&record(1300, b"audit(1:3): behind"));
    for (ty, text) in [
        (1300, &b"audit(1:1): before"[..]),
        (1305, b"audit(1:2): while it is executed"),
        (1300, b"audit(1:3): behind"),
    ] {
        let Notification::Message(record) = wait!(records.next()).expect("a record") else {
            panic!()
        };
        assert_eq!((record.message_type(), record.text()), (ty, text));
    }
    // A late acknowledgement is not a record.
    once(&kernel, FaultPoint::Receive(4), Fault::Delay(3));
    let result = wait!(records.execute(&SetStatus { status: [0; 10] }, NONE)).map(drop);
    assert!(matches!(result, Err(Error::TimedOut(_))), "{result:?}");
    let Notification::Message(record) = wait!(records.next()).expect("a record") else { panic!() };
    assert_eq!(record.message_type(), 1305);
    assert!(records.try_next().expect("no error").is_none());
    once(&kernel, FaultPoint::Receive(7), Fault::Truncate(5));
    kernel.send(b"short");
    let Notification::Message(short) = wait!(records.next()).expect("a record") else { panic!() };
    assert_eq!((short.message_type(), short.text()), (0, &b""[..]));
}

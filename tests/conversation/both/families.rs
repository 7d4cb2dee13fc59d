//! Families of generic netlink, which come and go.

use netlink_core::{Emit, Errno, Parse};
use netlink_sys::connection::{Batch, Error, Notification};
use netlink_sys::stand_in::Kernel;
use netlink_sys::{Group, Protocol};

use super::{Events, connect};
use crate::support::{NONE, kernel, message};

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "sensor", command = 1)]
struct Temperature {
    #[nla(1)]
    degrees: i32,
}

#[derive(Debug, Parse, Emit)]
#[netlink(family = "sensor", command = 2, reply = Temperature)]
struct GetTemperature;

#[derive(Debug, Parse, Emit)]
#[netlink(family = "sensor", command = 3)]
struct SetAlarm {
    #[nla(2)]
    degrees: i32,
}

fn sensor() -> Kernel {
    let kernel = Kernel::new(Protocol::GENERIC);
    kernel.add_family("other", 0x20, &[]);
    kernel.add_family("sensor", 0x21, &[("alarms", Group::new(40).unwrap())]);
    kernel.on::<GetTemperature>(|_, answer| Ok(answer.reply(&Temperature { degrees: 21 })?));
    kernel.on::<SetAlarm>(|_, _| Ok(()));
    kernel
}

#[test]
fn a_family_is_looked_up_once() {
    let kernel = sensor();
    let mut netlink = connect(&kernel);
    for _ in 0..3 {
        assert_eq!(wait!(netlink.request(&GetTemperature)).expect("a reply").degrees, 21);
    }
    wait!(netlink.execute(&SetAlarm { degrees: 30 }, NONE)).expect("success");
    assert_eq!(kernel.requests().len(), 5);
    let family = wait!(netlink.family("sensor")).expect("a family");
    assert_eq!((family.id(), family.group("alarms")), (0x21, Group::new(40)));
    assert_eq!(family.group("no alarms"), None);
}

#[test]
fn a_family_that_is_registered_again_with_another_id_is_found() {
    let kernel = sensor();
    let mut netlink = connect(&kernel);
    wait!(netlink.request(&GetTemperature)).expect("a reply");
    kernel.remove_family("sensor");
    kernel.add_family("sensor", 0x30, &[]);
    assert_eq!(wait!(netlink.request(&GetTemperature)).expect("a reply").degrees, 21);
    kernel.add_family("sensor", 0x31, &[]);
    wait!(netlink.execute(&SetAlarm { degrees: 30 }, NONE)).expect("success");
    assert_eq!(netlink.counters().repeated, 2);
}

#[test]
fn a_dump_of_a_family_that_came_back_works_the_second_time() {
    let kernel = sensor();
    let mut netlink = connect(&kernel);
    wait!(netlink.request(&GetTemperature)).expect("a reply");
    kernel.add_family("sensor", 0x30, &[]);
    let error = wait!(netlink.collect(&GetTemperature, NONE)).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENOENT));
    assert_eq!(wait!(netlink.collect(&GetTemperature, NONE)).expect("a dump").items.len(), 1);
}

#[test]
fn a_family_that_is_gone_is_said_to_be() {
    let kernel = sensor();
    let mut netlink = connect(&kernel);
    wait!(netlink.request(&GetTemperature)).expect("a reply");
    kernel.remove_family("sensor");
    let error = wait!(netlink.request(&GetTemperature)).unwrap_err();
    assert!(matches!(&error, Error::NoFamily(name) if **name == *"sensor"), "{error}");
}

#[test]
fn that_there_is_no_family_is_not_remembered() {
    let kernel = Kernel::new(Protocol::GENERIC);
    kernel.on::<GetTemperature>(|_, answer| Ok(answer.reply(&Temperature { degrees: 21 })?));
    let mut netlink = connect(&kernel);
    for _ in 0..2 {
        let error = wait!(netlink.request(&GetTemperature)).unwrap_err();
        assert!(matches!(error, Error::NoFamily(_)));
    }
    kernel.add_family("sensor", 0x21, &[]);
    wait!(netlink.request(&GetTemperature)).expect("a reply");
}

#[test]
fn no_such_object_is_not_taken_for_no_such_family() {
    let kernel = sensor();
    kernel.on::<SetAlarm>(|_, _| Err(Errno::ENOENT.into()));
    let mut netlink = connect(&kernel);
    for _ in 0..2 {
        let error = wait!(netlink.execute(&SetAlarm { degrees: 30 }, NONE)).unwrap_err();
        assert!(matches!(&error, Error::Kernel(_)) && error.errno() == Some(Errno::ENOENT));
    }
    assert_eq!(netlink.counters().repeated, 0);
}

#[test]
fn a_request_of_a_family_is_not_sent_over_another_protocol() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    let error = wait!(netlink.execute(&SetAlarm { degrees: 1 }, NONE)).unwrap_err();
    let message = "SetAlarm belongs to protocol GENERIC, and this is a ROUTE socket";
    assert!(matches!(error, Error::WrongProtocol { expected: Protocol::GENERIC, .. }));
    assert_eq!(error.to_string(), message);
    assert!(kernel.requests().is_empty());
}

#[test]
fn batches_go_to_families_by_name() {
    let kernel = sensor();
    let mut netlink = connect(&kernel);
    let mut batch = Batch::new();
    for degrees in 0..10 {
        batch.push(&SetAlarm { degrees }, NONE).expect("a request");
    }
    wait!(netlink.run(&mut batch)).expect("answers");
    assert!(batch.is_done());
}

#[test]
fn events_of_a_family_are_distinguished_by_their_command() {
    let kernel = sensor();
    let mut events: Events<Temperature> = wait!(Events::over(kernel.clone())).expect("a family");
    let group = Group::new(40);
    kernel.notify(group, &SetAlarm { degrees: 1 }).expect("a message");
    kernel.send(&message(0x20, NONE, &[1, 1, 0, 0, 8, 0, 1, 0, 0, 0, 0, 0]));
    kernel.notify(group, &Temperature { degrees: 90 }).expect("a message");
    let event = wait!(events.next()).expect("an event");
    assert_eq!(event, Notification::Message(Temperature { degrees: 90 }));
    assert_eq!(events.counters().skipped, 2);
}

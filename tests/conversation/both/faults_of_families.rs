//! Every fault at every step of what involves families of generic netlink, which come and go.

use core::time::Duration;

use netlink_core::{Emit, Parse};
use netlink_sys::connection::{Error, Notification};
use netlink_sys::stand_in::{Fault, Kernel};
use netlink_sys::{Group, Protocol};

use super::faults::{at_every_step, over_at_every_step};
use super::{Connection, Events, Pool, connect, get_pooled, pool};
use crate::support::NONE;

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "sensor", command = 1)]
struct Temperature {
    #[nla(1)]
    degrees: i32,
}

#[derive(Debug, Parse, Emit)]
#[netlink(family = "sensor", command = 2, reply = Temperature)]
struct GetTemperature;

/// `CTRL_CMD_NEWFAMILY`
#[derive(Debug, Parse, Emit)]
#[netlink(family = "nlctrl", command = 1, version = 2)]
struct NewFamily<'a> {
    #[nla(1)]
    id: u16,
    #[nla(2)]
    name: &'a core::ffi::CStr,
}

const ALARMS: Group = Group::new(40).unwrap();

fn sensor() -> Kernel {
    let kernel = Kernel::new(Protocol::GENERIC);
    kernel.add_family("sensor", 0x21, &[("alarms", ALARMS)]);
    kernel.on::<GetTemperature>(|_, answer| {
        let degrees = if answer.is_dump() { 1..=3 } else { 1..=1 };
        Ok(degrees.into_iter().try_for_each(|degrees| answer.reply(&Temperature { degrees }))?)
    });
    kernel
}

fn come_back(kernel: &Kernel, id: u16) {
    kernel.remove_family("sensor");
    kernel.add_family("sensor", id, &[("alarms", ALARMS)]);
}

fn asks(netlink: &mut Connection) -> Result<(), Error> {
    assert_eq!(wait!(netlink.request(&GetTemperature))?.degrees, 1);
    assert_eq!(wait!(netlink.collect(&GetTemperature, NONE))?.items.len(), 3);
    Ok(())
}

#[test]
fn of_a_lookup() {
    let operation = |netlink: &mut Connection| {
        let found = wait!(netlink.family("sensor")).map(|family| {
            assert_eq!((family.id(), family.group("alarms")), (0x21, Some(ALARMS)));
        });
        let missing = wait!(netlink.family("no sensor")).map(drop);
        assert!(missing.is_err());
        found
    };
    at_every_step(sensor, operation, asks);
}

#[test]
fn of_requests_to_a_family_that_came_back() {
    let operation = |kernel: &Kernel, netlink: &mut Connection, _: Fault| {
        let before = wait!(netlink.request(&GetTemperature)).map(|reply| reply.degrees);
        come_back(kernel, 0x22);
        let reply = wait!(netlink.request(&GetTemperature)).map(|reply| reply.degrees);
        come_back(kernel, 0x23);
        let all = wait!(netlink.collect(&GetTemperature, NONE)).map(|all| all.items.len());
        // A dump is not sent again: its family is looked up for the next one.
        assert!(all.as_ref().is_ok_and(|count| (1..=6).contains(count)) || all.is_err());
        before.and(reply).map(drop)
    };
    let works = |_: &Kernel, netlink: &mut Connection| match asks(netlink) {
        // Not known yet.
        Err(error) if error.is_not_found() => asks(netlink),
        result => result,
    };
    over_at_every_step(sensor, connect, operation, works);
}

#[test]
fn of_events_of_a_family_that_is_registered_again() {
    let open = |kernel: &Kernel| -> Events<Temperature> {
        let mut events: Events<Temperature> = wait!(Events::over(kernel.clone())).expect("memory");
        events.set_timeout(Some(Duration::ZERO));
        events
    };
    let join = |events: &mut Events<Temperature>| wait!(events.join_family("sensor", &["alarms"]));
    let operation = |kernel: &Kernel, events: &mut Events<Temperature>, _: Fault| {
        let mut result = join(events);
        for (id, degrees) in [(0x21, 1), (0x22, 2), (0x23, 3)] {
            if id > 0x21 {
                come_back(kernel, id);
                kernel.notify(None, &NewFamily { id, name: c"sensor" }).expect("a message");
            }
            kernel.notify(Some(ALARMS), &Temperature { degrees }).expect("a message");
        }
        let mut heard = 0;
        for _ in 0..20 {
            match wait!(events.next()) {
                Ok(Notification::Message(event)) => {
                    assert!(event.degrees >= heard, "in order");
                    heard = event.degrees;
                }
                Ok(Notification::Lost) => {}
                Err(error) => result = result.and(Err(error)),
            }
        }
        result
    };
    let works = |kernel: &Kernel, events: &mut Events<Temperature>| {
        join(events)?;
        kernel.notify(Some(ALARMS), &Temperature { degrees: 9 }).expect("a message");
        for _ in 0..20 {
            if wait!(events.next())? == Notification::Message(Temperature { degrees: 9 }) {
                return Ok(());
            }
        }
        panic!("it is not heard");
    };
    over_at_every_step(sensor, open, operation, works);
}

#[test]
fn of_what_the_connections_of_a_pool_know_of_families() {
    let operation = |kernel: &Kernel, pool: &mut Pool, _: Fault| {
        let first = wait!(get_pooled(pool).request(&GetTemperature)).map(|reply| reply.degrees);
        come_back(kernel, 0x30);
        let second = wait!(get_pooled(pool).request(&GetTemperature)).map(|reply| reply.degrees);
        first.and(second).map(drop)
    };
    let works = |_: &Kernel, pool: &mut Pool| asks(&mut get_pooled(pool));
    over_at_every_step(sensor, pool, operation, works);
}

//! A view kept up to date, over two kernels in memory: one that lists, and one that tells.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use netlink_core::Parse;
use netlink_sys::Protocol;
use netlink_sys::connection::Update;
use netlink_sys::stand_in::{Fault, Kernel, Operation};

use super::{Events, Watch, connect};
use crate::support::{DelLink, GetLink, Link, all, del, link, once};

#[derive(Debug, PartialEq, Parse)]
enum LinkEvent<'a> {
    #[netlink(message = 16)]
    New(Link<'a>),
    #[netlink(message = 17)]
    Gone(DelLink),
}

/// What there is, and who tells of it.
struct World {
    links: Arc<Mutex<BTreeSet<i32>>>,
    lists: Kernel,
    tells: Kernel,
}

impl World {
    fn new() -> Self {
        let links = Arc::new(Mutex::new(BTreeSet::from([1, 2])));
        let lists = Kernel::new(Protocol::ROUTE);
        let listed = Arc::clone(&links);
        lists.on::<GetLink>(move |_, answer| {
            if !answer.is_dump() {
                // The fence.
                return Ok(answer.reply(&link(1))?);
            }
            for index in listed.lock().unwrap().iter() {
                answer.reply(&link(*index))?;
            }
            Ok(())
        });
        Self { links, lists, tells: Kernel::new(Protocol::ROUTE) }
    }

    fn watch(&self) -> Watch<GetLink, LinkEvent<'static>> {
        let events: Events<LinkEvent<'static>> =
            wait!(Events::over(self.tells.clone())).expect("memory");
        Watch::over(events, connect(&self.lists), all())
    }

    fn add(&self, index: i32) {
        self.links.lock().unwrap().insert(index);
        self.tells.notify(None, &link(index)).expect("a link");
    }

    fn delete(&self, index: i32) {
        self.links.lock().unwrap().remove(&index);
        self.tells.notify(None, &del(index)).expect("a link");
    }
}

/// Reads updates into a view until there is a list and nothing more; how often it began anew.
fn follow(
    watch: &mut Watch<GetLink, LinkEvent<'static>>,
    view: &mut BTreeSet<i32>,
    updates: usize,
) -> usize {
    let mut resets = 0;
    for _ in 0..updates {
        match wait!(watch.next()).expect("an update") {
            Update::Reset => {
                resets += 1;
                view.clear();
            }
            Update::Listed(link) | Update::Changed(LinkEvent::New(link)) => {
                view.insert(link.info.index);
            }
            Update::Changed(LinkEvent::Gone(link)) => {
                view.remove(&link.info.index);
            }
            Update::Complete { interrupted } => assert!(!interrupted),
        }
    }
    resets
}

#[test]
fn first_comes_a_list_and_then_every_change() {
    let world = World::new();
    let (mut watch, mut view) = (world.watch(), BTreeSet::new());
    assert_eq!(follow(&mut watch, &mut view, 4), 1, "the reset, two links, and the end");
    assert_eq!(view, BTreeSet::from([1, 2]));
    world.add(3);
    world.delete(1);
    assert_eq!(follow(&mut watch, &mut view, 2), 0);
    assert_eq!(view, BTreeSet::from([2, 3]));
}

#[test]
fn after_a_loss_it_begins_anew() {
    let world = World::new();
    let (mut watch, mut view) = (world.watch(), BTreeSet::new());
    follow(&mut watch, &mut view, 4);
    world.tells.set_receive_capacity(2048);
    for index in 10..110 {
        world.add(index);
    }
    world.delete(1);
    let told_before = world.tells.pending();
    assert!(told_before < 10);
    assert_eq!(follow(&mut watch, &mut view, told_before + 1 + 101 + 1), 1);
    assert_eq!(view, *world.links.lock().unwrap());
    assert_eq!(watch.event_counters().overruns, 1);
}

#[test]
fn a_list_that_changed_meanwhile_is_asked_for_again() {
    let world = World::new();
    let mut times = 0;
    world.lists.on::<GetLink>(move |_, answer| {
        if !answer.is_dump() {
            return Ok(answer.reply(&link(1))?);
        }
        times += 1;
        answer.reply(&link(times))?;
        if times < 3 {
            answer.interrupt();
        }
        Ok(answer.reply(&link(7))?)
    });
    let (mut watch, mut view) = (world.watch(), BTreeSet::new());
    assert_eq!(follow(&mut watch, &mut view, 3 + 3 + 4), 3);
    assert_eq!(view, BTreeSet::from([3, 7]));
}

#[test]
fn a_list_that_is_lost_is_asked_for_again() {
    let world = World::new();
    // The first datagram is the answer to the fence.
    once(&world.lists, Operation::Receive(1), Fault::Overrun);
    let (mut watch, mut view) = (world.watch(), BTreeSet::new());
    assert_eq!(follow(&mut watch, &mut view, 5), 2);
    assert_eq!(view, BTreeSet::from([1, 2]));
}

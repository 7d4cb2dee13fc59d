//! A view kept up to date, over two kernels in memory: one that lists, and one that tells.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use netlink_core::Parse;
use netlink_sys::Protocol;
use netlink_sys::connection::{Awaited, Error, Update};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};

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

/// Reads updates into a view until the list is complete and no more are pending. Returns the number of lists.
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
fn every_change_follows_the_list() {
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
fn after_a_loss_everything_is_listed_again() {
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
fn an_interrupted_list_is_requested_again() {
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
fn a_lost_list_is_requested_again() {
    let world = World::new();
    // The first datagram is the answer to the fence.
    once(&world.lists, FaultPoint::Receive(1), Fault::Overrun);
    let (mut watch, mut view) = (world.watch(), BTreeSet::new());
    assert_eq!(follow(&mut watch, &mut view, 5), 2);
    assert_eq!(view, BTreeSet::from([1, 2]));
}

#[test]
fn a_fence_is_passed_before_each_list() {
    let world = World::new();
    let (mut watch, mut view) = (world.watch(), BTreeSet::new());
    follow(&mut watch, &mut view, 4);
    watch.relist();
    assert_eq!(follow(&mut watch, &mut view, 4), 1);
    let is_dump = |request: &Vec<u8>| {
        let (message, _) = netlink_core::RawMessage::split(request).expect("a request");
        message.header().flags.contains(netlink_core::MessageFlags::DUMP)
    };
    let requests: Vec<bool> = world.lists.requests().iter().map(is_dump).collect();
    assert_eq!(requests, [false, true, false, true]);

    // Another one can be set, and whether it succeeds makes no difference.
    watch.set_fence(&del(99)).expect("a message");
    watch.relist();
    assert_eq!(follow(&mut watch, &mut view, 4), 1);
    let requests = world.lists.requests();
    let (fence, _) = netlink_core::RawMessage::split(&requests[4]).expect("a request");
    assert_eq!(fence.header().ty, 17);
}

#[test]
fn events_that_come_while_the_list_is_read_are_kept_and_it_is_listed_once() {
    let world = World::new();
    for index in 0..600 {
        world.links.lock().unwrap().insert(index);
    }
    world.tells.set_receive_capacity(32_000);
    let (mut watch, mut view) = (world.watch(), BTreeSet::new());
    assert_eq!(follow(&mut watch, &mut view, 1), 1);
    for index in 0..600 {
        // Far more than there is room for at once.
        world.add(1000 + index);
        world.delete(2 * (index % 300));
        assert_eq!(follow(&mut watch, &mut view, 1), 0);
    }
    let mut resets = 0;
    while world.tells.pending() > 0 || view != *world.links.lock().unwrap() {
        resets += follow(&mut watch, &mut view, 1);
    }
    assert_eq!((resets, watch.event_counters().overruns), (0, 0));
}

#[test]
fn a_list_that_stops_coming_is_requested_again() {
    let world = World::new();
    let (mut watch, mut view) = (world.watch(), BTreeSet::new());
    watch.set_timeout(Some(core::time::Duration::from_millis(1)));
    once(&world.lists, FaultPoint::Send(1), Fault::Lose);
    assert_eq!(follow(&mut watch, &mut view, 1), 1);
    let ended = wait!(watch.next()).map(drop);
    assert!(matches!(ended, Err(Error::TimedOut(Awaited::Dump("GetLink")))), "{ended:?}");
    assert_eq!(follow(&mut watch, &mut view, 4), 1);
    assert_eq!(view, BTreeSet::from([1, 2]));
    let ended = wait!(watch.next()).map(drop);
    assert!(matches!(ended, Err(Error::TimedOut(Awaited::Notification))), "{ended:?}");
}

#[test]
fn what_is_there_can_be_taken_without_waiting() {
    let world = World::new();
    let mut watch = world.watch();
    let mut updates = 0;
    while wait!(watch.try_next()).expect("an update").is_some() {
        updates += 1;
    }
    assert_eq!(updates, 4);
    world.add(3);
    assert!(matches!(wait!(watch.try_next()), Ok(Some(Update::Changed(_)))));
    assert!(matches!(wait!(watch.try_next()), Ok(None)));
}

#[test]
fn whatever_goes_wrong_the_view_is_right_in_the_end() {
    const FAULTS: [Fault; 6] = [
        Fault::Fail(netlink_core::Errno::EIO),
        Fault::Lose,
        Fault::Overrun,
        Fault::Truncate(20),
        Fault::Delay(3),
        Fault::Duplicate,
    ];
    for step in (0..5).flat_map(|step| [FaultPoint::Send(step), FaultPoint::Receive(step)]) {
        let cases = FAULTS.into_iter().flat_map(|fault| [(fault, true), (fault, false)]);
        let cases =
            cases.flat_map(|(fault, faulty)| [(fault, faulty, true), (fault, faulty, false)]);
        for (fault, faulty, polled) in cases {
            // An event that is lost silently cannot be noticed.
            if !faulty && matches!(fault, Fault::Lose) {
                continue;
            }
            let world = World::new();
            once(if faulty { &world.lists } else { &world.tells }, step, fault);
            let (mut watch, mut view) = (world.watch(), BTreeSet::new());
            watch.set_timeout(Some(core::time::Duration::from_millis(1)));
            let mut waits = 0;
            for round in 0..80 {
                if round % 10 == 5 {
                    world.add(10 + round);
                }
                if round == 35 {
                    watch.relist();
                }
                let update = match polled {
                    true => wait!(watch.try_next()),
                    false => wait!(watch.next()).map(Some),
                };
                let update = match update {
                    Ok(None) => {
                        waits += 1;
                        continue;
                    }
                    Ok(Some(update)) => Ok(update),
                    Err(error) => Err(error),
                };
                match update {
                    Ok(Update::Reset) => view.clear(),
                    Ok(Update::Listed(link) | Update::Changed(LinkEvent::New(link))) => {
                        view.insert(link.info.index);
                    }
                    Ok(Update::Changed(LinkEvent::Gone(link))) => {
                        view.remove(&link.info.index);
                    }
                    Ok(Update::Complete { .. }) => {}
                    Err(Error::TimedOut(_)) => waits += 1,
                    Err(_) => {}
                }
            }
            assert!(waits > 0, "it has come to rest");
            // A list of which a part was lost silently lacks it; the kernel does not do that.
            if !matches!(fault, Fault::Lose) {
                assert_eq!(
                    view,
                    *world.links.lock().unwrap(),
                    "{step:?} {fault:?} {faulty} {polled}"
                );
            }
        }
    }
}

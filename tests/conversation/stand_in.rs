//! The kernel in memory itself: it does what the real one does.

use netlink_core::{Errno, Messages, Parse, RawMessage};
use netlink_sys::connection::{Error, Options, Patience, Transport};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};
use netlink_sys::{Connection, Group, Protocol, ReceiveBuffer};

use crate::support::{DelLink, GetLink, Link, NONE, all, del, get, kernel, link, once};

fn connect(kernel: &Kernel) -> Connection<Kernel> {
    Connection::over(kernel.clone()).expect("memory")
}

#[test]
fn a_second_dump_is_refused_while_one_runs() {
    let kernel = kernel(1000);
    let (mut one, mut other) = (connect(&kernel), connect(&kernel));
    // Over one socket, as it were.
    one.dump(&all()).expect("sent");
    let error = other.collect(&all(), NONE).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EBUSY));
}

#[test]
fn a_dump_waits_until_there_is_room_for_it() {
    let kernel = kernel(20_000);
    let mut netlink = connect(&kernel);
    let mut links = netlink.dump(&all()).expect("sent");
    let (mut count, mut most) = (0, 0);
    while links.next().expect("a link").is_some() {
        count += 1;
        most = most.max(kernel.pending());
    }
    assert_eq!(count, 20_000);
    assert!(most <= 2, "{most} datagrams at once");
}

#[test]
fn the_bits_of_a_dump_mean_something_else_in_what_creates() {
    use netlink_core::MessageFlags;
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<Link<'_>>(|_, answer| {
        assert!(!answer.is_dump());
        assert!(answer.flags().contains(MessageFlags::REPLACE | MessageFlags::EXCL));
        Ok(())
    });
    let flags = MessageFlags::REPLACE | MessageFlags::EXCL;
    connect(&kernel).execute(&link(1), flags).expect("acknowledged");
}

#[test]
fn the_function_given_last_answers() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    kernel.on::<DelLink>(|_, _| Err(Errno::EBUSY.into()));
    assert_eq!(netlink.execute(&del(1), NONE).unwrap_err().errno(), Some(Errno::EBUSY));
    netlink.request(&get(1)).expect("a link");
    kernel.on::<RawMessage<'_>>(|_, _| Err(Errno::EPERM.into()));
    assert_eq!(netlink.request(&get(1)).unwrap_err().errno(), Some(Errno::EPERM));
}

#[test]
fn one_function_can_answer_several_requests() {
    #[derive(Parse)]
    enum Request<'a> {
        #[netlink(message = 16)]
        Make(Link<'a>),
        #[netlink(message = 18)]
        Get(GetLink),
    }

    let kernel = Kernel::new(Protocol::ROUTE);
    let mut made = Vec::new();
    kernel.on::<Request<'_>>(move |request, answer| match request {
        Request::Make(link) => {
            made.push(link.info.index);
            Ok(())
        }
        Request::Get(asked) if made.contains(&asked.info.index) => {
            Ok(answer.reply(&link(asked.info.index))?)
        }
        Request::Get(_) => Err(Errno::ENODEV.into()),
    });
    let mut netlink = connect(&kernel);
    assert_eq!(netlink.request(&get(5)).unwrap_err().errno(), Some(Errno::ENODEV));
    netlink.execute(&link(5), NONE).expect("made");
    assert_eq!(netlink.request(&get(5)).expect("a link"), link(5));
}

#[test]
fn a_function_may_use_the_kernel() {
    let kernel = kernel(1);
    let itself = kernel.clone();
    kernel.on::<DelLink>(move |gone, _| {
        itself.notify(Group::new(1), &gone)?;
        itself.set_end_coalesced(true);
        assert_eq!(itself.requests().len(), 1);
        Ok(())
    });
    let mut netlink = connect(&kernel);
    netlink.execute(&del(1), NONE).expect("acknowledged");
    assert_eq!(netlink.counters().skipped, 1, "the notification");
}

#[test]
fn faults_may_use_the_kernel() {
    let kernel = kernel(1);
    let itself = kernel.clone();
    kernel.set_faults(move |operation| match operation {
        FaultPoint::Receive(_) => (itself.pending() == 0).then_some(Fault::Lose),
        FaultPoint::Send(number) => {
            assert_eq!(itself.requests().len(), number);
            None
        }
    });
    connect(&kernel).request(&get(1)).expect("a link");
}

#[test]
fn what_was_sent_can_be_looked_at() {
    let kernel = kernel(1);
    connect(&kernel).execute(&link(7), NONE).expect("acknowledged");
    let requests = kernel.requests();
    let sent: Vec<Link<'_>> = Messages::new(&requests[0])
        .map(|message| message.expect("a message").parse().expect("a link"))
        .collect();
    assert_eq!(sent, [link(7)]);
}

#[test]
fn after_the_last_line_of_a_script_there_is_no_answer() {
    let kernel = Kernel::scripted(Protocol::ROUTE, []);
    let error = connect(&kernel).request_with(&get(1), Options::new().attempts(3)).unwrap_err();
    assert!(matches!(error, Error::TimedOut(_)));
}

#[test]
fn a_send_can_be_late_and_a_blocking_connection_waits() {
    let kernel = kernel(1);
    once(&kernel, FaultPoint::Send(0), Fault::Delay(5));
    let mut netlink = connect(&kernel);
    netlink.request(&get(1)).expect("a link");
    // And for what is to be received, if it may wait forever.
    netlink.set_timeout(None);
    once(&kernel, FaultPoint::Receive(1), Fault::Delay(5));
    netlink.request(&get(1)).expect("a link");
}

#[test]
fn an_unlimited_wait_is_woken_from_another_thread() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events =
        netlink_sys::connection::Events::<Link<'_>, _>::over(kernel.clone()).expect("memory");
    let teller = std::thread::spawn(move || {
        std::thread::sleep(core::time::Duration::from_millis(20));
        kernel.notify(None, &link(1)).expect("a link");
    });
    events.next().expect("an event");
    teller.join().unwrap();
}

#[test]
fn a_loss_is_reported_before_older_messages() {
    let patience = Patience::default();
    let mut kernel = Kernel::new(Protocol::ROUTE);
    kernel.set_receive_capacity(1024);
    for index in 0..10 {
        kernel.notify(None, &link(index)).expect("a link");
    }
    let mut buffer = ReceiveBuffer::new().expect("memory");
    assert!(kernel.try_receive(&mut buffer, &patience).unwrap_err().is_overrun());
    let before = kernel.pending();
    assert!((1..10).contains(&before));
    for left in (0..before).rev() {
        // Until everything has been read, the rest is lost silently.
        kernel.notify(None, &link(99)).expect("a link");
        let received =
            kernel.try_receive(&mut buffer, &patience).expect("a datagram").expect("it is there");
        assert!(received.sender().is_kernel());
        assert_eq!(kernel.pending(), left);
    }
    assert!(kernel.try_receive(&mut buffer, &patience).expect("no loss").is_none());
    kernel.notify(None, &link(1)).expect("a link");
    assert_eq!(kernel.pending(), 1);
}

//! Every fault at every step of events: none is taken for another, and every loss is reported.

use core::task::{Context, Poll};
use core::time::Duration;

use netlink_sys::connection::{Error, Notification, Patience, Transport, TransportError};
use netlink_sys::stand_in::{Fault, Kernel};
use netlink_sys::{Protocol, ReceiveBuffer, ReceiveBurst, Received, SocketError};

use super::faults::over_at_every_step;
use super::{Events, EventsOver};
use crate::support::{Link, NONE, kernel, link};

fn notified(kernel: &Kernel, indices: core::ops::Range<i32>) {
    for index in indices {
        kernel.notify(None, &link(index)).expect("a link");
    }
}

/// Takes in an event behind the one of `heard`. Returns true for a loss.
fn take(event: &Notification<Link<'_>>, heard: &mut i32, fault: Option<Fault>) -> bool {
    match event {
        Notification::Message(link) => {
            let again = fault == Some(Fault::Duplicate);
            let next = link.info.index;
            assert!(next > *heard || again, "{next} behind {heard}");
            let is_next = next == *heard + 1 || again;
            // What is lost silently cannot be noticed.
            let hidden = matches!(fault, Some(Fault::Lose | Fault::Truncate(_)));
            assert!(is_next || hidden || fault == Some(Fault::Overrun), "{next} behind {heard}");
            *heard = next;
            false
        }
        Notification::Lost => true,
    }
}

#[test]
fn of_events_that_are_taken_without_waiting() {
    let open = |kernel: &Kernel| -> Events<Link<'static>> {
        wait!(Events::over(kernel.clone())).expect("memory")
    };
    let hear = |events: &mut Events<Link<'static>>, fault: Option<Fault>, last: i32| {
        let (mut heard, mut result, mut losses, mut calls) = (0, Ok(()), 0, 0);
        while heard < last && calls < 40 {
            calls += 1;
            match events.try_next() {
                Ok(Some(event)) => losses += u32::from(take(&event, &mut heard, fault)),
                Ok(None) => {}
                Err(error) => result = result.and(Err(error)),
            }
        }
        if fault.is_none() {
            assert_eq!(heard, last);
        }
        (result, losses)
    };
    let operation = |kernel: &Kernel, events: &mut Events<Link<'static>>, fault: Fault| {
        notified(kernel, 1..10);
        let (result, losses) = hear(events, Some(fault), 9);
        assert!(losses <= u32::from(fault == Fault::Overrun), "{losses} losses");
        assert_eq!(u64::from(losses), events.counters().overruns);
        result
    };
    let works = |kernel: &Kernel, events: &mut Events<Link<'static>>| {
        notified(kernel, 1..4);
        hear(events, None, 3).0
    };
    over_at_every_step(|| kernel(3), open, operation, works);
}

#[test]
fn of_messages_that_are_sent_over_a_socket_for_events() {
    let open = |kernel: &Kernel| -> Events<Link<'static>> {
        let mut events: Events<Link<'static>> =
            wait!(Events::over(kernel.clone())).expect("memory");
        events.set_timeout(Some(Duration::ZERO));
        events
    };
    let operation = |kernel: &Kernel, events: &mut Events<Link<'static>>, fault: Fault| {
        let mut heard = 0;
        let mut result = Ok(());
        for index in 1..6 {
            result = result.and(wait!(events.send(&link(99), NONE)));
            notified(kernel, index..index + 1);
            match wait!(events.next()) {
                Ok(event) => drop(take(&event, &mut heard, Some(fault))),
                Err(error) => result = result.and(Err(error)),
            }
        }
        result
    };
    let works = |kernel: &Kernel, events: &mut Events<Link<'static>>| {
        wait!(events.send(&link(99), NONE))?;
        notified(kernel, 20..21);
        // What was late arrives before it.
        while wait!(events.next())? != Notification::Message(link(20)) {}
        Ok(())
    };
    over_at_every_step(|| kernel(3), open, operation, works);
}

/// A kernel whose datagrams are received several at once, as from a socket.
#[derive(Debug)]
struct Bursts {
    kernel: Kernel,
    /// What ended the last burst behind its first datagram.
    failed: Option<SocketError>,
    buffer: ReceiveBuffer,
}

impl Transport for Bursts {
    fn protocol(&self) -> netlink_sys::Result<Protocol> {
        self.kernel.protocol()
    }

    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        datagram: &[u8],
        patience: &Patience,
    ) -> Poll<Result<(), TransportError>> {
        self.kernel.poll_send(context, datagram, patience)
    }

    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<Result<Received, TransportError>> {
        match self.failed.take() {
            Some(error) => Poll::Ready(Err(error.into())),
            None => self.kernel.poll_receive(context, buffer, patience),
        }
    }

    fn try_receive(
        &mut self,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> netlink_sys::Result<Option<Received>> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.kernel.try_receive(buffer, patience),
        }
    }

    fn receives_bursts(&self) -> bool {
        true
    }

    fn poll_receive_burst(
        &mut self,
        context: &mut Context<'_>,
        burst: &mut ReceiveBurst,
        patience: &Patience,
    ) -> Poll<Result<(), TransportError>> {
        burst.clear();
        if let Some(error) = self.failed.take() {
            return Poll::Ready(Err(error.into()));
        }
        let Self { kernel, buffer, .. } = self;
        loop {
            // Only the first datagram is waited for.
            let received = match burst.len() {
                0 => core::task::ready!(kernel.poll_receive(context, buffer, patience)).map(Some),
                1..ReceiveBurst::CAPACITY => Ok(kernel.try_receive(buffer, patience)?),
                _ => Ok(None),
            };
            match received? {
                Some(received) => {
                    let bytes = &buffer.as_slice()[..received.copied()];
                    let full_len = received.full_len();
                    let group = received.group();
                    let _ = burst.fill(bytes, full_len, received.sender(), group).expect("room");
                }
                None => return Poll::Ready(Ok(())),
            }
        }
    }

    fn receive_capacity(&self) -> netlink_sys::Result<usize> {
        self.kernel.receive_capacity()
    }

    fn send_capacity(&self) -> netlink_sys::Result<usize> {
        self.kernel.send_capacity()
    }
}

type BurstEvents = EventsOver<Link<'static>, Bursts>;

#[test]
fn of_events_that_are_received_at_once() {
    let open = |kernel: &Kernel| -> BurstEvents {
        let buffer = ReceiveBuffer::new().expect("memory");
        let bursts = Bursts { kernel: kernel.clone(), failed: None, buffer };
        let mut events: BurstEvents = wait!(EventsOver::over(bursts)).expect("memory");
        events.set_timeout(Some(Duration::ZERO));
        events
    };
    let hear = |events: &mut BurstEvents, fault: Option<Fault>, heard: &mut i32, last: i32| {
        let mut result = Ok(());
        for _ in 0..60 {
            if *heard >= last {
                break;
            }
            match wait!(events.next()) {
                Ok(event) => drop(take(&event, heard, fault)),
                Err(Error::TimedOut(_)) => break,
                Err(error) => result = result.and(Err(error)),
            }
        }
        result
    };
    let operation = |kernel: &Kernel, events: &mut BurstEvents, fault: Fault| {
        let mut heard = 0;
        let mut result = Ok(());
        // More than one burst, and a request between them whose answer arrives behind events.
        notified(kernel, 1..21);
        result = result.and(hear(events, Some(fault), &mut heard, 5));
        let reply = wait!(events.request(&crate::support::get(2), NONE));
        assert!(reply.as_ref().is_ok_and(|link| link.info.index == 2) || reply.is_err());
        result = result.and(reply.map(drop));
        notified(kernel, 21..24);
        result = result.and(hear(events, Some(fault), &mut heard, 23));
        if !matches!(fault, Fault::Lose | Fault::Truncate(_) | Fault::Overrun | Fault::Fail(_)) {
            assert_eq!(heard, 23, "{fault:?}");
        }
        result
    };
    let works = |kernel: &Kernel, events: &mut BurstEvents| {
        while events.try_next()?.is_some() {}
        notified(kernel, 30..33);
        let mut heard = 29;
        hear(events, None, &mut heard, 32)?;
        assert_eq!(heard, 32);
        Ok(())
    };
    over_at_every_step(|| kernel(3), open, operation, works);
}

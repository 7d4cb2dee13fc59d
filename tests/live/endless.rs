//! A kernel that sends without end, which a real one should not do: everything ends in time.

use core::{
    task::{Context, Poll},
    time::Duration,
};
use std::time::Instant;

use netlink_core::{MessageFlags, MessageHeader, RawMessage};
use netlink_families::rt_link::GetLink;
use netlink_sys::{
    Connection, Protocol, ReceiveBuffer, Received, Result, SocketAddr,
    connection::{Batch, Error, Options, Patience, Transport, TransportError},
};

use crate::support::{CREATE, bytes, loopback, route};

const SHORT: Duration = Duration::from_millis(50);

/// Answers the first request with the same message forever, and no other one.
#[derive(Debug, Default)]
struct Endless {
    answer: Option<Vec<u8>>,
    /// Whether the next receive reports a loss.
    lost: bool,
}

impl Transport for Endless {
    fn protocol(&self) -> Result<Protocol> {
        Ok(Protocol::ROUTE)
    }

    fn poll_send(
        &mut self,
        _: &mut Context<'_>,
        datagram: &[u8],
        _: &Patience,
    ) -> Poll<core::result::Result<(), TransportError>> {
        let sequence = RawMessage::split(datagram).expect("a request").0.header().sequence;
        self.answer.get_or_insert_with(|| {
            let mut answer = bytes(&loopback(), MessageFlags::MULTI, sequence);
            let header = MessageHeader { sequence, ..MessageHeader::new(16, MessageFlags::MULTI) };
            let len = u32::try_from(answer.len()).unwrap();
            answer[..16].copy_from_slice(&MessageHeader { len, ..header }.to_bytes());
            answer
        });
        Poll::Ready(Ok(()))
    }

    fn poll_receive(
        &mut self,
        _: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<core::result::Result<Received, TransportError>> {
        let received = self.try_receive(buffer, patience)?;
        Poll::Ready(Ok(received.expect("it never comes to an end")))
    }

    fn try_receive(
        &mut self,
        buffer: &mut ReceiveBuffer,
        _: &Patience,
    ) -> Result<Option<Received>> {
        if core::mem::take(&mut self.lost) {
            return Err(netlink_sys::SocketError::new("receive", libc::ENOBUFS));
        }
        let answer = self.answer.as_deref().expect("a request came before");
        Ok(Some(buffer.fill(answer, answer.len(), SocketAddr::KERNEL, None)))
    }

    fn receive_capacity(&self) -> Result<usize> {
        Ok(4096)
    }

    fn send_capacity(&self) -> Result<usize> {
        Ok(4096)
    }
}

/// A connection over which a dump without an end was dropped.
fn endless() -> Connection<Endless> {
    let mut netlink = Connection::over(Endless::default()).expect("memory");
    netlink.set_timeout(Some(SHORT));
    netlink.dump(&GetLink::default()).expect("sent");
    netlink
}

fn timed_out<T>(wait: impl FnOnce() -> core::result::Result<T, Error>) {
    let begin = Instant::now();
    let result = wait().map(drop);
    assert!(matches!(result, Err(Error::TimedOut(_))), "{result:?}");
    assert!((SHORT..Duration::from_secs(20)).contains(&begin.elapsed()));
}

#[test]
fn every_operation_after_a_dump_without_an_end_ends_in_time() {
    let mut netlink = endless();
    timed_out(|| netlink.request(&loopback()).map(drop));
    timed_out(|| netlink.execute(&route(1), Options::new()).map(drop));
    timed_out(|| netlink.dump(&GetLink::default()).map(drop));
    let mut batch = Batch::new();
    batch.push(&route(1), CREATE).expect("a route");
    timed_out(|| netlink.run(&mut batch));
    timed_out(|| netlink.commit(&mut batch));
}

#[test]
fn a_loss_during_a_dump_without_an_end_is_reported_in_time() {
    let mut netlink = endless();
    netlink.transport_mut().lost = true;
    let begin = Instant::now();
    let result = netlink.execute(&route(1), Options::new()).map(drop);
    assert!(matches!(result, Err(Error::Overrun)), "{result:?}");
    assert!(begin.elapsed() < Duration::from_secs(20));
}

//! Another runtime, by readiness alone: a transport, and an executor around `poll(2)`.

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::os::fd::{AsFd, AsRawFd};

use netlink_sys::asynchronous::Connection;
use netlink_sys::connection::{Patience, Transport, TransportError};
use netlink_sys::{
    Protocol, ReceiveBuffer, Received, RecvFlags, Result, SendFlags, Socket, SocketAddr,
    SocketError,
};

use crate::support::{all, get};

mod runtime {
    use core::cell::RefCell;

    use super::*;

    thread_local! {
        /// What the tasks of this thread wait for.
        static WANTED: RefCell<Vec<libc::pollfd>> = const { RefCell::new(Vec::new()) };
    }

    pub fn wake_when(socket: impl AsFd, events: i16) {
        let fd = socket.as_fd().as_raw_fd();
        WANTED.with_borrow_mut(|wanted| wanted.push(libc::pollfd { fd, events, revents: 0 }));
    }

    /// Polls all futures whenever a descriptor is ready that one of them waits for.
    pub fn run<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
        let mut futures: Vec<_> = futures.into_iter().map(Box::pin).collect();
        let mut outputs = Vec::new();
        while !futures.is_empty() {
            futures.retain_mut(|future| {
                match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
                    Poll::Ready(output) => outputs.push(output),
                    Poll::Pending => return true,
                }
                false
            });
            let mut wanted = WANTED.take();
            if !futures.is_empty() {
                let count = wanted.len().try_into().unwrap();
                // SAFETY: the vector has so many entries, and they are written to while it lives.
                assert!(unsafe { libc::poll(wanted.as_mut_ptr(), count, -1) } > 0);
            }
        }
        outputs
    }
}

/// All that a connection needs of the runtime.
struct Polled(Socket);

impl Polled {
    /// What a call gives, or the wish to be woken when it would not block.
    fn or_wait<R>(&self, events: i16, result: Result<R>) -> Poll<Result<R, TransportError>> {
        match result {
            Err(error) if error.is_would_block() => {
                runtime::wake_when(&self.0, events);
                Poll::Pending
            }
            result => Poll::Ready(Ok(result?)),
        }
    }
}

impl Transport for Polled {
    fn protocol(&self) -> Result<Protocol> {
        self.0.protocol()
    }

    fn poll_send(
        &mut self,
        _: &mut Context<'_>,
        datagram: &[u8],
        _: &Patience,
    ) -> Poll<Result<(), TransportError>> {
        self.or_wait(libc::POLLOUT, self.0.send_with(datagram, SendFlags::DONT_WAIT))
    }

    fn poll_receive(
        &mut self,
        _: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        _: &Patience,
    ) -> Poll<Result<Received, TransportError>> {
        self.or_wait(libc::POLLIN, self.0.recv_into_with(buffer, RecvFlags::DONT_WAIT))
    }

    fn try_receive(
        &mut self,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Result<Option<Received>> {
        self.0.try_receive(buffer, patience)
    }

    fn receive_capacity(&self) -> Result<usize> {
        self.0.receive_capacity()
    }

    fn send_capacity(&self) -> Result<usize> {
        self.0.send_capacity()
    }
}

#[test]
fn a_connection_on_a_runtime_of_ones_own() {
    let programs = (0..3).map(|_| async {
        let socket = Socket::open(Protocol::ROUTE)?;
        socket.connect(SocketAddr::KERNEL)?;
        let mut netlink = Connection::over(Polled(socket))?;
        let name = netlink.request(&get(1)).await?.name.to_owned();
        let mut links = netlink.dump(&all()).await?;
        let mut found = 0;
        while let Some(link) = links.next().await? {
            found += usize::from(link.name == &*name);
        }
        Ok::<_, netlink_sys::connection::Error>(found)
    });
    for found in runtime::run(programs) {
        assert_eq!(found.expect("links"), 1);
    }
}

#[test]
fn a_task_waits_without_a_datagram() {
    let receiver = Socket::open(Protocol::USERSOCK).expect("a socket");
    let address = receiver.local_addr().expect("bound");
    let thread = std::thread::spawn(move || {
        std::thread::sleep(core::time::Duration::from_millis(20));
        let sender = Socket::open(Protocol::USERSOCK)?;
        sender.send_to(&crate::support::overrun(), address)?;
        Ok::<(), SocketError>(())
    });
    let heard = runtime::run([async {
        let mut polled = Polled(receiver);
        let mut buffer = ReceiveBuffer::new()?;
        let patience = Patience::default();
        core::future::poll_fn(|context| polled.poll_receive(context, &mut buffer, &patience)).await
    }]);
    assert_eq!(heard[0].as_ref().expect("a datagram").copied(), 16);
    thread.join().unwrap().expect("sent");
}

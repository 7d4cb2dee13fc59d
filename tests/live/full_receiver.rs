//! Sends to a process that does not read for a while.

use core::{future::poll_fn, time::Duration};
use std::thread;

use netlink_sys::{
    Protocol, RecvFlags, SendFlags, Socket, SocketAddr,
    connection::{Patience, Transport as _},
    tokio as on_tokio,
};

/// A socket whose receive buffer is full, and one that is connected to it.
fn full() -> (Socket, Socket) {
    let receiver = Socket::open(Protocol::USERSOCK).expect("a socket");
    receiver.set_recv_buffer_size(1024).expect("an option");
    let sender = Socket::open(Protocol::USERSOCK).expect("a socket");
    let port = receiver.local_addr().expect("bound").port_id();
    sender.connect(SocketAddr::port(port)).expect("connected");
    while sender.send_with(&[0; 500], SendFlags::DONT_WAIT).is_ok() {}
    (receiver, sender)
}

/// Reads everything after a while.
fn read_later(receiver: Socket) -> thread::JoinHandle<Socket> {
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(50));
        while receiver.recv_with(&mut [0; 500], RecvFlags::DONT_WAIT).is_ok() {}
        receiver
    })
}

#[test]
fn a_task_that_sends_is_woken_when_the_receiver_has_room_again() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let (receiver, sender) = full();
        let mut sender = on_tokio::Socket::new(sender).expect("watched");
        let reader = read_later(receiver);
        let patience = Patience::default();
        let sent = poll_fn(|context| sender.poll_send(context, &[0; 500], &patience));
        let sent = tokio::time::timeout(Duration::from_secs(20), sent).await;
        sent.expect("it is woken").expect("there is room");
        reader.join().expect("no panic");
    });
}

#[test]
fn a_thread_that_sends_continues_when_the_receiver_has_room_again() {
    let (receiver, mut sender) = full();
    let reader = read_later(receiver);
    let patience = Patience::default();
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    let sent = sender.poll_send(&mut context, &[0; 500], &patience);
    assert!(matches!(sent, core::task::Poll::Ready(Ok(()))), "{sent:?}");
    reader.join().expect("no panic");
}

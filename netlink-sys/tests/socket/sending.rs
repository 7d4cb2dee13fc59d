//! Sending: gathering, several messages at once, refusals, signals.

use core::time::Duration;
use std::io::IoSlice;
use std::os::unix::thread::JoinHandleExt as _;
use std::time::Instant;

use netlink_sys::{RecvFlags, SendFlags, SocketAddr};

use crate::support::{
    ACK, REQUEST, errno, get_loopback, interface, message, messages, pair, route, usersock,
};

#[test]
fn pieces_become_one_datagram() {
    let (one, two) = pair();
    let to = two.local_addr().unwrap();
    let pieces = [IoSlice::new(b"one "), IoSlice::new(b""), IoSlice::new(b"datagram")];
    one.send_vectored(&pieces, Some(to), SendFlags::NONE).unwrap();
    let mut buffer = [0; 32];
    assert_eq!(two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"one datagram");
    assert!(two.recv_with(&mut buffer, RecvFlags::DONT_WAIT).unwrap_err().is_would_block());
}

#[test]
fn several_messages_in_one_send_are_all_answered() {
    let socket = route();
    let mut batch = get_loopback(1);
    batch.extend(get_loopback(2));
    batch.extend(message(0x7fff, REQUEST | ACK, 3, &interface(0, 0, 0)));
    let pieces = [IoSlice::new(&batch[..20]), IoSlice::new(&batch[20..])];
    socket.send_vectored(&pieces, None, SendFlags::NONE).unwrap();
    let mut answers = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    while answers.len() < 3 {
        let received = socket.recv(&mut buffer).unwrap();
        answers.extend(messages(received.bytes(&buffer).unwrap()));
    }
    assert_eq!(answers, [(16, 1), (16, 2), (2, 3)]);
}

#[test]
fn an_empty_datagram_is_refused() {
    let (one, two) = pair();
    assert_eq!(errno(one.send(&[])), libc::ENODATA);
    assert_eq!(errno(one.send_to(&[], two.local_addr().unwrap())), libc::ENODATA);
    assert_eq!(errno(one.send_vectored(&[], None, SendFlags::NONE)), libc::ENODATA);
}

#[test]
fn a_datagram_larger_than_the_send_buffer_is_refused_whole() {
    let (one, two) = pair();
    one.set_send_buffer_size(8192).unwrap();
    let room = one.send_buffer_size().unwrap();
    let bytes = vec![7; room];
    let to = two.local_addr().unwrap();
    assert_eq!(errno(one.send_to(&bytes[..room - 31], to)), libc::EMSGSIZE);
    assert!(two.peek_len(RecvFlags::DONT_WAIT).unwrap_err().is_would_block());
    one.send_to(&bytes[..room - 32], to).unwrap();
    assert_eq!(two.peek_len(RecvFlags::NONE).unwrap(), room - 32);
}

#[test]
fn a_send_to_an_unused_port_id_is_refused() {
    let one = usersock();
    let to = {
        let two = usersock();
        SocketAddr::port(two.local_addr().unwrap().port_id() ^ 0x2000_0000)
    };
    let error = one.send_to(b"anybody?", to).unwrap_err();
    assert_eq!((error.operation(), error.raw_os_error()), ("send", libc::ECONNREFUSED));
}

#[test]
fn a_socket_connected_to_the_kernel_refuses_others() {
    let (one, kernel_only) = (route(), route());
    kernel_only.connect(SocketAddr::KERNEL).unwrap();
    let refused = errno(one.send_to(&get_loopback(1), kernel_only.local_addr().unwrap()));
    // An ordinary user may not even try, on this protocol.
    assert!([libc::ECONNREFUSED, libc::EPERM].contains(&refused), "{refused}");
}

#[test]
fn a_full_receiver_is_waited_for_or_not() {
    let (one, two) = pair();
    let to = two.local_addr().unwrap();
    two.set_recv_buffer_size(4096).unwrap();
    let piece = [IoSlice::new(&[7; 1024])];
    let full =
        (0..1000).find_map(|_| one.send_vectored(&piece, Some(to), SendFlags::DONT_WAIT).err());
    assert!(full.unwrap().is_would_block());

    let time = Duration::from_millis(50);
    one.set_send_timeout(Some(time)).unwrap();
    let start = Instant::now();
    assert!(one.send_to(&[7; 1024], to).unwrap_err().is_would_block());
    assert!(start.elapsed() >= time);

    one.set_nonblocking(true).unwrap();
    assert!(one.send_to(&[7; 1024], to).unwrap_err().is_would_block());

    // Waiting ends when the receiver has read.
    one.set_nonblocking(false).unwrap();
    one.set_send_timeout(None).unwrap();
    std::thread::scope(|scope| {
        let sender = scope.spawn(|| one.send_to(b"last", to));
        let mut buffer = [0; 1024];
        while two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap() != b"last" {}
        sender.join().unwrap().unwrap();
    });
}

#[test]
fn a_signal_does_not_end_a_receive() {
    extern "C" fn nothing(_: libc::c_int) {}
    // SAFETY: `sigaction` is integers and pointers, and all of them may be zero.
    let mut action: libc::sigaction = unsafe { core::mem::zeroed() };
    // Without SA_RESTART, so that the system call returns.
    action.sa_sigaction = nothing as extern "C" fn(libc::c_int) as libc::sighandler_t;
    // SAFETY: the action is valid and the handler does nothing, so it is safe in any context.
    let set = unsafe { libc::sigaction(libc::SIGUSR1, &action, core::ptr::null_mut()) };
    assert_eq!(set, 0);

    let (one, two) = pair();
    let to = two.local_addr().unwrap();
    let receiver = std::thread::spawn(move || {
        let mut buffer = [0; 16];
        two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap().to_vec()
    });
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(5));
        // SAFETY: the thread has not been joined, so that its id is valid.
        let sent = unsafe { libc::pthread_kill(receiver.as_pthread_t(), libc::SIGUSR1) };
        assert_eq!(sent, 0);
    }
    assert!(!receiver.is_finished());
    one.send_to(b"at last", to).unwrap();
    assert_eq!(receiver.join().unwrap(), b"at last");
}

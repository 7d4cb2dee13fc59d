//! Datagrams beyond every fixed buffer.

use netlink_sys::{ReceiveBuffer, Socket};

use crate::support::{or_skip, pair};

fn pattern(len: usize) -> Vec<u8> {
    (0..len).map(|i| u8::try_from(i * 7 % 251).unwrap()).collect()
}

/// Makes room to send `len` bytes, by privilege if it must be.
fn make_room(socket: &Socket, len: usize) -> Option<()> {
    socket.set_send_buffer_size(len).unwrap();
    if socket.send_buffer_size().unwrap() >= len + 32 {
        return Some(());
    }
    or_skip(socket.force_send_buffer_size(len))
}

#[test]
fn a_mebibyte_is_received_whole_by_one_call() {
    let (one, two) = pair();
    let bytes = pattern(1 << 20);
    let Some(()) = make_room(&one, bytes.len()) else {
        return;
    };
    one.send_to(&bytes, two.local_addr().unwrap()).unwrap();
    let mut buffer = ReceiveBuffer::new().unwrap();
    let received = two.recv_into(&mut buffer).unwrap();
    assert_eq!(received.complete(), Ok(1 << 20));
    assert_eq!(received.sender(), one.local_addr().unwrap());
    assert!(buffer.datagram().unwrap() == bytes);

    // A small one after it is small, also when the memory was released in between.
    buffer.shrink();
    assert_eq!(buffer.datagram().unwrap(), b"");
    one.send_to(b"small", two.local_addr().unwrap()).unwrap();
    two.recv_into(&mut buffer).unwrap().complete().unwrap();
    assert_eq!(buffer.datagram().unwrap(), b"small");
}

#[test]
fn what_an_ordinary_user_can_send_is_received_whole() {
    let (one, two) = pair();
    let bytes = pattern(150_000);
    let Some(()) = make_room(&one, bytes.len()) else {
        return;
    };
    one.send_to(&bytes, two.local_addr().unwrap()).unwrap();
    let mut buffer = ReceiveBuffer::new().unwrap();
    two.recv_into(&mut buffer).unwrap().complete().unwrap();
    assert!(buffer.datagram().unwrap() == bytes);
}

#[test]
fn more_than_the_reserve_is_truncated_and_says_so() {
    let (one, two) = pair();
    let mut buffer = ReceiveBuffer::with_reserve(8192).unwrap();
    assert_eq!(buffer.reserve(), 8192);
    one.send_to(&pattern(10_000), two.local_addr().unwrap()).unwrap();
    let received = two.recv_into(&mut buffer).unwrap();
    assert!(received.is_truncated());
    let truncated = buffer.datagram().unwrap_err();
    assert_eq!((truncated.copied(), truncated.full_len()), (8192, 10_000));
    assert!(buffer.as_slice() == &pattern(10_000)[..8192]);

    let mut buffer = ReceiveBuffer::with_reserve(truncated.full_len()).unwrap();
    one.send_to(&pattern(10_000), two.local_addr().unwrap()).unwrap();
    two.recv_into(&mut buffer).unwrap().complete().unwrap();
    assert!(buffer.datagram().unwrap() == pattern(10_000));
}

#[test]
fn impossible_reserves_are_refused() {
    assert!(ReceiveBuffer::with_reserve(0).is_err());
    assert!(ReceiveBuffer::with_reserve(usize::MAX).is_err());
}

#[test]
fn a_small_buffer_can_be_shrunk() {
    let mut buffer = ReceiveBuffer::with_reserve(4096).unwrap();
    buffer.shrink();
    buffer.as_mut_slice().fill(1);
    assert!(buffer.as_slice().iter().all(|&byte| byte == 1));
}

//! Receiving: lengths, truncation, senders, timeouts.

use core::time::Duration;
use std::io::IoSliceMut;
use std::os::unix::fs::MetadataExt as _;
use std::time::Instant;

use netlink_sys::{ReceiveBuffer, ReceiveBurst, RecvFlags};

use crate::support::{
    DUMP, REQUEST, RTM_GETLINK, RTM_NEWLINK, errno, get_loopback, interface, message, messages,
    pair, route, usersock,
};

#[test]
fn a_datagram_has_its_length_and_sender() {
    let (one, two) = pair();
    one.send_to(b"hello", two.local_addr().unwrap()).unwrap();
    let mut buffer = [0xa5; 16];
    let received = two.recv(&mut buffer).unwrap();
    assert_eq!((received.copied(), received.full_len()), (5, 5));
    assert!(!received.is_truncated());
    assert_eq!(received.complete(), Ok(5));
    assert_eq!(received.sender(), one.local_addr().unwrap());
    assert!(!received.sender().is_kernel());
    assert_eq!((received.group(), received.namespace_id()), (None, None));
    assert_eq!(&buffer, b"hello\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5");
}

#[test]
fn truncation_is_an_error_that_tells_both_lengths() {
    let (one, two) = pair();
    one.send_to(b"0123456789", two.local_addr().unwrap()).unwrap();
    one.send_to(b"next", two.local_addr().unwrap()).unwrap();
    let mut buffer = [0xa5; 8];
    let received = two.recv(&mut buffer[..4]).unwrap();
    assert!(received.is_truncated());
    assert_eq!((received.copied(), received.full_len()), (4, 10));
    assert_eq!(received.sender(), one.local_addr().unwrap());
    let truncated = received.bytes(&buffer).unwrap_err();
    assert_eq!((truncated.copied(), truncated.full_len()), (4, 10));
    assert_eq!(truncated.to_string(), "datagram of 10 bytes was truncated to 4");
    assert_eq!(netlink_sys::SocketError::from(truncated).raw_os_error(), libc::EMSGSIZE);
    assert_eq!(std::io::Error::from(truncated).raw_os_error(), Some(libc::EMSGSIZE));
    assert_eq!(&buffer, b"0123\xa5\xa5\xa5\xa5");
    // The rest is gone; the next datagram is whole.
    assert_eq!(two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"next");
}

#[test]
fn a_buffer_that_fits_exactly_is_not_truncated() {
    let (one, two) = pair();
    one.send_to(b"0123", two.local_addr().unwrap()).unwrap();
    let mut buffer = [0; 4];
    assert_eq!(two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"0123");
}

#[test]
fn an_empty_buffer_tells_the_length_and_loses_the_datagram() {
    let (one, two) = pair();
    one.send_to(b"0123", two.local_addr().unwrap()).unwrap();
    let received = two.recv(&mut []).unwrap();
    assert_eq!((received.copied(), received.full_len()), (0, 4));
    assert!(received.complete().is_err());
    assert!(two.recv_with(&mut [0; 4], RecvFlags::DONT_WAIT).unwrap_err().is_would_block());
}

#[test]
fn the_bytes_of_another_buffer_are_not_a_datagram() {
    let (one, two) = pair();
    one.send_to(b"0123", two.local_addr().unwrap()).unwrap();
    let received = two.recv(&mut [0; 4]).unwrap();
    assert!(received.bytes(&[0; 3]).is_err());
}

#[test]
fn peeking_leaves_the_datagram() {
    let (one, two) = pair();
    one.send_to(b"0123456789", two.local_addr().unwrap()).unwrap();
    assert_eq!(two.peek_len(RecvFlags::NONE).unwrap(), 10);
    let mut buffer = [0; 16];
    let received = two.recv_with(&mut buffer[..4], RecvFlags::PEEK).unwrap();
    assert_eq!((received.copied(), received.full_len()), (4, 10));
    assert_eq!(two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"0123456789");
    assert!(two.peek_len(RecvFlags::DONT_WAIT).unwrap_err().is_would_block());
}

#[test]
fn a_datagram_is_scattered_over_several_buffers() {
    let (one, two) = pair();
    one.send_to(b"0123456789", two.local_addr().unwrap()).unwrap();
    let (mut first, mut empty, mut second) = ([0; 4], [0; 0], [0; 8]);
    let mut buffers =
        [IoSliceMut::new(&mut first), IoSliceMut::new(&mut empty), IoSliceMut::new(&mut second)];
    let received = two.recv_vectored(&mut buffers, RecvFlags::NONE).unwrap();
    assert_eq!(received.complete(), Ok(10));
    assert_eq!((&first, &second), (b"0123", b"456789\0\0"));
}

#[test]
fn a_receive_times_out() {
    let socket = usersock();
    let time = Duration::from_millis(50);
    socket.set_recv_timeout(Some(time)).unwrap();
    let start = Instant::now();
    let error = socket.recv(&mut [0; 4]).unwrap_err();
    assert!(error.is_would_block());
    assert_eq!(error.operation(), "receive");
    assert!(start.elapsed() >= time);
}

#[test]
fn the_kernel_answers_a_request() {
    let socket = route();
    socket.send(&get_loopback(77)).unwrap();
    let mut buffer = ReceiveBuffer::new().unwrap();
    let received = socket.recv_into(&mut buffer).unwrap();
    assert!(received.sender().is_kernel());
    let datagram = buffer.datagram().unwrap();
    assert_eq!(received.complete(), Ok(datagram.len()));
    assert_eq!(messages(datagram), [(RTM_NEWLINK, 77)]);
    // The port id in the header is the socket's.
    let port = u32::from_ne_bytes(datagram[12..16].try_into().unwrap());
    assert_eq!(port, socket.local_addr().unwrap().port_id());
}

#[test]
fn a_dump_is_received_to_its_end() {
    let socket = route();
    socket.send(&message(RTM_GETLINK, REQUEST | DUMP, 5, &interface(0, 0, 0))).unwrap();
    let mut buffer = ReceiveBuffer::new().unwrap();
    let mut links = 0;
    'dump: loop {
        socket.recv_into(&mut buffer).unwrap().complete().unwrap();
        for (kind, sequence) in messages(buffer.datagram().unwrap()) {
            assert_eq!(sequence, 5);
            match kind {
                RTM_NEWLINK => links += 1,
                3 => break 'dump, // NLMSG_DONE
                other => panic!("message of type {other}"),
            }
        }
    }
    assert!(links >= 1);
}

#[test]
fn one_thread_sends_while_another_receives() {
    const ROUNDS: u32 = 200;
    let socket = route();
    std::thread::scope(|scope| {
        let receiver = scope.spawn(|| {
            let mut buffer = ReceiveBuffer::new().unwrap();
            (0..ROUNDS).for_each(|sequence| {
                socket.recv_into(&mut buffer).unwrap().complete().unwrap();
                assert_eq!(messages(buffer.datagram().unwrap()), [(RTM_NEWLINK, sequence)]);
            });
        });
        for sequence in 0..ROUNDS {
            // Not more at a time than the receive buffer holds.
            while sequence % 16 == 0 && socket.wait_readable(Some(Duration::ZERO)).unwrap() {
                std::thread::yield_now();
            }
            socket.send(&get_loopback(sequence)).unwrap();
        }
        receiver.join().unwrap();
    });
}

#[test]
fn a_failed_receive_leaves_no_datagram_in_the_buffer() {
    let (one, two) = pair();
    let mut buffer = ReceiveBuffer::new().unwrap();
    assert_eq!(buffer.datagram().unwrap(), b"");
    one.send_to(b"here", two.local_addr().unwrap()).unwrap();
    two.recv_into(&mut buffer).unwrap().complete().unwrap();
    assert_eq!(buffer.datagram().unwrap(), b"here");
    assert_eq!(errno(two.recv_into_with(&mut buffer, RecvFlags::DONT_WAIT)), libc::EAGAIN);
    assert_eq!(buffer.datagram().unwrap(), b"");
    assert!(format!("{buffer:?}").contains("reserve: 4194304"));
}

#[test]
fn the_credentials_of_a_sender_come_with_its_datagram() {
    let (receiver, sender) = (usersock(), usersock());
    let to = netlink_sys::SocketAddr::port(receiver.local_addr().unwrap().port_id());
    let mut buffer = [0; 64];
    sender.send_to(b"before", to).unwrap();
    assert_eq!(receiver.recv(&mut buffer).unwrap().credentials(), None);
    assert!(!receiver.credentials().unwrap());
    receiver.set_credentials(true).unwrap();
    assert!(receiver.credentials().unwrap());
    sender.send_to(b"after", to).unwrap();
    let credentials = receiver.recv(&mut buffer).unwrap().credentials().unwrap();
    let own = std::fs::metadata("/proc/self").unwrap();
    assert_eq!(u32::try_from(credentials.process), Ok(std::process::id()));
    assert_eq!((credentials.user, credentials.group), (own.uid(), own.gid()));
}

#[test]
fn a_burst_has_as_many_datagrams_as_there_are() {
    let (receiver, sender) = (usersock(), usersock());
    let to = netlink_sys::SocketAddr::port(receiver.local_addr().unwrap().port_id());
    let mut burst = ReceiveBurst::new().unwrap();
    let empty = receiver.recv_burst(&mut burst, RecvFlags::DONT_WAIT).unwrap_err();
    assert!(empty.is_would_block() && burst.is_empty());
    for number in 0..40u8 {
        sender.send_to(&vec![number; usize::from(number) + 1], to).unwrap();
    }
    let mut expected = 0u8;
    for count in [16, 16, 8] {
        assert_eq!(receiver.recv_burst(&mut burst, RecvFlags::DONT_WAIT).unwrap(), count);
        assert_eq!(burst.len(), count);
        for index in 0..count {
            let datagram = burst.datagram(index).unwrap().unwrap();
            assert_eq!(datagram, vec![expected; usize::from(expected) + 1]);
            let received = burst.received(index).unwrap();
            assert_eq!(received.sender(), sender.local_addr().unwrap());
            expected += 1;
        }
        assert!(burst.datagram(count).is_none());
    }
    receiver.recv_burst(&mut burst, RecvFlags::DONT_WAIT).unwrap_err();
    assert!(burst.datagram(0).is_none(), "what was there before is gone");
}

#[test]
fn a_datagram_of_a_burst_that_does_not_fit_is_cut_alone() {
    let (receiver, sender) = (usersock(), usersock());
    let to = netlink_sys::SocketAddr::port(receiver.local_addr().unwrap().port_id());
    if receiver.force_recv_buffer_size(4 << 20).is_err()
        || sender.force_send_buffer_size(4 << 20).is_err()
    {
        return; // an ordinary user's buffers are smaller than what is cut
    }
    let long = vec![1; ReceiveBurst::ROOM + 8];
    for bytes in [&[0; 8][..], &long, &[2; 8]] {
        sender.send_to(bytes, to).unwrap();
    }
    let mut burst = ReceiveBurst::new().unwrap();
    assert_eq!(receiver.recv_burst(&mut burst, RecvFlags::DONT_WAIT).unwrap(), 3);
    assert_eq!(burst.datagram(0).unwrap().unwrap(), [0; 8]);
    let cut = burst.datagram(1).unwrap().unwrap_err();
    assert_eq!((cut.copied(), cut.full_len()), (ReceiveBurst::ROOM, ReceiveBurst::ROOM + 8));
    assert_eq!(burst.datagram(2).unwrap().unwrap(), [2; 8]);
}

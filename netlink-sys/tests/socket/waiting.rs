//! Waiting with a timeout, and waking a waiting thread.

use core::time::Duration;
use std::os::fd::{AsFd as _, AsRawFd as _};
use std::time::Instant;

use netlink_sys::{RecvFlags, Wait, Waker};

use crate::support::{LONG, get_loopback, pair, route, usersock};

#[test]
fn a_wait_ends_when_a_datagram_arrives() {
    let (one, two) = pair();
    assert!(!two.wait_readable(Some(Duration::ZERO)).unwrap());
    assert!(one.wait_writable(Some(Duration::ZERO)).unwrap());
    let to = two.local_addr().unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| two.wait_readable(Some(LONG)));
        std::thread::sleep(Duration::from_millis(20));
        one.send_to(b"now", to).unwrap();
        assert!(waiting.join().unwrap().unwrap());
    });
    assert!(two.wait_readable(None).unwrap());
}

#[test]
fn a_wait_times_out() {
    let socket = usersock();
    let time = Duration::from_millis(50);
    let start = Instant::now();
    assert!(!socket.wait_readable(Some(time)).unwrap());
    assert!(start.elapsed() >= time);
}

#[test]
fn a_pending_error_is_something_to_receive() {
    let socket = route();
    socket.set_recv_buffer_size(1024).unwrap();
    for sequence in 0..50 {
        socket.send(&get_loopback(sequence)).unwrap();
    }
    assert!(socket.wait_readable(Some(Duration::ZERO)).unwrap());
    assert!(socket.recv(&mut [0; 8192]).unwrap_err().is_overrun());
}

#[test]
fn a_waker_ends_the_wait_of_another_thread() {
    let socket = usersock();
    let waker = Waker::new().unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| socket.wait_readable_or(&waker, Some(LONG)));
        std::thread::sleep(Duration::from_millis(20));
        waker.wake().unwrap();
        assert_eq!(waiting.join().unwrap().unwrap(), Wait::Woken);
    });
}

#[test]
fn a_waker_stays_woken_until_it_is_reset() {
    let (one, two) = pair();
    let waker = Waker::new().unwrap();
    assert!(!waker.reset().unwrap());
    let now = Some(Duration::ZERO);
    assert_eq!(two.wait_readable_or(&waker, now).unwrap(), Wait::TimedOut);
    // Before the wait, and twice.
    waker.wake().unwrap();
    waker.wake().unwrap();
    assert_eq!(two.wait_readable_or(&waker, None).unwrap(), Wait::Woken);
    one.send_to(b"busy", two.local_addr().unwrap()).unwrap();
    assert_eq!(two.wait_readable_or(&waker, None).unwrap(), Wait::Woken, "not drowned");
    assert!(waker.reset().unwrap());
    assert!(!waker.reset().unwrap());
    assert_eq!(two.wait_readable_or(&waker, None).unwrap(), Wait::Ready);
    two.recv_with(&mut [0; 16], RecvFlags::DONT_WAIT).unwrap().complete().unwrap();
    assert_eq!(two.wait_readable_or(&waker, now).unwrap(), Wait::TimedOut);
}

#[test]
fn a_wait_longer_than_the_clock_can_express_is_unlimited() {
    let socket = usersock();
    let waker = Waker::new().unwrap();
    waker.wake().unwrap();
    assert_eq!(socket.wait_readable_or(&waker, Some(Duration::MAX)).unwrap(), Wait::Woken);
    assert!(waker.as_fd().as_raw_fd() >= 0);
}

//! What a receive buffer costs: resident memory and allocations. A program of its own, with one
//! test, because it measures the whole process.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a panic is how a test fails, and its helpers are not recognised as tests"
)]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use std::alloc::System;

use netlink_sys::{Protocol, ReceiveBuffer, Socket};

struct Counting;

std::thread_local! {
    /// Of this thread alone: that of the harness allocates when it likes.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get().wrapping_add(1));
        // SAFETY: the caller keeps the contract of `alloc`, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`, and `pointer` came from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Resident memory of this process, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[test]
fn a_buffer_costs_what_was_received_into_it() {
    const BUFFERS: usize = 64;
    let socket = Socket::open(Protocol::USERSOCK).unwrap();
    let to = socket.local_addr().unwrap();
    let message = vec![7; 32_000];
    resident();

    let before = resident();
    let mut buffers: Vec<_> = (0..BUFFERS).map(|_| ReceiveBuffer::new().unwrap()).collect();
    let reserved = resident().saturating_sub(before);

    let allocations = ALLOCATIONS.get();
    for buffer in &mut buffers {
        socket.send_to(&message, to).unwrap();
        socket.recv_into(buffer).unwrap().complete().unwrap();
        assert!(buffer.datagram().unwrap() == message);
    }
    assert_eq!(ALLOCATIONS.get(), allocations);
    let used = resident().saturating_sub(before);

    println!(
        "{BUFFERS} buffers: {reserved} bytes resident when made, {used} after a datagram each"
    );
    // 256 MiB are reserved. Each datagram touches eight pages of 4 KiB, or one larger page.
    assert!(reserved < 1 << 20, "{reserved}");
    assert!(used < BUFFERS * (128 << 10), "{used}");

    // A large datagram takes what it needs, and the buffer gives it back when asked.
    const LARGE: usize = 4 << 20;
    let buffer = buffers.first_mut().unwrap();
    let before = resident();
    buffer.as_mut_slice().fill(1);
    let full = resident().saturating_sub(before);
    buffer.shrink();
    let shrunk = resident().saturating_sub(before);
    println!("one buffer: {full} bytes more when filled, {shrunk} after it was shrunk");
    assert!(full > LARGE / 2, "{full}");
    assert!(shrunk < LARGE / 4, "{shrunk}");
}

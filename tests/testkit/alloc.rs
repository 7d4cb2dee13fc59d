use std::{hint::black_box, thread};

use netlink_tests::alloc::allocations;

#[test]
fn work_without_allocations_counts_none() {
    let count = allocations(|| {
        black_box([0_u8; 64]);
    });
    assert_eq!(count, 0);
}

#[test]
fn each_allocation_counts() {
    let count = allocations(|| {
        for _ in 0..10 {
            drop(black_box(Box::new(1_u8)));
        }
    });
    assert_eq!(count, 10);
}

#[test]
fn zeroed_and_grown_memory_counts() {
    let count = allocations(|| {
        let mut bytes = black_box(vec![0_u8; 16]);
        bytes.reserve_exact(1 << 12);
        black_box(bytes);
    });
    assert_eq!(count, 2);
}

#[test]
fn allocations_of_other_threads_do_not_count() {
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            for size in 0..1000 {
                black_box(vec![0_u8; size + 1]);
            }
        });
        assert_eq!(allocations(|| while !other.is_finished() {}), 0);
    });
}

//! Counting allocations, each thread for itself.
//!
//! The test binary says [`counting_allocator!`](crate::counting_allocator!) once; then
//! [`allocations`] counts, whatever other tests do at the same time.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    hint,
};

/// How often `work` asked the allocator for memory: new or resized, on this thread.
///
/// # Panics
///
/// If the test binary does not use the counting allocator.
pub fn allocations(work: impl FnOnce()) -> u64 {
    // Without this, a binary that forgot the allocator would always see 0.
    let before = COUNT.get();
    drop(hint::black_box(Box::new(0_u8)));
    assert_ne!(COUNT.get(), before, "the test binary lacks `netlink_tests::counting_allocator!()`");

    let before = COUNT.get();
    work();
    COUNT.get().wrapping_sub(before)
}

/// Makes a binary count its allocations.
#[macro_export]
macro_rules! counting_allocator {
    () => {
        #[global_allocator]
        static COUNTING_ALLOCATOR: $crate::alloc::Counting = $crate::alloc::Counting;
    };
}

/// The system's allocator, counting.
#[derive(Debug)]
pub struct Counting;

thread_local! {
    // Constant and without a destructor: reaching it never allocates, at no time of a thread's life.
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

fn count() {
    COUNT.set(COUNT.get().wrapping_add(1));
}

// SAFETY: every method hands its arguments to the same method of `System`, which is a correct
// allocator, and returns its result; counting does not allocate, unwind or touch the memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller promises what `System::alloc` asks for: a layout of non-zero size.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller promises what `System::alloc_zeroed` asks for: a layout of non-zero size.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller promises that `pointer` came from this allocator, which is from `System`,
        // with this layout, and that the new size is not 0 and does not overflow.
        unsafe { System.realloc(pointer, layout, new_size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller promises that `pointer` came from this allocator, which is from `System`,
        // with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

//! Sequence numbers: unique in the process, so that no stale reply is taken for another's.

use core::hash::{BuildHasher as _, Hasher as _};
use core::sync::atomic::{AtomicU32, Ordering};
use std::collections::hash_map::RandomState;
use std::sync::OnceLock;

use netlink_core::conversation::Window;

/// The next sequence number of this process.
pub(super) fn next() -> u32 {
    block(1)
}

/// So many sequence numbers of this process, one after the other.
pub(super) fn window(len: usize) -> Window {
    let len = u32::try_from(len).unwrap_or(u32::MAX);
    Window::new(block(len), len)
}

/// The first of so many sequence numbers.
///
/// None of them is 0, which kernels use for notifications. The first one ever is random: a socket can
/// get the port id that another process had before it, and with it what was meant for that one.
fn block(len: u32) -> u32 {
    static NEXT: OnceLock<AtomicU32> = OnceLock::new();
    take(NEXT.get_or_init(|| AtomicU32::new(random())), len)
}

fn take(next: &AtomicU32, len: u32) -> u32 {
    loop {
        let first = next.fetch_add(len, Ordering::Relaxed);
        // Neither 0 itself nor a block that contains it: that one is skipped.
        if first != 0 && first.checked_add(len).is_some() {
            return first;
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "any 32 of the random bits will do")]
fn random() -> u32 {
    RandomState::new().build_hasher().finish() as u32
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_unique_across_threads_and_never_zero() {
        let draw = || (0..1000).map(|_| super::next()).collect::<Vec<_>>();
        let mut all: Vec<u32> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(draw)).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 4000);
        assert!(!all.contains(&0));
    }

    #[test]
    fn no_block_passes_zero() {
        let next = super::AtomicU32::new(u32::MAX - 1);
        assert_eq!(super::take(&next, 1), u32::MAX - 1);
        assert_eq!(super::take(&next, 5), 4, "the block from MAX to 3 is left out");
        let next = super::AtomicU32::new(0);
        assert_eq!(super::take(&next, 1), 1);
    }
}

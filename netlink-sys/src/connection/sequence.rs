//! Sequence numbers: unique in the process, so that no stale reply is taken for another's.

use core::hash::{BuildHasher as _, Hasher as _};
use core::sync::atomic::{AtomicU32, Ordering};
use std::collections::hash_map::RandomState;
use std::sync::OnceLock;

/// The next sequence number of this process.
///
/// Never 0, which kernels use for notifications. The first one is random: a socket can get the port
/// id that another process had before it, and with it what was meant for that one.
pub(super) fn next() -> u32 {
    static NEXT: OnceLock<AtomicU32> = OnceLock::new();
    let next = NEXT.get_or_init(|| AtomicU32::new(random()));
    loop {
        let sequence = next.fetch_add(1, Ordering::Relaxed);
        if sequence != 0 {
            return sequence;
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
}

//! Lends a bounded number of values, in the order in which they are requested.

use core::task::{Context, Poll, Waker};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values to lend, and those who wait for one.
#[derive(Debug)]
pub(super) struct Lender<C> {
    size: usize,
    state: Mutex<State<C>>,
}

#[derive(Debug)]
struct State<C> {
    idle: Vec<C>,
    /// How many values there are, lent ones included.
    made: usize,
    /// Those who wait, in order, each with a number of its own.
    queue: VecDeque<(u64, Waker)>,
    next_number: u64,
}

/// What a request for a value has brought.
#[derive(Debug)]
pub(super) enum Lent<C> {
    Value(C),
    /// The permission to make one more; [`Lender::not_made`] takes it back.
    Permission,
}

/// A position in the queue, which is left when this is dropped.
#[derive(Debug)]
pub(super) struct Waiting<'l, C> {
    lender: &'l Lender<C>,
    number: Option<u64>,
}

impl<C> Lender<C> {
    /// Returns a lender of up to so many values, and of one at least.
    pub(super) fn new(size: usize) -> Self {
        let state = State { idle: Vec::new(), made: 0, queue: VecDeque::new(), next_number: 0 };
        Self { size: size.max(1), state: Mutex::new(state) }
    }

    pub(super) const fn size(&self) -> usize {
        self.size
    }

    /// Enters the queue with the first poll.
    pub(super) const fn wait(&self) -> Waiting<'_, C> {
        Waiting { lender: self, number: None }
    }

    /// Returns a value if one is available and no caller waits.
    pub(super) fn try_lend(&self) -> Option<Lent<C>> {
        let mut state = self.lock();
        if state.queue.is_empty() { state.take(self.size) } else { None }
    }

    /// Takes a value back.
    pub(super) fn give_back(&self, value: C) {
        let mut state = self.lock();
        state.idle.push(value);
        state.wake_first();
    }

    /// Takes back the permission to make a value.
    pub(super) fn not_made(&self) {
        let mut state = self.lock();
        state.made = state.made.saturating_sub(1);
        state.wake_first();
    }

    fn lock(&self) -> MutexGuard<'_, State<C>> {
        // Nothing that holds the lock can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C> State<C> {
    fn take(&mut self, size: usize) -> Option<Lent<C>> {
        if let Some(value) = self.idle.pop() {
            return Some(Lent::Value(value));
        }
        if self.made >= size {
            return None;
        }
        self.made = self.made.saturating_add(1);
        Some(Lent::Permission)
    }

    fn wake_first(&self) {
        if let Some((_, waker)) = self.queue.front() {
            waker.wake_by_ref();
        }
    }
}

impl<C> Waiting<'_, C> {
    /// Waits until all who came before have a value, and one is there.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Lent<C>> {
        let mut state = self.lender.lock();
        let is_first = match self.number {
            None => state.queue.is_empty(),
            Some(number) => state.queue.front().is_some_and(|(first, _)| *first == number),
        };
        if is_first {
            if let Some(lent) = state.take(self.lender.size) {
                if self.number.take().is_some() {
                    state.queue.pop_front();
                }
                // There can be more than one.
                state.wake_first();
                return Poll::Ready(lent);
            }
        }
        match self.number {
            None => {
                let number = state.next_number;
                state.next_number = number.wrapping_add(1);
                state.queue.push_back((number, context.waker().clone()));
                self.number = Some(number);
            }
            Some(number) => {
                let mine = state.queue.iter_mut().find(|(waiting, _)| *waiting == number);
                if let Some((_, waker)) = mine {
                    waker.clone_from(context.waker());
                }
            }
        }
        Poll::Pending
    }
}

impl<C> Drop for Waiting<'_, C> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            let mut state = self.lender.lock();
            state.queue.retain(|(waiting, _)| *waiting != number);
            // The value that this one was woken for is for the next one now.
            state.wake_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll(waiting: &mut Waiting<'_, u8>) -> Option<Lent<u8>> {
        match waiting.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(lent) => Some(lent),
            Poll::Pending => None,
        }
    }

    #[test]
    fn waiting_callers_are_served_in_order_and_cancelled_ones_are_passed_over() {
        let lender = Lender::new(1);
        assert!(matches!(lender.try_lend(), Some(Lent::Permission)));
        let (mut first, mut second, mut third) = (lender.wait(), lender.wait(), lender.wait());
        assert!(poll(&mut first).is_none());
        assert!(poll(&mut second).is_none());
        assert!(poll(&mut third).is_none());
        lender.give_back(7);
        assert!(lender.try_lend().is_none(), "others wait");
        assert!(poll(&mut second).is_none());
        drop(first);
        assert!(poll(&mut third).is_none());
        assert!(matches!(poll(&mut second), Some(Lent::Value(7))));
        drop(second);
        lender.not_made();
        assert!(matches!(poll(&mut third), Some(Lent::Permission)));
        assert!(lender.lock().queue.is_empty());
    }
}

//! How a long operation gives other tasks their turn.

use core::task::{Context, Poll};

/// Counts the steps of an operation within one poll.
#[derive(Debug, Default)]
pub(super) struct Turn {
    steps: u32,
}

impl Turn {
    /// How many datagrams are handled in one poll.
    const STEPS: u32 = 16;

    /// Ends the poll after enough steps, and requests the next one. Call this after a step, so that a
    /// future that is created again for each poll ends as well.
    pub(super) fn poll_step(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.steps = self.steps.saturating_add(1);
        if self.steps < Self::STEPS {
            return Poll::Ready(());
        }
        self.steps = 0;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

//! The answers to several requests that are in flight at once.

use core::future::poll_fn;
use core::task::{Context, Poll, ready};

use netlink_core::conversation::Window;

use super::counters::count;
use super::engine::Engine;
use super::error::Error;
use super::patience::{Patience, TransportError};
use super::reading::Step;
use super::reception::Took;
use super::reply_error::ReplyError;
use super::transport::Transport;
use super::turn::Turn;

/// The index of a request in the window, and where its answer begins.
type Answered = (usize, Result<Step, ReplyError>);

/// The answers to the requests of a window.
#[derive(Debug)]
pub(super) struct Answers {
    window: Window,
    patience: Patience,
    /// After a loss, how many datagrams that were sent before it may be there still.
    lost: Option<usize>,
}

impl Answers {
    pub(super) const fn new(window: Window, patience: Patience) -> Self {
        Self { window, patience, lost: None }
    }

    /// The next one.
    ///
    /// After [`Error::Overrun`] no more come, and everything that came before the loss was given.
    pub(super) async fn next<T: Transport>(
        &mut self,
        engine: &mut Engine<T>,
    ) -> Result<Answered, Error> {
        poll_fn(|context| self.poll_next(context, engine)).await
    }

    fn poll_next<T: Transport>(
        &mut self,
        context: &mut Context<'_>,
        engine: &mut Engine<T>,
    ) -> Poll<Result<Answered, Error>> {
        let mut again = false;
        let mut turn = Turn::default();
        loop {
            let mut slot = None;
            let step = engine.read(|message| {
                slot = self.window.slot(message);
                self.window.meaning(message)
            });
            let Some(step) = step else {
                let awaited = self.patience.awaited;
                self.patience.go_on(&mut again).map_err(|error| Error::receive(error, awaited))?;
                ready!(self.poll_received(context, engine))?;
                ready!(turn.poll_step(context));
                continue;
            };
            let answer = match step {
                Ok(step) => Ok(step),
                Err(Error::Reply(error)) => Err(error),
                Err(error) => return Poll::Ready(Err(error)),
            };
            // Without a slot, the rest of the datagram is not made of messages: the rest of the
            // answers still come.
            if let Some(slot) = slot.and_then(|slot| usize::try_from(slot).ok()) {
                return Poll::Ready(Ok((slot, answer)));
            }
        }
    }

    /// Waits for the next datagram. After a loss, which a kernel tells first, it takes what is there.
    fn poll_received<T: Transport>(
        &mut self,
        context: &mut Context<'_>,
        engine: &mut Engine<T>,
    ) -> Poll<Result<(), Error>> {
        if let Some(left) = &mut self.lost {
            if *left > 0 {
                *left = left.saturating_sub(1);
                if engine.try_receive(&self.patience)? != Took::Nothing {
                    return Poll::Ready(Ok(()));
                }
            }
            return Poll::Ready(Err(Error::Overrun));
        }
        Poll::Ready(match ready!(engine.poll_next(context, &self.patience)) {
            Ok(_) => engine.complete(),
            Err(TransportError::Failed(error)) if error.is_overrun() => {
                count(&mut engine.counters.overruns);
                self.lost = Some(engine.undelivered());
                Ok(())
            }
            Err(error) => Err(Error::receive(error, self.patience.awaited)),
        })
    }
}

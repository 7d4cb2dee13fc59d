//! What comes for several requests that are under way at once.

use netlink_core::ParseError;
use netlink_core::conversation::Window;

use super::counters::count;
use super::engine::{Engine, Step};
use super::{Error, Patience, Transport};

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

    /// The next one: the place of its request in the window, and where it begins.
    ///
    /// After [`Error::Overrun`] no more come, and everything that came before the loss was given.
    pub(super) async fn next<T: Transport>(
        &mut self,
        engine: &mut Engine<T>,
    ) -> Result<(usize, Result<Step, ParseError>), Error> {
        let mut again = false;
        loop {
            let mut slot = None;
            let step = engine.read(|message| {
                slot = self.window.slot(message);
                self.window.meaning(message)
            });
            let slot = slot.and_then(|slot| usize::try_from(slot).ok());
            match (step, slot) {
                (Some(Ok(step)), Some(slot)) => return Ok((slot, Ok(step))),
                (Some(Err(Error::Reply(error))), Some(slot)) => return Ok((slot, Err(error))),
                // A datagram that is no messages from there on: the rest of the answers still come.
                (Some(Ok(_) | Err(Error::Reply(_))), None) => {}
                (Some(Err(error)), _) => return Err(error),
                (None, _) => {
                    self.patience.go_on(&mut again).map_err(Error::receive)?;
                    self.receive(engine).await?;
                }
            }
        }
    }

    /// Waits for the next datagram. After a loss, which a kernel tells first, it takes what is there.
    async fn receive<T: Transport>(&mut self, engine: &mut Engine<T>) -> Result<(), Error> {
        if let Some(left) = &mut self.lost {
            if *left > 0 {
                *left = left.saturating_sub(1);
                if engine.try_receive()? {
                    return Ok(());
                }
            }
            return Err(Error::Overrun);
        }
        match engine.receive_next(&self.patience).await {
            Ok(_) => engine.complete(),
            Err(error) if error.is_overrun() => {
                count(&mut engine.counters.overruns);
                self.lost = Some(engine.undelivered());
                Ok(())
            }
            Err(error) => Err(Error::receive(error)),
        }
    }
}

//! Dumps, events and watches as streams of values that can be kept (feature `stream`).
//!
//! A stream creates the future of the next item again each time it is polled, and drops it: these
//! futures allow that.

use core::pin::{Pin, pin};
use core::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use netlink_core::{OwnedMessage, ParseMessage, Request, View};

use super::{Dump, Events, Watch};
use crate::connection::{Error, Heard, Notification, Seen, Transport, Update};

/// Gives copies of the messages, as [`Dump::next`] lends them. It ends after the last message.
impl<V, T> Stream for Dump<'_, V, T>
where
    V: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    type Item = Result<OwnedMessage<V>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let next = pin!(this.listing.next(this.engine)).poll(context);
        next.map(|next| {
            let message = next.and_then(|start| match start {
                Some(start) => this.engine.copy_at(start, this.listing.level()).map(Some),
                None => Ok(None),
            });
            message.transpose()
        })
    }
}

impl<V, T> FusedStream for Dump<'_, V, T>
where
    V: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    fn is_terminated(&self) -> bool {
        self.listing.is_over()
    }
}

/// Gives copies of the events, as [`Events::next`] lends them. It does not end.
impl<E, T> Stream for Events<E, T>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport + Unpin,
{
    type Item = Result<Notification<OwnedMessage<E>>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let heard = pin!(this.listener.next()).poll(context);
        heard.map(|heard| {
            Some(heard.and_then(|heard| match heard {
                Heard::Message(start) => {
                    let kept = this.listener.engine.copy_at::<E>(start, None);
                    kept.map(Notification::Message)
                }
                Heard::Lost => Ok(Notification::Lost),
            }))
        })
    }
}

/// Gives copies of the updates, as [`Watch::next`] lends them. It does not end.
impl<R, E, T> Stream for Watch<R, E, T>
where
    R: Request + Unpin,
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport + Unpin,
{
    type Item = Result<Update<OwnedMessage<R::Reply>, OwnedMessage<E>>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let observer = &mut self.get_mut().observer;
        let seen = pin!(observer.next()).poll(context);
        seen.map(|seen| {
            Some(seen.and_then(|seen| {
                Ok(match seen {
                    Seen::Reset => Update::Reset,
                    Seen::Listed(start) => {
                        Update::Listed(observer.lists.copy_at::<R::Reply>(start, None)?)
                    }
                    Seen::Complete { interrupted } => Update::Complete { interrupted },
                    Seen::Changed(start) => {
                        Update::Changed(observer.events.engine.copy_at::<E>(start, None)?)
                    }
                })
            }))
        })
    }
}

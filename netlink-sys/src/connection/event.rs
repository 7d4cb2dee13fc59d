//! What is delivered to a subscriber.

/// What [`Events`](super::Events) deliver.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event<M> {
    /// A message.
    Message(M),
    /// Messages were lost at this point, because the receive buffer was full.
    #[doc(alias = "ENOBUFS")]
    Lost,
}

impl<M> Event<M> {
    /// Makes something else of the message.
    pub(crate) fn map<N>(self, map: impl FnOnce(M) -> N) -> Event<N> {
        match self {
            Self::Message(message) => Event::Message(map(message)),
            Self::Lost => Event::Lost,
        }
    }
}

//! What is delivered to a subscriber.

/// What [`Events`](super::Events) deliver.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Notification<M> {
    /// A message.
    Message(M),
    /// Messages were lost at this point, because the receive buffer was full.
    #[doc(alias = "ENOBUFS")]
    Lost,
}

impl<M> Notification<M> {
    /// Makes something else of the message.
    pub(crate) fn map<N>(self, map: impl FnOnce(M) -> N) -> Notification<N> {
        match self {
            Self::Message(message) => Notification::Message(map(message)),
            Self::Lost => Notification::Lost,
        }
    }
}

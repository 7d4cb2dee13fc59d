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

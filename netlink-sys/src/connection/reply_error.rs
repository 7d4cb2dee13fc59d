//! A reply that was not understood.

use core::fmt;

use netlink_core::{MessageId, ParseError, Policy, RawMessage};

use super::by_fn::ByFn;

/// A message that is not what its type says it should be, and what is wrong with it.
#[derive(Clone)]
pub struct ReplyError {
    details: Box<(ParseError, Box<[u8]>)>,
    known: &'static [(MessageId, &'static Policy)],
}

impl ReplyError {
    /// What was wrong with a message that was read as one of these.
    #[cold]
    pub(crate) fn new(
        error: ParseError,
        message: &[u8],
        known: &'static [(MessageId, &'static Policy)],
    ) -> Self {
        Self { details: Box::new((error, message.into())), known }
    }

    /// Returns what is wrong, with its offset in bytes from the start of the message.
    #[must_use]
    pub const fn error(&self) -> &ParseError {
        &self.details.0
    }

    /// Returns the message as it was received, or `None` if the bytes were not a message.
    #[must_use]
    pub fn message(&self) -> Option<RawMessage<'_>> {
        RawMessage::split(&self.details.1).ok().map(|(message, _)| message)
    }

    /// Displays the message, with what is wrong underlined.
    ///
    /// [`Error::explain`](super::Error::explain) shows the same, and begins with `unexpected reply: `.
    #[must_use]
    pub fn explain(&self) -> impl fmt::Display {
        ByFn(|f: &mut fmt::Formatter<'_>| self.fmt_explained(self, f))
    }

    pub(super) fn fmt_explained(
        &self,
        title: &dyn fmt::Display,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        match self.message() {
            Some(message) => {
                let message = message.display_as(self.known);
                fmt::Display::fmt(&message.explain(self.error()).with_title(title), f)
            }
            None => fmt::Display::fmt(title, f),
        }
    }
}

impl fmt::Display for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error().fmt(f)
    }
}

impl fmt::Debug for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReplyError").field(self.error()).finish()
    }
}

/// The display says what is wrong already, so that there is no source to say it again.
impl core::error::Error for ReplyError {}

//! The functions by which a stand-in answers, each for its type of request.

use core::fmt;
use std::sync::{Arc, Mutex};

use netlink_core::{Level, MessageId, ParseMessage, Policy, RawMessage, View};

use super::answer::Response;
use super::family::Families;
use super::refusal::Refusal;

type Call = dyn for<'a> FnMut(&RawMessage<'a>, &mut Response<'a>) -> Result<(), Refusal> + Send;

/// The functions there are, in the order in which they were given.
#[derive(Default)]
pub(super) struct Handlers(Vec<Handler>);

struct Handler {
    /// The messages it answers.
    messages: &'static [(MessageId, &'static Policy)],
    takes_others: bool,
    call: Arc<Mutex<Call>>,
}

impl Handlers {
    pub(super) fn add<R>(
        &mut self,
        mut handler: impl for<'a> FnMut(R::Of<'a>, &mut Response<'a>) -> Result<(), Refusal>
        + Send
        + 'static,
    ) where
        R: for<'a> View<Of<'a>: ParseMessage<'a>> + 'static,
    {
        let call = call(move |message, answer| handler(message.parse_at(Level::STRICT)?, answer));
        self.0.push(Handler {
            messages: <R::Of<'static>>::PARSE_MESSAGES,
            takes_others: <R::Of<'static>>::TAKES_OTHERS,
            call,
        });
    }

    /// The function that answers a request.
    pub(super) fn find(
        &self,
        families: &Families,
        request: &RawMessage<'_>,
    ) -> Option<Arc<Mutex<Call>>> {
        let answers = |handler: &&Handler| {
            handler.takes_others || handler.messages.iter().any(|(id, _)| families.is(request, *id))
        };
        self.0.iter().rev().find(answers).map(|handler| handler.call.clone())
    }
}

/// Tells the compiler the type of the closure.
fn call(
    call: impl for<'a> FnMut(&RawMessage<'a>, &mut Response<'a>) -> Result<(), Refusal> + Send + 'static,
) -> Arc<Mutex<Call>> {
    Arc::new(Mutex::new(call))
}

impl fmt::Debug for Handlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|handler| handler.messages)).finish()
    }
}

//! Messages that request something, and requests whose replies are read with their headers.

use crate::codec::message::{EmitMessage, ParseMessage};
use crate::codec::with_header::WithHeader;
use crate::message::MessageId;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::View;
use crate::policy::Policy;

/// A message that requests something from a kernel.
///
/// Derived with [`Emit`](crate::Emit), by `#[netlink(message = RTM_GETLINK, reply = Link<'_>)]`. See
/// [`reply`](crate::docs::attribute#reply) for an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not declare its reply",
    note = "name the type of the reply: `#[netlink(message = …, reply = Answer<'_>)]`"
)]
pub trait Request: EmitMessage {
    /// What the kernel replies.
    type Reply: for<'a> View<Of<'a>: ParseMessage<'a>>;

    /// Returns the same request, whose replies are read together with their headers.
    ///
    /// ```
    /// use netlink_core::{Emit, Parse, Request, WithHeader};
    ///
    /// #[derive(Debug, Parse)]
    /// #[netlink(message = 24)] // RTM_NEWROUTE
    /// struct Route {
    ///     #[nla(15)] // RTA_TABLE
    ///     table: Option<u32>,
    /// }
    ///
    /// #[derive(Debug, Emit)]
    /// #[netlink(message = 26, reply = Route)] // RTM_GETROUTE
    /// struct GetRoute {}
    ///
    /// // Of a connection, `dump(&request)` has items of type `WithHeader<Route>`.
    /// fn reply_of<R: Request<Reply = WithHeader<Route>>>(_: &R) {}
    /// let request = GetRoute {}.with_header();
    /// reply_of(&request);
    /// let borrowed = GetRoute {};
    /// reply_of(&(&borrowed).with_header());
    /// ```
    fn with_header(self) -> RequestWithHeader<Self>
    where
        Self: Sized,
    {
        RequestWithHeader(self)
    }
}

/// A request whose replies are read with their headers: see [`Request::with_header`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct RequestWithHeader<R>(R);

macro_rules! emit_as {
    ($target:ty, |$this:ident| $inner:expr) => {
        const EMIT_MESSAGES: &'static [(MessageId, &'static Policy)] = <$target>::EMIT_MESSAGES;
        const EMIT_PROTOCOL: Option<i32> = <$target>::EMIT_PROTOCOL;
        const FIXED_BODY_LEN: Option<usize> = <$target>::FIXED_BODY_LEN;
        const HAS_LARGE_BODY: bool = <$target>::HAS_LARGE_BODY;

        #[inline]
        fn id(&self) -> MessageId {
            let $this = self;
            $inner.id()
        }

        #[inline]
        fn policy(&self) -> &'static Policy {
            let $this = self;
            $inner.policy()
        }

        #[inline]
        fn body_len(&self) -> usize {
            let $this = self;
            $inner.body_len()
        }

        #[inline(always)]
        fn emit_body<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
            let $this = self;
            $inner.emit_body(out, cx)
        }
    };
}

impl<R: EmitMessage> EmitMessage for RequestWithHeader<R> {
    emit_as!(R, |this| this.0);
}

impl<R: Request> Request for RequestWithHeader<R> {
    type Reply = WithHeader<R::Reply>;
}

impl<M: EmitMessage> EmitMessage for &M {
    emit_as!(M, |this| **this);
}

impl<R: Request> Request for &R {
    type Reply = R::Reply;
}

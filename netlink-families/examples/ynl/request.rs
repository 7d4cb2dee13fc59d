//! A request that no type declares.

use netlink_core::{
    EmitContext, EmitMessage, Emitted, MessageId, Output, Policy, RawMessage, Request,
};

/// The bytes of a request, with the policy that gives errors their names.
pub(crate) struct Dynamic {
    pub(crate) id: MessageId,
    pub(crate) policy: &'static Policy,
    pub(crate) body: Vec<u8>,
}

impl EmitMessage for Dynamic {
    const EMIT_MESSAGES: &'static [(MessageId, &'static Policy)] = &[];

    fn id(&self) -> MessageId {
        self.id
    }

    fn policy(&self) -> &'static Policy {
        self.policy
    }

    fn body_len(&self) -> usize {
        self.body.len()
    }

    fn emit_body<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(&self.body, cx)
    }
}

impl Request for Dynamic {
    type Reply = RawMessage<'static>;
}

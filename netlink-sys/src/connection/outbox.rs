//! What was sent: the last request, kept so that a refusal can name its field.

use netlink_core::{
    EmitError, EmitMessage, Input, MessageHeader, Policy, Writer, emit_message, message_len,
};

/// The buffer in which requests are written.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    buffer: Vec<u8>,
    len: usize,
}

/// What must be known of a request to understand its refusal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    /// The policy it was emitted by.
    pub(super) policy: &'static Policy,
    /// How many bytes of headers it has before its set.
    headers: usize,
}

impl Sent {
    pub(super) fn of<R: EmitMessage>(request: &R) -> Self {
        Self { policy: request.policy(), headers: request.id().headers_len() }
    }
}

impl Outbox {
    /// Writes a request, and gives its bytes.
    pub(super) fn write<R: EmitMessage>(
        &mut self,
        header: MessageHeader,
        request: &R,
    ) -> Result<&[u8], EmitError> {
        let len = message_len(request);
        if self.buffer.len() < len {
            self.buffer.resize(len, 0);
        }
        let mut writer = Writer::new(&mut self.buffer);
        emit_message(&mut writer, header, request)?;
        self.len = writer.len();
        Ok(self.buffer.get(..self.len).unwrap_or_default())
    }

    /// The set of attributes in the last request.
    pub(super) fn body(&self, sent: Sent) -> Input<'_> {
        let body = self.buffer.get(sent.headers..self.len).unwrap_or_default();
        Input::new(body).at(sent.headers)
    }
}

//! What was sent: the last request, kept so that a refusal can name its field.

use netlink_core::{
    EmitError, EmitMessage, Input, MessageHeader, MessageId, Policy, Writer, emit_message, header,
    message_len,
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
    /// Which message it is.
    pub(super) id: MessageId,
    /// The policy it was emitted by.
    pub(super) policy: &'static Policy,
    /// The protocol that the message belongs to, if its type declares it.
    pub(super) protocol: Option<i32>,
}

impl Sent {
    pub(super) fn of<R: EmitMessage>(request: &R) -> Self {
        Self { id: request.id(), policy: request.policy(), protocol: R::EMIT_PROTOCOL }
    }

    /// The set of attributes in the bytes of the request.
    pub(super) fn body(self, bytes: &[u8]) -> Input<'_> {
        let headers = self.id.headers_len();
        Input::new(bytes.get(headers..).unwrap_or_default()).at(headers)
    }
}

impl Outbox {
    /// Writes a request, and gives its bytes.
    #[inline]
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
        Ok(self.bytes())
    }

    /// Writes a request that is there in bytes, with another header of the same length.
    pub(super) fn write_bytes(&mut self, header: MessageHeader, message: &[u8]) {
        let len = u32::try_from(message.len()).unwrap_or(u32::MAX);
        self.buffer.clear();
        self.buffer.extend(MessageHeader { len, ..header }.to_bytes());
        self.buffer.extend(message.get(header::HEADER_LEN..).unwrap_or_default());
        self.len = self.buffer.len();
    }

    /// The last request.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }
}

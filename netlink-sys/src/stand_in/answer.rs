//! How a stand-in answers one request.

use netlink_core::{
    EmitError, EmitMessage, Errno, MessageFlags, MessageHeader, RawMessage, Writer, ack,
    emit_message, header,
};

use super::family::Families;

/// What the handler of a stand-in writes its replies to.
#[derive(Debug)]
pub struct Answer<'r> {
    request: RawMessage<'r>,
    families: Families,
    datagrams: Vec<Vec<u8>>,
    interrupted: bool,
}

/// Why a stand-in refuses a request: an error number, and what a kernel says beyond that.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    errno: Errno,
    message: Option<String>,
    offset: Option<u32>,
}

impl From<Errno> for Refusal {
    fn from(errno: Errno) -> Self {
        Self { errno, message: None, offset: None }
    }
}

/// A reply of the test's own that breaks a rule of its type.
impl From<EmitError> for Refusal {
    fn from(error: EmitError) -> Self {
        Self::from(error.errno()).because(error.to_string())
    }
}

impl Refusal {
    /// Says why, in words.
    #[must_use]
    pub fn because(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Says where: the offset in bytes of the offending attribute from the start of the request.
    #[must_use]
    pub const fn at(mut self, offset: u32) -> Self {
        self.offset = Some(offset);
        self
    }
}

/// What a kernel fills one datagram of a dump with, at most.
const DATAGRAM_LEN: usize = 3776;

impl<'r> Answer<'r> {
    pub(super) const fn new(request: RawMessage<'r>, families: Families) -> Self {
        Self { request, families, datagrams: Vec::new(), interrupted: false }
    }

    /// Whether the request asks for a dump.
    #[doc(alias = "NLM_F_DUMP")]
    #[must_use]
    pub const fn is_dump(&self) -> bool {
        self.request.header().flags.contains(MessageFlags::DUMP)
    }

    /// Adds a reply.
    ///
    /// # Errors
    /// If the reply breaks a rule of its own type.
    pub fn reply<M: EmitMessage>(&mut self, message: &M) -> Result<(), EmitError> {
        let ty = self.families.message_type(message.id());
        let bytes = emit(self.header(ty), message)?;
        self.push(&bytes);
        Ok(())
    }

    /// Says that what is dumped has changed meanwhile: in every message from now on.
    #[doc(alias = "NLM_F_DUMP_INTR")]
    pub const fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// The header of a message that answers this request.
    fn header(&self, ty: u16) -> MessageHeader {
        let mut flags = MessageFlags::NONE;
        if self.is_dump() {
            flags |= MessageFlags::MULTI;
        }
        if self.interrupted {
            flags |= MessageFlags::DUMP_INTR;
        }
        MessageHeader { sequence: self.request.header().sequence, ..MessageHeader::new(ty, flags) }
    }

    /// Adds a message to the last datagram if it is a dump and there is room.
    fn push(&mut self, message: &[u8]) {
        let is_dump = self.is_dump();
        match self.datagrams.last_mut() {
            Some(last) if is_dump && last.len().saturating_add(message.len()) <= DATAGRAM_LEN => {
                last.extend(message);
            }
            _ => self.datagrams.push(message.to_vec()),
        }
    }

    pub(super) fn answer_by_nlctrl(&mut self) -> Option<Result<(), Refusal>> {
        let (families, request) = (self.families.clone(), self.request);
        families.answer(&request, self)
    }

    /// Ends the answer; the datagrams.
    pub(super) fn finish(
        mut self,
        result: Result<(), Refusal>,
        end_coalesced: bool,
    ) -> Vec<Vec<u8>> {
        let wants_ack = self.request.header().flags.contains(MessageFlags::ACK);
        let end = match &result {
            Ok(()) if self.is_dump() => {
                Some(end(self.header(header::DONE), &0i32.to_ne_bytes(), None))
            }
            Ok(()) if wants_ack => {
                let request = self.request.header().to_bytes();
                let body = [&0i32.to_ne_bytes()[..], &request].concat();
                let header = self.header(header::ERROR);
                Some(end(MessageHeader { flags: MessageFlags::CAPPED, ..header }, &body, None))
            }
            Ok(()) => None,
            Err(refusal) => {
                let errno = refusal.errno.0.saturating_neg().to_ne_bytes();
                let body = [&errno[..], self.request.bytes()].concat();
                let flags = MessageFlags::NONE;
                let header = MessageHeader { flags, ..self.header(header::ERROR) };
                Some(end(header, &body, Some(refusal)))
            }
        };
        match end {
            Some(end) if end_coalesced && self.is_dump() => self.push(&end),
            Some(end) => self.datagrams.push(end),
            None => {}
        }
        self.datagrams
    }
}

/// `NLMSG_ERROR` or `NLMSG_DONE`, with what is said beyond the number.
fn end(mut header: MessageHeader, body: &[u8], refusal: Option<&Refusal>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if refusal.is_some_and(|refusal| refusal.message.is_some() || refusal.offset.is_some()) {
        header.flags |= MessageFlags::ACK_TLVS;
    }
    // A message of a test that is longer than an attribute can be is left out, like by a kernel
    // that has no room for it.
    let _ = Writer::growing(&mut bytes).message(header, |writer| {
        writer.bytes(body)?;
        if let Some(message) = refusal.and_then(|refusal| refusal.message.as_deref()) {
            let message = std::ffi::CString::new(message.replace('\0', " ")).unwrap_or_default();
            writer.put(ack::ATTR_MSG, &message.as_c_str())?;
        }
        if let Some(offset) = refusal.and_then(|refusal| refusal.offset) {
            writer.put(ack::ATTR_OFFS, &offset)?;
        }
        Ok(())
    });
    bytes
}

/// A whole message in bytes.
pub(super) fn emit<M: EmitMessage>(
    header: MessageHeader,
    message: &M,
) -> Result<Vec<u8>, EmitError> {
    let mut bytes = Vec::new();
    emit_message(&mut Writer::growing(&mut bytes), header, message)?;
    Ok(bytes)
}

/// Writes a sequence number to the messages that have none.
pub(super) fn fill_in_sequence(mut bytes: &mut [u8], sequence: u32) {
    while let Some(header) = bytes.first_chunk_mut() {
        let mut head = MessageHeader::from_bytes(header);
        if head.sequence == 0 {
            head.sequence = sequence;
            *header = head.to_bytes();
        }
        let len = usize::try_from(head.len).unwrap_or(usize::MAX).max(header::HEADER_LEN);
        let next = netlink_core::align::align(len);
        bytes = bytes.get_mut(next..).unwrap_or_default();
    }
}

//! How a stand-in answers one request.

use netlink_core::align::align;
use netlink_core::{
    EmitError, EmitMessage, MessageFlags, MessageHeader, RawMessage, Writer, emit_message, header,
};

use super::Kernel;
use super::family::Families;
use super::refusal::{Refusal, write_message};
use crate::Protocol;

/// What a function of a stand-in writes its replies to.
#[derive(Debug)]
pub struct Response<'r> {
    request: RawMessage<'r>,
    is_dump: bool,
    families: Families,
    datagrams: Vec<Vec<u8>>,
    interrupted: bool,
    warning: Option<String>,
}

/// What a kernel fills one datagram of a dump with, at most.
const DATAGRAM_LEN: usize = 3776;

impl<'r> Response<'r> {
    pub(super) fn new(request: RawMessage<'r>, protocol: Protocol, families: Families) -> Self {
        Self {
            request,
            is_dump: is_dump(&request, protocol),
            families,
            datagrams: Vec::new(),
            interrupted: false,
            warning: None,
        }
    }

    /// Returns the request as it was sent.
    #[must_use]
    pub const fn request(&self) -> RawMessage<'r> {
        self.request
    }

    /// Returns the flags of the request.
    #[must_use]
    pub const fn flags(&self) -> MessageFlags {
        self.request.header().flags
    }

    /// Returns true if the request asks for a dump.
    #[doc(alias = "NLM_F_DUMP")]
    #[must_use]
    pub const fn is_dump(&self) -> bool {
        self.is_dump
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

    /// Reports that the objects changed during the dump, in every message from now on.
    #[doc(alias = "NLM_F_DUMP_INTR")]
    pub const fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// Remarks something in the acknowledgement of a request that succeeds.
    #[doc(alias = "NLMSGERR_ATTR_MSG")]
    pub fn warn(&mut self, message: impl Into<String>) {
        self.warning = Some(message.into());
    }

    /// The header of a message that answers this request.
    const fn header(&self, ty: u16) -> MessageHeader {
        let mut flags = MessageFlags::NONE;
        if self.is_dump {
            flags = flags.with(MessageFlags::MULTI);
        }
        if self.interrupted {
            flags = flags.with(MessageFlags::DUMP_INTR);
        }
        let sequence = self.request.header().sequence;
        MessageHeader { sequence, port: Kernel::PORT_ID, ..MessageHeader::new(ty, flags) }
    }

    /// Adds a message: of a dump to the last datagram, if there is room.
    fn push(&mut self, message: &[u8]) {
        match self.datagrams.last_mut() {
            Some(last)
                if self.is_dump && last.len().saturating_add(message.len()) <= DATAGRAM_LEN =>
            {
                last.extend(message);
            }
            _ => self.datagrams.push(message.to_vec()),
        }
    }

    /// Ends the answer; the datagrams.
    pub(super) fn finish(
        mut self,
        result: Result<(), Refusal>,
        end_coalesced: bool,
    ) -> Vec<Vec<u8>> {
        match self.end(result) {
            Some(end) if end_coalesced && self.is_dump => self.push(&end),
            Some(end) => self.datagrams.push(end),
            None => {}
        }
        self.datagrams
    }

    /// The message that ends the answer.
    fn end(&self, result: Result<(), Refusal>) -> Option<Vec<u8>> {
        let request = self.request.bytes();
        let wants_ack = self.flags().contains(MessageFlags::ACK);
        match result {
            Err(refusal) => {
                let errno = refusal.errno.0.saturating_neg().to_ne_bytes();
                let extended = |writer: &mut Writer<'_>| refusal.write_extended(writer);
                // A dump that fails after its first part ends with the error, and one that cannot begin is rejected.
                if self.is_dump && !self.datagrams.is_empty() {
                    return Some(end(self.header(header::DONE), &errno, extended));
                }
                let header =
                    MessageHeader { flags: MessageFlags::NONE, ..self.header(header::ERROR) };
                Some(end(header, &[&errno[..], request].concat(), extended))
            }
            Ok(()) if self.is_dump => {
                Some(end(self.header(header::DONE), &0i32.to_ne_bytes(), |_| Ok(())))
            }
            Ok(()) if wants_ack => {
                let header = self.header(header::ERROR);
                let header =
                    MessageHeader { flags: header.flags.with(MessageFlags::CAPPED), ..header };
                let request = self.request.header().to_bytes();
                let body = [&0i32.to_ne_bytes()[..], &request].concat();
                Some(end(header, &body, |writer| match &self.warning {
                    Some(warning) => write_message(writer, warning),
                    None => Ok(()),
                }))
            }
            Ok(()) => None,
        }
    }
}

/// Whether a request asks for a dump. Where rtnetlink creates and deletes, the same bits mean
/// something else.
const fn is_dump(request: &RawMessage<'_>, protocol: Protocol) -> bool {
    let head = request.header();
    let gets = protocol.number() != Protocol::ROUTE.number() || head.ty & 3 == 2;
    gets && head.flags.contains(MessageFlags::DUMP)
}

/// `NLMSG_ERROR` or `NLMSG_DONE`, with what is said beyond the number.
fn end(
    header: MessageHeader,
    body: &[u8],
    extended: impl FnOnce(&mut Writer<'_>) -> Result<(), EmitError>,
) -> Vec<u8> {
    let mut attributes = Vec::new();
    // A text of a test that is longer than an attribute can be is omitted, as by a kernel that has no
    // room for it.
    let _ = extended(&mut Writer::growing(&mut attributes));
    let announced = if attributes.is_empty() { MessageFlags::NONE } else { MessageFlags::ACK_TLVS };
    let header = MessageHeader { flags: header.flags.with(announced), ..header };
    let mut bytes = Vec::new();
    let _ = Writer::growing(&mut bytes).message(header, |writer| {
        writer.bytes(body)?;
        if !attributes.is_empty() {
            let padding = align(body.len()).saturating_sub(body.len());
            writer.bytes([0; 4].get(..padding).unwrap_or_default())?;
        }
        writer.bytes(&attributes)
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
        bytes = bytes.get_mut(align(len)..).unwrap_or_default();
    }
}

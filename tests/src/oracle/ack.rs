//! Acknowledgements, against a reader that counts bytes with its fingers.

use netlink_core::{
    Ack, EmitSet, ExtendedAck, Input, MessageFlags, MessageHeader, Policy, RawMessage, Step, ack,
    header::{DONE, ERROR, HEADER_LEN},
};
use netlink_families::rt_link::Link;

use super::check_error;

/// Parses bytes as the payload of an `NLMSG_ERROR` or `NLMSG_DONE`; the first byte
/// says which of them it is, and how it is flagged. What is said of a request is looked for in it, as if
/// it were about a link.
///
/// # Panics
///
/// If any of it is not what a plain reading gives.
pub fn acknowledgement(bytes: &[u8]) {
    const LONGEST: usize = 4096;
    let Some((&first, body)) = bytes.split_first() else { return };
    let body = &body[..body.len().min(LONGEST)];
    let mut buffer = [0; HEADER_LEN + LONGEST];
    let len = HEADER_LEN + body.len();
    let flags = MessageFlags(u16::from(first & 0xfe) << 7);
    let header = MessageHeader {
        len: u32::try_from(len).expect("it is short"),
        ..MessageHeader::new(if first & 1 == 0 { ERROR } else { DONE }, flags)
    };
    buffer[..HEADER_LEN].copy_from_slice(&header.to_bytes());
    buffer[HEADER_LEN..len].copy_from_slice(body);
    let (message, _) = RawMessage::split(&buffer[..len]).expect("a whole message");

    let ack = match (Ack::parse(&message), Plain::read(&message)) {
        (Ok(ack), Some(plain)) => {
            plain.compare(&ack);
            ack
        }
        (Err(error), None) => return check_error(&error, len),
        (ack, plain) => panic!("{ack:?}, but {plain:?}: {bytes:02x?}"),
    };
    if let Ok((request, _)) = RawMessage::split(ack.echo()) {
        check_places(<Link<'_> as EmitSet>::EMIT_POLICY, &request, &ack.extended());
    }
}

/// What a plain reading gives.
#[derive(Debug, Default)]
struct Plain<'a> {
    code: i32,
    request: Option<&'a [u8]>,
    attrs: [Option<&'a [u8]>; 7],
}

impl<'a> Plain<'a> {
    /// Nothing if it is cut short.
    fn read(message: &RawMessage<'a>) -> Option<Self> {
        let header = message.header();
        let body = &message.bytes()[16..];
        if header.ty == DONE && body.is_empty() {
            return Some(Self::default());
        }
        let code = i32::from_ne_bytes(*body.first_chunk()?);
        let (request, attrs) = if header.ty == DONE {
            (None, &body[4..])
        } else {
            let head: &[u8; 16] = body.get(4..)?.first_chunk()?;
            let whole = u32::from_ne_bytes(*head.first_chunk()?) as usize;
            let capped = header.flags.contains(MessageFlags::CAPPED);
            let len = if code == 0 || capped || whole < 16 { 16 } else { whole };
            let echo = &body[4..body.len().min(len.saturating_add(4))];
            let behind = len.checked_next_multiple_of(4).and_then(|at| body[4..].get(at..));
            (Some(echo), behind.unwrap_or(&[]))
        };
        let told = header.flags.contains(MessageFlags::ACK_TLVS);
        let attrs = last_of_each(if told { attrs } else { &[] });
        Some(Self { code, request, attrs })
    }

    fn compare(&self, ack: &Ack<'_>) {
        assert_eq!(ack.code(), self.code);
        assert_eq!(ack.errno().is_some(), self.code < 0);
        assert_eq!(ack.echo(), self.request.unwrap_or_default());
        assert_eq!(
            ack.request().map(|header| header.to_bytes()).as_ref().map(|bytes| &bytes[..]),
            self.request.map(|request| &request[..16])
        );
        let number = |ty: u16| {
            let payload = self.attrs[usize::from(ty)]?;
            // At their own width, if the number fits.
            let wide = match payload.len() {
                1 => payload[0].into(),
                2 => u16::from_ne_bytes(payload.try_into().ok()?).into(),
                4 => u32::from_ne_bytes(payload.try_into().ok()?).into(),
                8 => u64::from_ne_bytes(payload.try_into().ok()?),
                _ => return None,
            };
            u32::try_from(wide).ok()
        };
        let extended = ack.extended();
        let text = self.attrs[usize::from(ack::ATTR_MSG)];
        let text = text.and_then(|text| text.iter().position(|&b| b == 0).map(|end| &text[..end]));
        assert_eq!(extended.message.map(core::ffi::CStr::to_bytes), text);
        assert_eq!(extended.offset, number(ack::ATTR_OFFS));
        assert_eq!(extended.cookie, self.attrs[usize::from(ack::ATTR_COOKIE)]);
        assert_eq!(extended.policy, self.attrs[usize::from(ack::ATTR_POLICY)]);
        assert_eq!(extended.missing_type, number(ack::ATTR_MISS_TYPE));
        assert_eq!(extended.missing_nest, number(ack::ATTR_MISS_NEST));
    }
}

/// The payloads of the last attribute of each type.
fn last_of_each(bytes: &[u8]) -> [Option<&[u8]>; 7] {
    let mut found = [None; 7];
    let mut at = 0;
    while at + 4 <= bytes.len() {
        let len = usize::from(u16::from_ne_bytes([bytes[at], bytes[at + 1]]));
        if len < 4 || at + len > bytes.len() {
            break;
        }
        let ty = u16::from_ne_bytes([bytes[at + 2], bytes[at + 3]]) & 0x3fff;
        if let Some(slot) = found.get_mut(usize::from(ty)) {
            *slot = Some(&bytes[at + 4..at + len]);
        }
        at += len.div_ceil(4) * 4;
    }
    found
}

/// A path that is found ends at an attribute at the requested offset.
fn check_places(policy: &'static Policy, request: &RawMessage<'_>, fault: &ExtendedAck<'_>) {
    let payload = request.payload();
    let type_at = |offset: usize| {
        let field: &[u8; 2] = request.bytes().get(offset + 2..)?.first_chunk()?;
        Some(u16::from_ne_bytes(*field) & 0x3fff)
    };
    let located = |offset: usize| {
        let path = policy.locate(payload, offset)?;
        let last = path.steps().last();
        match last {
            Some(Step::Attr(ty)) => assert_eq!(Some(ty), type_at(offset)),
            Some(Step::Index(_)) => assert!(type_at(offset).is_some()),
            other => panic!("a path that ends at {other:?}"),
        }
        Some(path)
    };
    for attr in own_attrs(policy, payload) {
        let path = located(attr.offset()).expect("it stands there");
        assert!(path.steps().eq([Step::Attr(attr.ty())]));
    }
    let path = policy.locate_fault(payload, fault);
    match (fault.offset, fault.missing_type, fault.missing_nest) {
        (Some(offset), _, _) => {
            assert_eq!(path.is_some(), located(offset as usize).is_some());
        }
        (None, Some(ty), nest) => {
            let within = nest.map(|nest| located(nest as usize));
            let known = u16::try_from(ty).is_ok() && within.is_none_or(|path| path.is_some());
            assert_eq!(path.is_some(), known);
        }
        (None, None, _) => assert!(path.is_none()),
    }
}

fn own_attrs<'a>(policy: &Policy, payload: Input<'a>) -> netlink_core::Attrs<'a> {
    match policy.split_header(payload) {
        Ok((_, set)) => set.attrs(),
        Err(_) => Input::new(&[]).attrs(),
    }
}

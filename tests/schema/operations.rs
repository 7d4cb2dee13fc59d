//! Operations: which message a type is, what answers it, and what is sent unasked.

use netlink_core::{
    Emit, EmitMessage, Errno, ErrorKind, Level, MessageFlags, MessageHeader, MessageId, Messages,
    Parse, ParseMessage, RawMessage, Request, emit_message, genl::GenlHeader, message_len,
};
use netlink_sys::{Group, Protocol};
use netlink_tests::bytes::attr_u32;

const PROTOCOL: u16 = 0x1d;

/// Writes a message and reads it again.
#[track_caller]
fn sent<T: EmitMessage>(ty: u16, flags: MessageFlags, message: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    emit_message(
        &mut netlink_core::Writer::growing(&mut bytes),
        MessageHeader::new(ty, flags),
        message,
    )
    .unwrap();
    assert_eq!(bytes.len(), message_len(message));
    bytes
}

fn only(bytes: &[u8]) -> RawMessage<'_> {
    let mut messages = Messages::new(bytes);
    let message = messages.next().unwrap().unwrap();
    assert!(messages.next().is_none());
    message
}

/// What is behind all headers.
fn body<T: EmitMessage>(bytes: &[u8], message: &T) -> Vec<u8> {
    bytes[message.id().headers_len()..].to_vec()
}

// ---- generic netlink: one enum of commands ----

/// `do: request`, and with another flag `dump: request`.
#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", command = 3, version = 2, reply = Device)]
struct Get {
    #[nla(1)]
    index: Option<u32>,
}

/// `reply`, and what `notify: get` sends: in a unified model the same command.
#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", command = 3, version = 2)]
struct Device {
    #[nla(1)]
    index: u32,
    #[nla(2)]
    mtu: u32,
}

/// `event`, with attributes of its own.
#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", command = 9, version = 2)]
struct Gone {
    #[nla(1)]
    index: u32,
}

/// The messages that a type can be.
fn ids<'a, M: ParseMessage<'a>>() -> Vec<MessageId> {
    M::PARSE_MESSAGES.iter().map(|(id, _)| *id).collect()
}

fn id(command: u8) -> MessageId {
    MessageId::Command { family: "example", header: GenlHeader { command, version: 2 } }
}

#[test]
pub fn family_command_and_version_make_a_message() {
    let device = Device { index: 5, mtu: 1500 };
    assert_eq!(device.id(), id(3));
    let bytes = sent(PROTOCOL, MessageFlags::NONE, &device);
    assert_eq!(bytes[16..20], [3, 2, 0, 0], "command, version, and two reserved bytes");
    assert_eq!(body(&bytes, &device), [attr_u32(1, 5), attr_u32(2, 1500)].concat());
    assert_eq!(only(&bytes).parse::<Device>(), Ok(device));
}

#[test]
pub fn request_names_its_reply_in_a_unified_model() {
    fn is_answered_by<T: Request<Reply = R>, R>() {}
    is_answered_by::<Get, Device>();
    assert_eq!(Get { index: None }.id(), id(3));
    assert_eq!(ids::<Device>(), [id(3)], "the same number");
}

#[test]
pub fn do_and_dump_differ_in_the_flags_of_the_header() {
    let one = sent(PROTOCOL, MessageFlags::REQUEST, &Get { index: Some(5) });
    let all = sent(PROTOCOL, MessageFlags::REQUEST | MessageFlags::DUMP, &Get { index: None });
    assert!(!only(&one).header().flags.contains(MessageFlags::DUMP));
    assert!(only(&all).header().flags.contains(MessageFlags::DUMP));
    assert_eq!(only(&one).parse::<Get>(), Ok(Get { index: Some(5) }));
    assert_eq!(only(&all).parse::<Get>(), Ok(Get { index: None }));
}

/// The same command as a dump, with another list of attributes in the reply.
#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", command = 3, version = 2, reply = Listed)]
struct List {}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", command = 3, version = 2)]
struct Listed {
    #[nla(1)]
    index: u32,
}

#[test]
pub fn lists_of_attributes_are_structs_of_their_own() {
    fn is_answered_by<T: Request<Reply = R>, R>() {}
    is_answered_by::<List, Listed>();
    let bytes = sent(PROTOCOL, MessageFlags::NONE, &Device { index: 5, mtu: 1500 });
    assert_eq!(only(&bytes).parse::<Listed>(), Ok(Listed { index: 5 }));
    let error = only(&bytes).parse_at::<Listed>(Level::STRICT).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::UnknownType, 28));
}

/// The notifications of a multicast group.
#[derive(Debug, Parse, Emit)]
#[netlink(family = "example", version = 2)]
enum Event<'a> {
    #[netlink(command = 3)]
    Changed(Device),
    #[netlink(command = 9)]
    Gone(Gone),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "example", version = 2)]
enum Known {
    #[netlink(command = 3)]
    Changed(Device),
    #[netlink(command = 9)]
    Gone(Gone),
}

#[test]
pub fn notifications_and_events_are_variants_of_one_enum() {
    let changed = Known::Changed(Device { index: 5, mtu: 1500 });
    let gone = Known::Gone(Gone { index: 5 });
    assert_eq!((changed.id(), gone.id()), (id(3), id(9)));
    for event in [changed, gone] {
        let bytes = sent(PROTOCOL, MessageFlags::NONE, &event);
        assert_eq!(only(&bytes).parse::<Known>(), Ok(event));
        let event: Event<'_> = only(&bytes).parse().unwrap();
        assert_eq!(sent(PROTOCOL, MessageFlags::NONE, &event), bytes);
    }
    assert_eq!(ids::<Known>(), [id(3), id(9)]);
    assert_eq!(ids::<Event<'_>>(), [id(3), id(9)]);
    let takes_others =
        [<Known as ParseMessage<'_>>::TAKES_OTHERS, <Event<'_> as ParseMessage<'_>>::TAKES_OTHERS];
    assert_eq!(takes_others, [false, true]);
    let mut new = sent(PROTOCOL, MessageFlags::NONE, &Gone { index: 5 });
    new[16] = 77;
    let error = only(&new).parse::<Known>().unwrap_err();
    assert_eq!(
        (error.kind(), error.errno(), error.offset(), error.found()),
        (ErrorKind::OtherMessage, Errno::EOPNOTSUPP, 16, 77),
    );
    let event: Event<'_> = only(&new).parse().unwrap();
    assert!(matches!(event, Event::Other(_)));
    assert_eq!(sent(PROTOCOL, MessageFlags::NONE, &event), new, "kept as it came");
}

// ---- raw netlink: a number for each direction ----

const REQUEST_GET: u16 = 0x0101;
const REPLY_GET: u16 = 0x0100;

/// `fixed-header`: in front of the attributes of every operation that names it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    zerocopy::FromBytes,
    zerocopy::Immutable,
    zerocopy::IntoBytes,
    zerocopy::KnownLayout,
)]
#[repr(C)]
struct NfGenMsg {
    family: u8,
    version: u8,
    resource: zerocopy::big_endian::U16,
}

const HEADER: NfGenMsg =
    NfGenMsg { family: 2, version: 0, resource: zerocopy::big_endian::U16::new(7) };

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = REQUEST_GET, reply = Entry)]
struct GetEntry {
    #[netlink(header)]
    header: NfGenMsg,
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = REPLY_GET)]
struct Entry {
    #[netlink(header)]
    header: NfGenMsg,
    #[nla(1, range = 1..)]
    id: u32,
}

#[test]
pub fn request_and_reply_have_numbers_of_their_own_in_a_directional_model() {
    fn is_answered_by<T: Request<Reply = R>, R>() {}
    is_answered_by::<GetEntry, Entry>();
    assert_eq!(GetEntry { header: HEADER }.id(), MessageId::Type(0x0101));
    assert_eq!(ids::<Entry>(), [MessageId::Type(0x0100)]);

    let request = sent(REQUEST_GET, MessageFlags::REQUEST, &GetEntry { header: HEADER });
    let error = only(&request).parse::<Entry>().unwrap_err();
    assert_eq!(
        (error.kind(), error.errno(), error.offset(), error.found()),
        (ErrorKind::OtherMessage, Errno::EOPNOTSUPP, 4, 0x0101),
    );
}

#[test]
pub fn fixed_header_of_an_operation_is_a_field() {
    let entry = Entry { header: HEADER, id: 9 };
    let bytes = sent(REPLY_GET, MessageFlags::NONE, &entry);
    assert_eq!(body(&bytes, &entry), [vec![2, 0, 0, 7], attr_u32(1, 9)].concat());
    assert_eq!(only(&bytes).parse::<Entry>(), Ok(entry));

    let mut cut = bytes[..18].to_vec();
    cut[..4].copy_from_slice(&18_u32.to_ne_bytes());
    let error = only(&cut).parse::<Entry>().unwrap_err();
    assert_eq!(
        (error.kind(), error.errno(), error.offset(), error.found()),
        (ErrorKind::ShortHeader, Errno::EINVAL, 16, 2),
    );
    let mut zero = bytes;
    zero[24..28].fill(0);
    let error = only(&zero).parse::<Entry>().unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Range, 20));
    assert_eq!(error.path().with_names(error.root()).to_string(), "Entry.id");
}

/// The messages of a protocol by their types.
#[derive(Debug, PartialEq, Parse, Emit)]
enum Any {
    #[netlink(message = REQUEST_GET)]
    Get(GetEntry),
    #[netlink(message = REPLY_GET)]
    Entry(Entry),
}

#[test]
pub fn messages_of_a_protocol_are_distinguished_by_their_types() {
    for (ty, message) in [
        (REQUEST_GET, Any::Get(GetEntry { header: HEADER })),
        (REPLY_GET, Any::Entry(Entry { header: HEADER, id: 9 })),
    ] {
        assert_eq!(message.id(), MessageId::Type(ty));
        let bytes = sent(ty, MessageFlags::NONE, &message);
        assert_eq!(only(&bytes).parse::<Any>(), Ok(message));
    }
}

// ---- how strictly, over what, and in which group ----

#[test]
pub fn operation_that_is_not_validated_strictly_is_read_liberally() {
    let device = Device { index: 5, mtu: 1500 };
    let mut bytes = sent(PROTOCOL, MessageFlags::NONE, &device);
    bytes.extend(attr_u32(40, 0));
    let len = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&len.to_ne_bytes());
    assert_eq!(only(&bytes).parse_at::<Device>(Level::LIBERAL), Ok(device));
    for level in [Level::STRICT, Level::DEPRECATED_STRICT] {
        let error = only(&bytes).parse_at::<Device>(level).unwrap_err();
        assert_eq!(
            (error.kind(), error.errno(), error.offset()),
            (ErrorKind::UnknownType, Errno::EINVAL, 36),
        );
    }
}

#[test]
pub fn protocol_number_is_that_of_the_socket() {
    assert_eq!(Protocol::new(12).number(), 12);
}

#[test]
pub fn number_of_a_multicast_group_is_what_a_socket_joins() {
    assert_eq!(Group::new(33).unwrap().number(), 33);
    assert!(Group::new(0).is_none());
}

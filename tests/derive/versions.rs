//! The version in the header of generic netlink, as a field.

use netlink_core::genl::GenlHeader;
use netlink_core::{
    Emit, EmitMessage, Input, MessageFlags, MessageHeader, MessageId, Messages, Parse, Stream,
    Struct, Writer, emit_message,
};

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "nlctrl", command = [3, 1], version = 2)]
struct GetFamily {
    #[netlink(version)]
    version: u8,
    #[nla(1)]
    id: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item {
    #[nla(1)]
    Id(u16),
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "nlctrl", command = 4)]
struct OfStream<'a> {
    #[netlink(header)]
    header: Struct<'a, u32>,
    #[netlink(version)]
    version: u8,
    #[netlink(stream)]
    items: Stream<'a, Item>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Common {
    #[netlink(version)]
    version: u8,
    #[nla(2)]
    name: Option<u16>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "nlctrl", command = 5)]
struct OfFlattened {
    #[netlink(flatten)]
    common: Common,
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "nlctrl", command = 6)]
struct Newtype(Common);

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "nlctrl")]
enum Any<'a> {
    #[netlink(command = [3, 1])]
    Get(GetFamily),
    #[netlink(command = 4)]
    OfStream(OfStream<'a>),
    #[netlink(command = 5)]
    OfFlattened(OfFlattened),
    #[netlink(command = 6)]
    Newtype(Newtype),
    #[netlink(command = 7)]
    Without(Without),
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Without {
    #[nla(1)]
    id: Option<u16>,
}

fn message(command: u8, version: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let header = MessageHeader::new(16, MessageFlags::NONE);
    let fill = |writer: &mut Writer<'_>| {
        writer.put_array(GenlHeader { command, version }.to_bytes())?;
        writer.bytes(body)
    };
    Writer::growing(&mut bytes).message(header, fill).unwrap();
    bytes
}

fn again<T: EmitMessage>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let header = MessageHeader::new(16, MessageFlags::NONE);
    emit_message(&mut Writer::growing(&mut bytes), header, value).unwrap();
    bytes
}

#[test]
fn the_version_is_emitted_as_it_was_received() {
    let body = [8, 0, 1, 0, 7, 0, 0, 0];
    let body = if cfg!(target_endian = "little") { &body[..] } else { &[] };
    for version in [0, 1, 2, 77, 255] {
        let bytes = message(3, version, body);
        let read = Messages::new(&bytes).next().unwrap().unwrap();
        let family: GetFamily = read.parse().unwrap();
        assert_eq!(family.version, version);
        assert_eq!(again(&family).len(), bytes.len());
        assert_eq!(again(&family)[16..20], bytes[16..20]);

        for command in 3..=6 {
            let bytes = message(command, version, &[0; 4]);
            let read = Messages::new(&bytes).next().unwrap().unwrap();
            let any: Any<'_> = read.parse().unwrap();
            assert_eq!(again(&any)[16..20], bytes[16..20], "{any:?}");
        }
        // Without the field it is the declared one.
        let bytes = message(7, version, &[]);
        let any: Any<'_> = Messages::new(&bytes).next().unwrap().unwrap().parse().unwrap();
        assert_eq!(again(&any)[16..18], [7, 1]);
    }
}

#[test]
fn each_message_has_its_own_version() {
    let bytes = message(4, 9, &[0; 4]);
    let read = Messages::new(&bytes).next().unwrap().unwrap();
    assert_eq!(again(&read.parse::<OfStream<'_>>().unwrap()), bytes);
    let bytes = message(5, 9, &[]);
    let read = Messages::new(&bytes).next().unwrap().unwrap();
    assert_eq!(again(&read.parse::<OfFlattened>().unwrap()), bytes);
    let bytes = message(6, 9, &[]);
    let read = Messages::new(&bytes).next().unwrap().unwrap();
    assert_eq!(again(&read.parse::<Newtype>().unwrap()), bytes);
}

#[test]
fn attributes_without_a_message_have_the_declared_version() {
    assert_eq!(GetFamily::parse(Input::new(&[])).unwrap().version, 2);
    assert_eq!(Common::parse(Input::new(&[])).unwrap().version, 1);
    let id = GetFamily { version: 0, id: None }.id();
    let header = GenlHeader { command: 3, version: 0 };
    assert_eq!(id, MessageId::Command { family: "nlctrl", header });
}

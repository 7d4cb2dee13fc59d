//! Text with and without a NUL, in every position.

use netlink_core::{
    Emit, ErrorKind, Indexed, Input, Lazy, Level, Malformed, MessageFlags, MessageHeader, Messages,
    NlaStr, Owned, Parse, ParseSet, Raw, Repeated, Stream, Unknown, Writer, emit_message,
};

/// Payloads with the text that kernels and tools read in them.
const PAYLOADS: &[(&[u8], &[u8])] = &[
    (b"", b""),
    (b"\0", b""),
    (b"\0\0\0", b""),
    (b"a", b"a"),
    (b"eth0", b"eth0"),
    (b"eth0\0", b"eth0"),
    (b"eth0\0\0\0\0", b"eth0"),
    (b"eth0\0rest", b"eth0"),
    (b"eth0\0rest\0", b"eth0"),
    (b"\xff\xfe\x80", b"\xff\xfe\x80"),
    (b"\xc3\xa9t\xc3\xa9\0", b"\xc3\xa9t\xc3\xa9"),
    (b"a\nb\x1b[31m", b"a\nb\x1b[31m"),
];

fn attr(ty: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).put(ty, payload).unwrap();
    bytes
}

fn emitted<T: Emit>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(value).unwrap();
    assert_eq!(bytes.len(), value.payload_len());
    let mut slice = vec![0xa5; bytes.len()];
    Writer::new(&mut slice).emit(value).unwrap();
    assert_eq!(slice, bytes);
    for len in 0..bytes.len() {
        let error = Writer::new(&mut slice[..len]).emit(value).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BufferFull);
    }
    bytes
}

#[test]
fn every_payload_is_read_up_to_its_nul_and_written_back() {
    for &(payload, text) in PAYLOADS {
        for level in [Level::LIBERAL, Level::STRICT] {
            let read = NlaStr::parse(Input::new(payload).with_level(level)).unwrap();
            assert_eq!(read.as_bytes(), text);
            assert_eq!(read.payload(), payload);
            assert_eq!(read.is_empty(), text.is_empty());
            assert_eq!(emitted(&read), payload);
            assert_eq!(emitted(&read.unterminated()), text);
            assert_eq!(read.to_str().ok(), std::str::from_utf8(text).ok());
        }
    }
}

#[test]
fn text_of_ones_own_has_one_nul() {
    assert_eq!(emitted(&NlaStr::from("eth0")), b"eth0\0");
    assert_eq!(emitted(&NlaStr::from(c"eth0")), b"eth0\0");
    assert_eq!(emitted(&NlaStr::from("eth0\0")), b"eth0\0");
    assert_eq!(emitted(&NlaStr::new(b"\xff")), b"\xff\0");
    assert_eq!(emitted(&NlaStr::from("")), b"\0");
    assert_eq!(emitted(&NlaStr::default()), b"\0");
    assert_eq!(emitted(&NlaStr::from("eth0").unterminated()), b"eth0");
}

#[test]
fn equality_order_and_hash_are_those_of_the_text() {
    use std::collections::{BTreeSet, HashSet};

    let all: [NlaStr<'_>; 4] =
        ["eth0".into(), c"eth0".into(), NlaStr::from_payload(b"eth0"), NlaStr::new(b"eth0\0x")];
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 1);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 1);
    for text in all {
        assert_eq!(text, "eth0");
        assert_eq!("eth0", text);
        assert_eq!(text, *"eth0");
        assert_eq!(text, c"eth0");
        assert_eq!(text, b"eth0"[..]);
        assert_ne!(text, "eth");
        assert!(text > NlaStr::from("eth"));
        assert!(matches!(text, text if text == "eth0"));
    }
}

#[test]
fn display_escapes_what_is_not_printable() {
    assert_eq!(NlaStr::from("d'été").to_string(), "d'été");
    assert_eq!(NlaStr::from_payload(b"a\nb\x1b\xff").to_string(), r"a\nb\u{1b}\xff");
    assert_eq!(format!("{:?}", NlaStr::from_payload(b"a\"\0b")), r#""a\"""#);
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Newtype<'a>(NlaStr<'a>);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(len = 1..=4)]
struct Ruled<'a>(NlaStr<'a>);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Data<'a> {
    #[netlink(key = "eth0")]
    Ethernet(NlaStr<'a>),
    #[netlink(other)]
    Other(Raw<'a, NlaStr<'a>>),
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Positions<'a> {
    #[nla(1)]
    required: NlaStr<'a>,
    #[nla(2)]
    optional: Option<NlaStr<'a>>,
    #[nla(3)]
    list: Vec<NlaStr<'a>>,
    #[nla(4)]
    repeated: Repeated<'a, NlaStr<'a>>,
    #[nla(5)]
    indexed: Indexed<'a, NlaStr<'a>>,
    #[nla(6)]
    newtype: Option<Newtype<'a>>,
    #[nla(7)]
    boxed: Option<Box<NlaStr<'a>>>,
    #[nla(8)]
    lazy: Option<Lazy<'a, NlaStr<'a>>>,
    #[nla(9)]
    raw: Option<Raw<'a, NlaStr<'a>>>,
    #[nla(10)]
    isolated: Option<Result<Ruled<'a>, Malformed<'a>>>,
    #[nla(11, select = required)]
    data: Option<Data<'a>>,
    #[netlink(unknown)]
    unknown: Unknown<'a>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<'a> {
    #[nla(1)]
    Name(NlaStr<'a>),
    #[nla(2, select = Name)]
    Data(Data<'a>),
}

#[test]
fn it_works_in_every_position_and_as_a_key() {
    for &(payload, text) in PAYLOADS {
        let elements = [attr(1, payload), attr(2, payload)].concat();
        let one = |ty| attr(ty, payload);
        let [mut bytes, behind] = [
            [one(1), one(2), one(3), one(3), one(4), one(4)].concat(),
            [one(6), one(7), one(8), one(9), one(10), one(11)].concat(),
        ];
        bytes.extend(attr(5 | 0x8000, &elements));
        bytes.extend(behind);

        let read = Positions::parse(Input::new(&bytes)).unwrap();
        assert_eq!(read.required, *text);
        assert_eq!(read.optional.unwrap(), *text);
        assert_eq!(read.list, [read.required; 2]);
        assert!(read.repeated.iter().all(|item| item.unwrap() == *text));
        assert!(read.indexed.iter().all(|item| item.unwrap() == *text));
        assert_eq!(read.newtype.as_ref().unwrap().0, *text);
        assert_eq!(**read.boxed.as_ref().unwrap(), *text);
        assert_eq!(read.lazy.as_ref().unwrap().get().unwrap(), *text);
        let fits = (1..=4).contains(&payload.strip_suffix(b"\0").unwrap_or(payload).len());
        assert_eq!(read.isolated.as_ref().unwrap().is_ok(), fits, "{payload:?}");
        assert_eq!(matches!(read.data, Some(Data::Ethernet(_))), text == b"eth0");
        assert_eq!(emitted(&read), bytes);
        let owned = Owned::<Positions<'_>>::parse(Input::new(&bytes)).unwrap();
        assert_eq!(owned.get().unwrap(), read);
        // The set is not rejected because of a received name, at any level.
        let strict = Input::new(&bytes).with_level(Level::STRICT);
        assert_eq!(Positions::parse(strict), Ok(read));
        assert!(Positions::PARSE_POLICY.validate(strict).is_ok());

        let items = [attr(2, payload), attr(1, payload)].concat();
        let stream = Stream::<Item<'_>>::parse(Input::new(&items)).unwrap();
        let read: Vec<_> = stream.iter().map(Result::unwrap).collect();
        assert!(matches!(read[..], [Item::Data(_), Item::Name(_)]));
        assert_eq!(emitted(&stream), items);
        assert_eq!(emitted(&Stream::of(&read)), items);
    }
}

#[test]
fn one_unusual_name_does_not_end_a_list() {
    let bytes: Vec<u8> = PAYLOADS.iter().flat_map(|(payload, _)| attr(3, payload)).collect();
    let bytes = [attr(1, b"x"), attr(5 | 0x8000, &[]), bytes].concat();
    let read = Positions::parse(Input::new(&bytes)).unwrap();
    let texts: Vec<_> = read.list.iter().map(NlaStr::as_bytes).collect();
    assert_eq!(texts, PAYLOADS.iter().map(|(_, text)| *text).collect::<Vec<_>>());
    let shown = Positions::PARSE_POLICY.display(Input::new(&bytes)).to_string();
    assert!(shown.contains("list: \"eth0\" and 5 bytes behind its end"), "{shown}");
}

#[test]
fn a_length_counts_what_kernels_count() {
    #[derive(Debug, Parse, Emit)]
    struct Name<'a> {
        #[nla(1, emit(len = 1..=4))]
        name: NlaStr<'a>,
    }

    for (payload, fits) in
        [(&b"eth0"[..], true), (b"eth0\0", true), (b"eth01", false), (b"", false), (b"\0", false)]
    {
        let bytes = attr(1, payload);
        let name = Name::parse(Input::new(&bytes)).unwrap();
        assert_eq!(Writer::growing(&mut Vec::new()).emit(&name).is_ok(), fits, "{payload:?}");
    }
}

/// A message that is text.
#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 1112)]
struct Record<'a>(NlaStr<'a>);

#[test]
fn a_message_can_be_text() {
    for &(payload, text) in PAYLOADS {
        let header = MessageHeader::new(1112, MessageFlags::NONE);
        let mut bytes = Vec::new();
        let record = Record(NlaStr::from_payload(payload));
        emit_message(&mut Writer::growing(&mut bytes), header, &record).unwrap();
        let message = Messages::new(&bytes).next().unwrap().unwrap();
        assert_eq!(message.payload().bytes(), payload);
        for level in [Level::LIBERAL, Level::STRICT] {
            assert_eq!(message.parse_at::<Record<'_>>(level).unwrap().0, *text);
        }
        assert_eq!(Record::PARSE_POLICY.name(), "Record");
    }
    let shown = Record::PARSE_POLICY.display(Input::new(b"audit(1:2): pid=1\n")).to_string();
    assert!(shown.contains(r#""audit(1:2): pid=1\n""#), "{shown}");
}

//! Keys of sub-messages: where they are, how many a variant has, and what they may be.

use core::ffi::CStr;

use netlink_core::{
    Be, Emit, ErrorKind, Indexed, Input, Lazy, Malformed, Parse, Repeated, Stream, Writer,
};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::{emit, parse};

/// A sub-message whose key is two sets further out.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum App<'a> {
    #[netlink(key = "number")]
    Number(u32),
    #[netlink(key = ["text", "string"])]
    Text(&'a CStr),
    #[netlink(key = ["mq", "clsact"])]
    Empty,
    #[netlink(key = "set")]
    Set(Inner),
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Inner {
    #[nla(1)]
    id: u16,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Stats<'a> {
    #[nla(1)]
    index: Option<u8>,
    #[nla(2, select = super)]
    app: Option<App<'a>>,
    #[nla(3, select = super)]
    apps: Vec<App<'a>>,
    #[nla(4, select = super)]
    boxed: Option<Box<App<'a>>>,
    #[nla(5, select = super)]
    array: Indexed<'a, App<'a>>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<'a> {
    #[nla(1, select = super)]
    App(App<'a>),
    #[nla(2, select = super)]
    Stats(Stats<'a>),
    #[nla(3)]
    Flag,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Outer<'a> {
    #[nla(1)]
    kind: &'a CStr,
    #[nla(2, select = kind)]
    one: Option<Stats<'a>>,
    #[nla(3, select = kind)]
    repeated: Repeated<'a, Stats<'a>>,
    #[nla(4, select = kind)]
    grown: Vec<Stats<'a>>,
    #[nla(5, select = kind)]
    indexed: Option<Indexed<'a, Stats<'a>>>,
    #[nla(6, select = kind)]
    stream: Option<Stream<'a, Item<'a>>>,
    #[nla(7, select = kind)]
    boxed: Option<Box<Stats<'a>>>,
    #[nla(8, select = kind)]
    isolated: Option<Result<Stats<'a>, Malformed<'a>>>,
    #[nla(9, select = kind)]
    lazy: Option<Lazy<'a, Stats<'a>>>,
    #[nla(10, select = kind)]
    apps: Repeated<'a, App<'a>>,
    #[nla(11, select = kind)]
    arrays: Vec<Indexed<'a, Indexed<'a, App<'a>>>>,
    #[nla(12, select = kind)]
    required: Stats<'a>,
}

/// The keys, each with a payload that is good for it.
const KEYS: [(&CStr, &[u8]); 6] = [
    (c"number", &[7; 4]),
    (c"text", b"text\0"),
    (c"string", b"text\0"),
    (c"mq", &[]),
    (c"clsact", &[]),
    (
        c"set",
        if cfg!(target_endian = "little") {
            &[6, 0, 1, 0, 5, 5, 0, 0]
        } else {
            &[0, 6, 0, 1, 5, 5, 0, 0]
        },
    ),
];

fn outer(kind: &CStr, app: &[u8]) -> Vec<u8> {
    let is_set = kind == c"set";
    let one = |ty: u16| attr(if is_set { ty | 0x8000 } else { ty }, app);
    let array = |ty| nest(ty, &[one(1), one(9)]);
    let stats = |ty| nest(ty, &[attr(1, &[1]), one(2), one(3), one(3), one(4), array(5)]);
    [
        attr(1, kind.to_bytes_with_nul()),
        stats(2),
        stats(3),
        stats(3),
        stats(4),
        stats(4),
        nest(5, &[stats(1), stats(2)]),
        nest(6, &[one(1), stats(2), attr(3, &[])]),
        stats(7),
        stats(8),
        stats(9),
        one(10),
        one(10),
        nest(11, &[array(1), array(2)]),
        stats(12),
    ]
    .concat()
}

fn app(kind: &CStr) -> App<'static> {
    match kind.to_bytes() {
        b"number" => App::Number(0x0707_0707),
        b"text" | b"string" => App::Text(c"text"),
        b"mq" | b"clsact" => App::Empty,
        _ => App::Set(Inner { id: 0x0505 }),
    }
}

#[test]
fn keys_of_an_enclosing_set_reach_through_every_wrapper() {
    for (kind, payload) in KEYS {
        let app = app(kind);
        let is_whole = |stats: &Stats<'_>| {
            assert_eq!(stats.app.as_ref(), Some(&app));
            assert_eq!(stats.apps, [app.clone(), app.clone()]);
            assert_eq!(stats.boxed.as_deref(), Some(&app));
            let entries: Vec<_> = stats.array.entries().map(Result::unwrap).collect();
            assert_eq!(entries, [(1, app.clone()), (9, app.clone())]);
            true
        };
        let bytes = outer(kind, payload);
        let parsed: Outer<'_> = parse(&bytes).unwrap();
        assert!(is_whole(parsed.one.as_ref().unwrap()) && is_whole(&parsed.required));
        assert!(is_whole(parsed.boxed.as_ref().unwrap()));
        assert!(is_whole(parsed.isolated.as_ref().unwrap().as_ref().unwrap()));
        assert!(is_whole(&parsed.lazy.unwrap().get().unwrap()));
        assert_eq!(parsed.repeated.iter().filter(|it| is_whole(it.as_ref().unwrap())).count(), 2);
        assert_eq!(parsed.grown.iter().filter(|it| is_whole(it)).count(), 2);
        let indexed = parsed.indexed.unwrap();
        assert_eq!(indexed.iter().filter(|it| is_whole(it.as_ref().unwrap())).count(), 2);
        let items: Vec<_> = parsed.stream.unwrap().iter().map(Result::unwrap).collect();
        let [Item::App(first), Item::Stats(stats), Item::Flag] = &items[..] else {
            panic!("{items:?}")
        };
        assert!(first == &app && is_whole(stats));
        assert!(parsed.apps.iter().all(|it| it.as_ref() == Ok(&app)));
        let deep = parsed.arrays[0].iter().flat_map(|array| array.unwrap().iter());
        assert!(deep.map(Result::unwrap).eq(vec![app.clone(); 4]));

        // A parsed value is emitted unchanged, with the key with which it was parsed.
        assert_eq!(emit(&parsed).unwrap(), bytes, "{kind:?}");
        let strict = Outer::parse(Input::new(&bytes).with_level(netlink_core::Level::STRICT));
        assert_eq!(strict.as_ref(), Ok(&parsed));
    }
}

#[test]
fn another_key_is_an_error_in_each_of_them() {
    for (kind, payload) in KEYS {
        let bytes = outer(kind, payload);
        let other = if kind == c"number" { c"mq" } else { c"number" };
        let mismatch = Err(ErrorKind::SelectorMismatch);
        macro_rules! each {
            ($($field:ident)*) => {$({
                let bytes: &'static [u8] = Vec::leak(bytes.clone());
                let mut outer: Outer<'static> = parse(bytes).unwrap();
                let empty = [attr(1, other.to_bytes_with_nul()), nest(12, &[nest(5, &[])])].concat();
                let mut changed: Outer<'static> = parse(Vec::leak(empty)).unwrap();
                core::mem::swap(&mut changed.$field, &mut outer.$field);
                let result = emit(&changed).map(drop).map_err(|error| error.kind());
                assert_eq!(result, mismatch, "{} by {kind:?}", stringify!($field));
            })*};
        }
        each! { one repeated grown indexed stream boxed isolated lazy apps arrays required }
    }
}

#[test]
fn errors_below_an_outer_key_have_the_whole_path() {
    let bad = [0, 0, 0];
    let bytes = [
        attr(1, b"number\0"),
        nest(12, &[nest(5, &[])]),
        nest(3, &[nest(5, &[])]),
        nest(3, &[attr(3, &[1; 4]), attr(3, &bad), nest(5, &[])]),
    ];
    let error = parse::<Outer<'_>>(&bytes.concat()).unwrap_err();
    assert!(
        error.to_string().starts_with("Outer.repeated[1].apps[1]<number> at offset "),
        "{error}"
    );
    let bytes = [
        attr(1, b"set\0"),
        nest(12, &[nest(5, &[])]),
        nest(5, &[nest(1, &[nest(2, &[attr(1, &bad)]), nest(5, &[])])]),
    ];
    let error = parse::<Outer<'_>>(&bytes.concat()).unwrap_err();
    assert!(error.to_string().starts_with("Outer.indexed[0].app<set>.id at offset "), "{error}");
}

#[test]
fn a_variant_without_content_has_no_payload() {
    let bytes = [attr(1, b"mq\0"), nest(12, &[nest(5, &[])]), attr(10, &[1])].concat();
    let error = parse::<Outer<'_>>(&bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Length);
    assert!(error.to_string().starts_with("Outer.apps[0]<mq> at offset "), "{error}");
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(range = 1..=9)]
struct Limited(u8);

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u8)]
enum Protocol {
    Tcp = 6,
    #[netlink(other)]
    Other(u8),
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum ByNumber<'a> {
    #[netlink(key = [6, 7])]
    Six(u16),
    #[netlink(key = 0xffff_ffff_ffff_ffff)]
    Highest(u32),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum ByText<'a> {
    #[netlink(key = "six")]
    Six(u16),
    #[netlink(other)]
    Other(&'a [u8]),
}

macro_rules! selector {
    ($by:ident, $key:ty, $good:expr, $other:expr) => {{
        #[derive(Debug, PartialEq, Parse, Emit)]
        struct Set<'a> {
            #[nla(1, select = key)]
            sub: Option<$by<'a>>,
            #[nla(2)]
            key: $key,
            #[netlink(unknown)]
            rest: netlink_core::Unknown<'a>,
        }

        let rest = netlink_core::Unknown::NONE;
        let set = Set { sub: Some($by::Six(5)), key: $good, rest };
        let bytes = emit(&set).unwrap();
        assert_eq!(parse::<Set<'_>>(&bytes).as_ref(), Ok(&set), stringify!($key));
        let set = Set { sub: Some($by::Other(&[1, 2, 3])), key: $other, rest };
        let bytes = emit(&set).unwrap();
        assert_eq!(parse::<Set<'_>>(&bytes).as_ref(), Ok(&set), stringify!($key));
        let wrong = Set { sub: Some($by::Six(5)), key: $other, rest };
        assert_eq!(emit(&wrong).unwrap_err().kind(), ErrorKind::SelectorMismatch);
        let wrong = Set { sub: Some($by::Other(&[])), key: $good, rest };
        assert_eq!(emit(&wrong).unwrap_err().kind(), ErrorKind::SelectorMismatch);
    }};
}

#[test]
fn any_scalar_string_or_enum_is_a_selector() {
    selector!(ByNumber, u8, 6, 8);
    selector!(ByNumber, u32, 7, 8);
    selector!(ByNumber, i16, 6, -6);
    selector!(ByNumber, u64, 6, 8);
    selector!(ByNumber, Be<u16>, Be(6), Be(0x0600));
    selector!(ByNumber, netlink_core::Le<i32>, netlink_core::Le(6), netlink_core::Le(-1));
    selector!(ByNumber, netlink_core::Uint, netlink_core::Uint(6), netlink_core::Uint(1 << 40));
    selector!(ByNumber, Option<u8>, Some(6), None);
    selector!(ByNumber, Box<u8>, Box::new(6), Box::new(8));
    selector!(ByNumber, Limited, Limited(6), Limited(8));
    selector!(ByNumber, Option<Limited>, Some(Limited(6)), None);
    selector!(ByNumber, Protocol, Protocol::Tcp, Protocol::Other(8));
    selector!(ByText, &'a CStr, c"six", c"seven");
    selector!(ByText, &'a str, "six", "seven");
    selector!(ByText, &'a [u8], b"six", b"seven");
    selector!(ByText, Option<&'a CStr>, Some(c"six"), None);
    selector!(ByText, [u8; 4], *b"six\0", *b"four");
}

/// Keys within one stream.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Attribute<'a> {
    #[nla(1)]
    Kind(&'a CStr),
    #[nla(2, select = Kind)]
    Data(App<'a>),
    #[nla(3)]
    Flag,
}

#[test]
fn items_of_a_stream_are_selected_by_other_items() {
    let kind = attr(1, b"number\0");
    for bytes in [
        [kind.clone(), attr_u32(2, 7), attr(3, &[])].concat(),
        [attr_u32(2, 7), attr(3, &[]), kind].concat(),
    ] {
        let stream: Stream<'_, Attribute<'_>> = parse(&bytes).unwrap();
        let items: Vec<_> = stream.iter().map(Result::unwrap).collect();
        assert!(items.contains(&Attribute::Data(App::Number(7))));
        assert!(items.contains(&Attribute::Flag));
        assert_eq!(emit(&Stream::of(&items)).unwrap(), bytes);
        assert_eq!(emit(&stream).unwrap(), bytes);
    }
    let bytes = [attr(1, b"number\0"), attr(2, &[1, 2, 3])].concat();
    let stream: Stream<'_, Attribute<'_>> = parse(&bytes).unwrap();
    let error = stream.iter().nth(1).unwrap().unwrap_err();
    assert!(error.to_string().starts_with("Attribute.Data[0]<number> at offset 12"), "{error}");
    let wrong = [Attribute::Kind(c"mq"), Attribute::Data(App::Number(7))];
    let error = Writer::growing(&mut Vec::new()).emit(&Stream::of(&wrong)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SelectorMismatch);
    let bytes = attr(3, &[1]);
    let stream: Stream<'_, Attribute<'_>> = parse(&bytes).unwrap();
    assert_eq!(stream.iter().next().unwrap().unwrap_err().kind(), ErrorKind::Length);
}

//! Sub-messages: attributes whose form a key elsewhere chooses.

use core::ffi::CStr;

use netlink_core::{Be, Emit, Errno, ErrorKind, Level, Parse, Repeated, Unknown};
use netlink_tests::bytes::{attr, attr_u32, nest};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use crate::wire::{read, refusal, refused, refused_always, refused_to_emit, round_trip};

/// `kind` in front of `data` or behind it, as linkinfo and qdiscs have it.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Info<'a> {
    #[nla(1)]
    kind: Option<&'a CStr>,
    #[nla(2, select = kind)]
    data: Option<Data<'a>>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum Data<'a> {
    /// `attribute-set` alone.
    #[netlink(key = "vlan")]
    Vlan(Vlan),
    /// `fixed-header` alone.
    #[netlink(key = "fifo")]
    Fifo(Limit),
    /// `fixed-header` and `attribute-set`.
    #[netlink(key = "netem")]
    Netem(Netem),
    /// Neither: nothing is known of it but its name.
    #[netlink(key = "bare")]
    Bare(&'a [u8]),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Vlan {
    #[nla(1, range = 1..=4094)]
    id: u16,
}

#[derive(
    Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout, Parse, Emit,
)]
#[netlink(layout)]
#[repr(C)]
struct Limit {
    limit: u32,
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Netem {
    #[netlink(header)]
    limit: Limit,
    #[nla(3, range = ..=100)]
    loss: Option<u32>,
}

fn info(kind: &CStr, data: &[u8]) -> Vec<u8> {
    [attr(1, kind.to_bytes_with_nul()), data.to_vec()].concat()
}

fn vlan(id: u16) -> Vec<u8> {
    nest(2, &[attr(1, &id.to_ne_bytes())])
}

#[test]
pub fn sub_message_is_what_its_selector_names() {
    let bytes = info(c"vlan", &vlan(7));
    let expected = Info { kind: Some(c"vlan"), data: Some(Data::Vlan(Vlan { id: 7 })) };
    assert_eq!(round_trip::<Info<'_>>(&bytes), expected);
    let behind = [vlan(7), attr(1, b"vlan\0")].concat();
    assert_eq!(read::<Info<'_>>(Level::STRICT, &behind), expected, "selector behind the data");
    let absent = Info { kind: Some(c"vlan"), data: None };
    assert_eq!(round_trip::<Info<'_>>(&info(c"vlan", &[])), absent);
}

#[test]
pub fn violation_in_a_sub_message_is_reported_with_its_variant() {
    let out_of_range = refusal(ErrorKind::Range, Errno::ERANGE, 16, "Info.data<vlan>.id");
    assert_eq!(refused_always::<Info<'_>>(&info(c"vlan", &vlan(4095))), out_of_range);
    let value = Info { kind: Some(c"vlan"), data: Some(Data::Vlan(Vlan { id: 4095 })) };
    assert_eq!(refused_to_emit(&value), out_of_range);
    assert_eq!(
        refused::<Info<'_>>(Level::STRICT, &info(c"vlan", &attr(2, &attr(1, &[7, 0])))),
        refusal(ErrorKind::NestedFlagMissing, Errno::EINVAL, 12, "Info.data<vlan>"),
    );
}

#[test]
pub fn format_without_a_variant_of_its_own_keeps_the_bytes() {
    for (kind, expected) in [(c"dummy", Data::Other(b"any")), (c"bare", Data::Bare(b"any"))] {
        let bytes = info(kind, &attr(2, b"any"));
        let expected = Info { kind: Some(kind), data: Some(expected) };
        assert_eq!(round_trip::<Info<'_>>(&bytes), expected);
    }
    let bytes = attr(2, b"any");
    let expected = Info { kind: None, data: Some(Data::Other(b"any")) };
    assert_eq!(round_trip::<Info<'_>>(&bytes), expected, "no selector");
}

#[test]
pub fn fixed_header_may_be_all_of_a_format() {
    let bytes = info(c"fifo", &attr(2, &1000_u32.to_ne_bytes()));
    let expected = Info { kind: Some(c"fifo"), data: Some(Data::Fifo(Limit { limit: 1000 })) };
    assert_eq!(round_trip::<Info<'_>>(&bytes), expected);
    assert_eq!(
        refused_always::<Info<'_>>(&info(c"fifo", &attr(2, &[1; 3]))),
        refusal(ErrorKind::LengthRule, Errno::ERANGE, 12, "Info.data<fifo>"),
    );
}

#[test]
pub fn fixed_header_may_stand_before_the_attributes_of_a_format() {
    let netem = |attrs: &[u8]| {
        let payload = [&1000_u32.to_ne_bytes()[..], attrs].concat();
        info(c"netem", &attr(2, &payload))
    };
    let data = |loss| Info {
        kind: Some(c"netem"),
        data: Some(Data::Netem(Netem { limit: Limit { limit: 1000 }, loss })),
    };
    assert_eq!(round_trip::<Info<'_>>(&netem(&[])), data(None));
    assert_eq!(round_trip::<Info<'_>>(&netem(&attr_u32(3, 100))), data(Some(100)));

    let out_of_range = refusal(ErrorKind::Range, Errno::ERANGE, 20, "Info.data<netem>.loss");
    assert_eq!(refused_always::<Info<'_>>(&netem(&attr_u32(3, 101))), out_of_range);
    assert_eq!(refused_to_emit(&data(Some(101))), out_of_range);
    let cut = info(c"netem", &attr(2, &[]));
    assert_eq!(
        refused_always::<Info<'_>>(&cut),
        refusal(ErrorKind::ShortHeader, Errno::EINVAL, 12, "Info.data<netem>"),
    );
}

#[test]
pub fn sub_message_that_its_selector_does_not_name_is_not_written() {
    let vlan = || Some(Data::Vlan(Vlan { id: 7 }));
    for (kind, data) in
        [(Some(c"netem"), vlan()), (None, vlan()), (Some(c"vlan"), Some(Data::Other(b"any")))]
    {
        let kind_len = kind.map_or(0, |kind| attr(1, kind.to_bytes_with_nul()).len());
        assert_eq!(
            refused_to_emit(&Info { kind, data }),
            refusal(ErrorKind::SelectorMismatch, Errno::EINVAL, kind_len, "Info.data"),
        );
    }
}

/// Without a variant for what is not known.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Object {
    #[nla(1)]
    before: u8,
    #[nla(2)]
    ty: Be<u32>,
    #[nla(3, select = ty)]
    data: ObjectData,
}

const COUNTER: u32 = 1;

#[derive(Debug, PartialEq, Parse, Emit)]
enum ObjectData {
    #[netlink(key = COUNTER)]
    Counter(u64),
    #[netlink(key = 2)]
    Quota(Vlan),
}

#[test]
pub fn selector_may_be_an_integer() {
    let object =
        |ty: u32, data: &[u8]| [attr(1, &[7]), attr(2, &ty.to_be_bytes()), data.to_vec()].concat();
    let count = attr(3, &5_u64.to_ne_bytes());
    let expected = Object { before: 7, ty: Be(1), data: ObjectData::Counter(5) };
    assert_eq!(round_trip::<Object>(&object(1, &count)), expected);
    let quota = nest(3, &[attr(1, &7_u16.to_ne_bytes())]);
    let expected = Object { before: 7, ty: Be(2), data: ObjectData::Quota(Vlan { id: 7 }) };
    assert_eq!(round_trip::<Object>(&object(2, &quota)), expected);

    assert_eq!(
        refused_always::<Object>(&object(9, &count)),
        refusal(ErrorKind::Selector, Errno::EOPNOTSUPP, 16, "Object.data"),
    );
    assert_eq!(
        refused_always::<Object>(&object(1, &[])),
        refusal(ErrorKind::Missing, Errno::EINVAL, 0, "Object.data"),
    );
    let mismatch = Object { before: 7, ty: Be(2), data: ObjectData::Counter(5) };
    assert_eq!(
        refused_to_emit(&mismatch),
        refusal(ErrorKind::SelectorMismatch, Errno::EINVAL, 16, "Object.data"),
    );
}

/// The specifications write the names of an enum's values where the wire has their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
enum ObjectType {
    Counter = 1,
    Quota = 2,
    #[netlink(other)]
    Other(u32),
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct TypedObject {
    #[nla(2)]
    ty: ObjectType,
    #[nla(3, select = ty)]
    data: ObjectData,
}

#[test]
pub fn selector_may_be_an_enum_of_values() {
    let bytes = [attr(2, &[0, 0, 0, 1]), attr(3, &5_u64.to_ne_bytes())].concat();
    let expected = TypedObject { ty: ObjectType::Counter, data: ObjectData::Counter(5) };
    assert_eq!(round_trip::<TypedObject>(&bytes), expected);
    let mismatch = TypedObject { ty: ObjectType::Quota, data: ObjectData::Counter(5) };
    assert_eq!(
        refused_to_emit(&mismatch),
        refusal(ErrorKind::SelectorMismatch, Errno::EINVAL, 8, "TypedObject.data"),
    );
}

/// `app` within `stats` is chosen by `kind` around it, through a set between them.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Class<'a> {
    #[nla(1)]
    kind: &'a CStr,
    #[nla(7, select = kind)]
    stats: Option<Stats<'a>>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Stats<'a> {
    #[nla(1)]
    basic: u32,
    #[nla(2, select = super)]
    deeper: Option<Deeper<'a>>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Deeper<'a> {
    #[nla(4, select = super)]
    app: Option<App<'a>>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum App<'a> {
    #[netlink(key = "vlan")]
    Vlan(Vlan),
    #[netlink(key = "count")]
    Count(u32),
    #[netlink(other)]
    Other(&'a [u8]),
}

fn class(kind: &CStr, app: Vec<u8>) -> Vec<u8> {
    let stats = nest(7, &[attr_u32(1, 9), nest(2, &[app])]);
    [attr(1, kind.to_bytes_with_nul()), stats].concat()
}

#[test]
pub fn selector_may_stand_in_a_set_around() {
    let vlan = |id: u16| nest(4, &[attr(1, &id.to_ne_bytes())]);
    let value = |kind, app| Class {
        kind,
        stats: Some(Stats { basic: 9, deeper: Some(Deeper { app: Some(app) }) }),
        rest: Unknown::NONE,
    };
    let expected = value(c"vlan", App::Vlan(Vlan { id: 7 }));
    assert_eq!(round_trip::<Class<'_>>(&class(c"vlan", vlan(7))), expected);
    assert_eq!(
        round_trip::<Class<'_>>(&class(c"count", attr_u32(4, 5))),
        value(c"count", App::Count(5)),
    );
    assert_eq!(
        round_trip::<Class<'_>>(&class(c"choke", attr(4, b"any"))),
        value(c"choke", App::Other(b"any")),
    );

    let path = "Class.stats.deeper.app<vlan>.id";
    let out_of_range = refusal(ErrorKind::Range, Errno::ERANGE, 32, path);
    assert_eq!(refused_always::<Class<'_>>(&class(c"vlan", vlan(0))), out_of_range);
    let zero = value(c"vlan", App::Vlan(Vlan { id: 0 }));
    assert_eq!(refused_to_emit(&zero), out_of_range);
    let mismatch = value(c"count", App::Vlan(Vlan { id: 7 }));
    assert_eq!(
        refused_to_emit(&mismatch),
        refusal(ErrorKind::SelectorMismatch, Errno::EINVAL, 12, "Class.stats"),
    );
}

#[test]
pub fn sub_message_chosen_from_around_is_checked_as_strictly_as_its_set() {
    let unknown = nest(4, &[attr(1, &7_u16.to_ne_bytes()), attr(9, &[])]);
    assert_eq!(
        refused::<Class<'_>>(Level::STRICT, &class(c"vlan", unknown)),
        refusal(ErrorKind::UnknownType, Errno::EINVAL, 40, "Class.stats.deeper.app<vlan>.9"),
    );
    assert_eq!(
        refused::<Class<'_>>(Level::STRICT, &class(c"count", attr(4, &[0; 8]))),
        refusal(ErrorKind::ExactLength, Errno::EINVAL, 28, "Class.stats.deeper.app<count>"),
    );
}

/// A list of expressions, each with its own selector: the one in its own set counts.
#[derive(Debug, Parse, Emit)]
struct Rule<'a> {
    #[nla(1)]
    kind: &'a CStr,
    #[nla(2)]
    expressions: Repeated<'a, Class<'a>>,
}

#[test]
pub fn nearest_selector_counts() {
    let vlan = class(c"vlan", nest(4, &[attr(1, &7_u16.to_ne_bytes())]));
    let count = class(c"count", attr_u32(4, 5));
    let bytes = [attr(1, b"choke\0"), nest(2, &[vlan]), nest(2, &[count])].concat();
    let rule = round_trip::<Rule<'_>>(&bytes);
    let apps: Vec<_> = rule
        .expressions
        .iter()
        .map(|class| class.unwrap().stats.unwrap().deeper.unwrap().app.unwrap())
        .collect();
    assert_eq!(apps, [App::Vlan(Vlan { id: 7 }), App::Count(5)]);
}

#[derive(Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[repr(C)]
struct Header {
    family: u8,
    pad: [u8; 3],
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Link<'a> {
    #[netlink(header)]
    header: Header,
    #[nla(1, select = header.family)]
    settings: Option<Settings<'a>>,
}

const AF_INET: u8 = 2;

#[derive(Debug, PartialEq, Parse, Emit)]
enum Settings<'a> {
    #[netlink(key = AF_INET)]
    Inet(u32),
    #[netlink(key = 10)]
    Inet6(Vlan),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[test]
pub fn selector_may_stand_in_the_fixed_header() {
    let header = |family| Header { family, pad: [0; 3] };
    let link = |family: u8, settings: Vec<u8>| [vec![family, 0, 0, 0], settings].concat();
    let inet = link(2, attr_u32(1, 5));
    let expected = Link { header: header(2), settings: Some(Settings::Inet(5)) };
    assert_eq!(round_trip::<Link<'_>>(&inet), expected);
    let inet6 = |id: u16| link(10, nest(1, &[attr(1, &id.to_ne_bytes())]));
    let expected = Link { header: header(10), settings: Some(Settings::Inet6(Vlan { id: 7 })) };
    assert_eq!(round_trip::<Link<'_>>(&inet6(7)), expected);
    let expected = Link { header: header(7), settings: Some(Settings::Other(b"any")) };
    assert_eq!(round_trip::<Link<'_>>(&link(7, attr(1, b"any"))), expected);

    assert_eq!(
        refused_always::<Link<'_>>(&inet6(0)),
        refusal(ErrorKind::Range, Errno::ERANGE, 8, "Link.settings<10>.id"),
    );
    let mismatch = Link { header: header(2), settings: Some(Settings::Other(b"any")) };
    assert_eq!(
        refused_to_emit(&mismatch),
        refusal(ErrorKind::SelectorMismatch, Errno::EINVAL, 4, "Link.settings"),
    );
}

//! What all that walks over a policy agrees about: keys, depth, indices, and what is left over.

use netlink_core::policy::{
    AttrPolicy, FoundKey, Index, Indexed, Key, Kind, Occurs, Selector, Variant,
};
use netlink_core::{ErrorKind, Input, Level, ParseError, ParseSet, Policy, RawMessage};
use netlink_families::rt_link::Link;
use netlink_tests::bytes::{attr, attr_u32, nest};
use netlink_tests::capture::Capture;
use netlink_tests::oracle;

const U32: AttrPolicy = AttrPolicy::new(Kind::U32).optional();

/// Of key 1 a number, of key 2 text, of key 3 a set that has sub-messages of the same key, of key 4 an
/// array of these.
static VARIANTS: [Variant; 4] = [
    Variant::new(Key::Number(1), || U32),
    Variant::new(Key::Number(2), || AttrPolicy::new(Kind::NulString)),
    Variant::new(Key::Number(3), || AttrPolicy::nested(|| &INNER)),
    Variant::new(Key::Number(4), || AttrPolicy::array(|| &ELEMENT)),
];

static NAMED: [Variant; 1] = [Variant::new(Key::Text("vlan"), || U32)];

const SUB: AttrPolicy = AttrPolicy::submessage(&VARIANTS).optional();

static INNER: Policy = Policy::new(
    "Inner",
    &[
        SUB.selected_by(Selector::Outer).named(1, "own"),
        AttrPolicy::nested(|| &INNER).occurring(Occurs::Repeated).named(2, "more"),
        AttrPolicy::array(|| &ELEMENT).optional().named(3, "array"),
        U32.named(4, "kind"),
        SUB.selected_by(Selector::Attr(4)).named(5, "other"),
    ],
);

static ELEMENT: AttrPolicy = AttrPolicy::nested(|| &INNER);

static OUTER: Policy = Policy::new(
    "Outer",
    &[
        U32.named(1, "kind"),
        SUB.selected_by(Selector::Attr(1)).named(2, "data"),
        AttrPolicy::nested(|| &INNER).optional().selected_by(Selector::Attr(1)).named(3, "inner"),
        AttrPolicy::array(|| &ELEMENT)
            .optional()
            .selected_by(Selector::Header { offset: 2, kind: Kind::U8 })
            .named(4, "array"),
        AttrPolicy::new(Kind::String).optional().named(5, "name"),
        AttrPolicy::submessage(&NAMED).optional().selected_by(Selector::Attr(5)).named(6, "named"),
        AttrPolicy::array(|| &ARRAY).optional().named(7, "arrays"),
        SUB.occurring(Occurs::Repeated).selected_by(Selector::Attr(1)).named(8, "several"),
    ],
)
.with_header(4);

static ARRAY: AttrPolicy = AttrPolicy::array(|| &ARRAY);

const HEADER: [u8; 4] = [0, 0, 1, 0];

fn outer(attrs: &[Vec<u8>]) -> Vec<u8> {
    [&HEADER[..], &attrs.concat()].concat()
}

fn verdict(attrs: &[Vec<u8>]) -> Result<(), ParseError> {
    OUTER.validate(Input::new(&outer(attrs)))
}

#[track_caller]
fn accepted(attrs: &[Vec<u8>]) {
    assert_eq!(verdict(attrs), Ok(()));
}

#[track_caller]
fn refused(attrs: &[Vec<u8>], expected: &str) {
    assert_eq!(verdict(attrs).unwrap_err().to_string(), expected);
}

fn short(ty: u16) -> Vec<u8> {
    attr(ty, &[7])
}

#[test]
fn keys_are_found_before_and_behind_what_they_select_and_the_last_one_counts() {
    let expected = "expected 4 bytes, found 1 byte (Attribute failed policy validation)";
    refused(&[attr_u32(1, 1), short(2)], &format!("Outer.data<1> at offset 12: {expected}"));
    refused(&[short(2), attr_u32(1, 1)], &format!("Outer.data<1> at offset 4: {expected}"));
    accepted(&[attr_u32(1, 2), attr(2, b"\0")]);
    accepted(&[attr_u32(1, 1), attr(2, b"\0"), attr_u32(1, 2)]);
    // Without a key, or with one that no variant has, nothing is known of it.
    accepted(&[short(2)]);
    accepted(&[short(2), attr_u32(1, 9)]);
}

#[test]
fn keys_are_read_at_their_own_width() {
    for key in [&[1][..], &1_u16.to_ne_bytes(), &1_u32.to_ne_bytes(), &1_u64.to_ne_bytes()] {
        let key = FoundKey::new(Kind::U32, key);
        assert_eq!((key.number(), key.text()), (Some(1), None));
        assert!(key.selects(Key::Number(1)) && !key.selects(Key::Number(2)));
    }
    assert_eq!(FoundKey::new(Kind::Be32, &[1, 0]).number(), Some(0x100));
    assert_eq!(FoundKey::new(Kind::Le32, &[1, 0]).number(), Some(1));
    assert_eq!(FoundKey::new(Kind::I8, &[0xff]).number(), None, "negative");
    assert_eq!(FoundKey::new(Kind::U32, &[1, 0, 0]).number(), None, "no width of an integer");
    let wide = [attr(1, &1_u64.to_ne_bytes()), attr_u32(2, 7)];
    accepted(&wide);
    assert_eq!(
        shown(&wide),
        "Outer\n  header, 4 bytes: 00 00 01 00\n  kind: 1 in 8 bytes\n  data: 7"
    );
}

#[test]
fn text_keys_end_at_their_first_nul() {
    for key in [&b"vlan"[..], b"vlan\0", b"vlan\0x\0"] {
        assert_eq!(FoundKey::new(Kind::String, key).text(), Some(&b"vlan"[..]));
        assert!(FoundKey::new(Kind::Binary, key).selects(Key::Text("vlan")));
        let error = verdict(&[attr(5, key), short(6)]).unwrap_err();
        assert!(error.to_string().starts_with("Outer.named<vlan> at offset "), "{error}");
    }
    assert!(!FoundKey::new(Kind::U32, b"vlan").selects(Key::Text("vlan")));
    accepted(&[attr(5, b"vlans"), short(6)]);
}

#[test]
fn keys_of_enclosing_sets_are_found_through_nests_and_arrays() {
    let bad = short(1);
    let kind = attr_u32(1, 1);
    refused(
        &[nest(3, std::slice::from_ref(&bad)), kind.clone()],
        "Outer.inner.own<1> at offset 8: expected 4 bytes, found 1 byte (Attribute failed \
         policy validation)",
    );
    // Through a repeated nest: the second one is wrong.
    let deep = nest(3, &[nest(2, &[attr_u32(1, 7)]), nest(2, std::slice::from_ref(&bad))]);
    let error = verdict(&[deep, kind]).unwrap_err().to_string();
    assert!(error.starts_with("Outer.inner.more[1].own<1> at offset 24: "), "{error}");
    // Through an array, whose key is in the header.
    let array = nest(4, &[nest(1, &[attr_u32(1, 7)]), nest(2, &[bad])]);
    let error = verdict(&[array]).unwrap_err().to_string();
    assert!(error.starts_with("Outer.array[1].own<1> at offset 24: "), "{error}");
}

#[test]
fn a_sub_message_without_its_own_key_does_not_use_an_outer_one() {
    // `other` has the key `kind` of its own set, which is not there; the outer one would be 1.
    accepted(&[attr_u32(1, 1), nest(3, &[short(5)])]);
    let own = [attr_u32(4, 1), short(5)];
    let error = verdict(&[attr_u32(1, 2), nest(3, &own)]).unwrap_err().to_string();
    assert!(error.starts_with("Outer.inner.other<1> at offset 24: "), "{error}");
    // A key that is not there is not looked for further out either.
    accepted(&[nest(3, &[short(1)])]);
}

#[test]
fn every_occurrence_of_a_sub_message_is_validated() {
    let kind = attr_u32(1, 1);
    let error = verdict(&[kind.clone(), short(2), attr_u32(2, 7)]).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Length, 12));
    let error = verdict(&[kind, attr_u32(8, 7), short(8)]).unwrap_err().to_string();
    assert!(error.starts_with("Outer.several[1]<1> at offset 20: "), "{error}");
}

#[test]
fn nested_arrays_are_levels() {
    let arrays = |depth: usize| {
        (1..depth).fold(attr(7, &[]), |inner, _| {
            nest(7, &[[&inner[..2], &0_u16.to_ne_bytes(), &inner[4..]].concat()])
        })
    };
    accepted(&[arrays(10)]);
    for depth in [12, 64, 1000, 15_000] {
        let error = verdict(&[arrays(depth)]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Depth, "{depth}");
        let bytes = outer(&[arrays(depth)]);
        let shown = OUTER.display(Input::new(&bytes)).to_string();
        assert!(shown.lines().count() < 70, "{shown}");
        assert_eq!(OUTER.locate(Input::new(&bytes), bytes.len() - 4).is_some(), depth < 65);
    }
}

#[test]
fn duplicates_are_rejected_on_request_only() {
    let at = |level, attrs: &[Vec<u8>]| OUTER.validate(Input::new(&outer(attrs)).with_level(level));
    let twice = [attr_u32(1, 1), attr_u32(1, 2)];
    assert_eq!(at(Level::LIBERAL, &twice), Ok(()));
    assert_eq!(at(Level::STRICT, &twice), Ok(()));
    assert!(!Level::STRICT.contains(Level::DUPLICATES));
    let strict = Level::STRICT.with(Level::DUPLICATES);
    let error = at(strict, &twice).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Duplicate, 12));
    assert_eq!(error.to_string(), "Outer.kind at offset 12: attribute occurs more than once");
    assert_eq!(error.errno(), netlink_core::Errno::EINVAL);
    // Deeper, and unlike what is declared repeated, or not declared.
    let inner = nest(3, &[attr_u32(4, 1), attr_u32(4, 1)]);
    let error = at(Level::DUPLICATES, &[inner]).unwrap_err();
    assert!(error.path().types().eq([3, 4]), "{error}");
    assert_eq!(at(Level::DUPLICATES, &[attr_u32(8, 1), attr_u32(8, 1)]), Ok(()));
    assert_eq!(at(Level::DUPLICATES, &[attr_u32(99, 1), attr_u32(99, 1)]), Ok(()));
    assert_eq!(at(Level::DUPLICATES, &[nest(3, &[nest(2, &[]), nest(2, &[])])]), Ok(()));
}

fn shown(attrs: &[Vec<u8>]) -> String {
    OUTER.display(Input::new(&outer(attrs))).to_string()
}

static SHARED: Policy = Policy::new(
    "Shared",
    &[
        U32.named(50, "shared"),
        U32.named(51, "kind"),
        SUB.selected_by(Selector::Attr(51)).named(52, "data"),
    ],
);

static FLAT: Policy = Policy::new("Flat", &[AttrPolicy::new(Kind::U16).optional().named(1, "own")])
    .with_flattened(&[&SHARED, &MORE]);

static MORE: Policy = Policy::new("More", &[U32.named(9000, "far")]).with_flattened(&[&LAST]);
static LAST: Policy = Policy::new("Last", &[U32.named(3, "last")]);

#[test]
fn flattened_sets_are_part_of_the_set() {
    let names: Vec<_> = FLAT.attrs().map(AttrPolicy::name).collect();
    assert_eq!(names, ["own", "shared", "kind", "data", "far", "last"]);
    assert_eq!(FLAT.max_type(), 9000);
    for ty in [1, 50, 51, 52, 9000, 3] {
        assert_eq!(FLAT.attr(ty).map(AttrPolicy::ty), Some(ty));
    }
    assert!(FLAT.attr(2).is_none() && FLAT.attr(53).is_none());
    let bytes = [short(52), attr_u32(51, 1)].concat();
    let error = FLAT.validate(Input::new(&bytes)).unwrap_err();
    assert!(error.to_string().starts_with("Flat.data<1> at offset 0: "), "{error}");
    let strict = Input::new(&bytes[..0]).with_level(Level::STRICT);
    assert_eq!(FLAT.validate(strict), Ok(()));
    let bytes = [attr_u32(9000, 1), attr_u32(2, 1)].concat();
    let error = FLAT.validate(Input::new(&bytes).with_level(Level::STRICT)).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Unsupported, 8));
    let bytes = attr_u32(50, 7);
    let table = FLAT.table::<60>(Input::new(&bytes)).unwrap();
    assert_eq!(table.get::<u32>(50), Ok(Some(7)));
}

#[test]
fn attributes_are_found_by_an_index_as_without_one() {
    const TYPES: [u16; 5] = [7, 2, 400, 16383, 90];
    const D: usize = Index::dense_len(&TYPES);
    const S: usize = Index::sparse_len(&TYPES);
    static INDEX: Indexed<5, D, S> = Indexed::new(ATTRS);
    const ATTRS: [AttrPolicy; 5] = [
        U32.named(7, "a"),
        U32.named(2, "b"),
        U32.named(400, "c"),
        U32.named(16383, "d"),
        U32.named(90, "e"),
    ];
    static INDEXED: Policy = Policy::indexed("Set", &INDEX);
    static LINEAR: Policy = Policy::new("Set", &ATTRS);
    for ty in 0..=u16::MAX {
        let names = [&INDEXED, &LINEAR].map(|policy| policy.attr(ty).map(AttrPolicy::name));
        assert_eq!(names[0], names[1], "{ty}");
    }
    assert_eq!(INDEXED.attrs().count(), 5);
    assert_eq!((INDEXED.max_type(), LINEAR.max_type()), (16383, 16383));
}

#[test]
fn a_rule_takes_one_cache_line() {
    assert!(size_of::<AttrPolicy>() <= 64);
}

/// Changes bytes, mostly those of headers.
fn changed(rng: &mut fastrand::Rng, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.usize(0..4) {
        let place = rng.usize(4..bytes.len());
        let place = if rng.bool() { place & !3 } else { place };
        bytes[place] = match rng.u8(0..3) {
            0 => rng.u8(..),
            1 => bytes[place] ^ 1 << rng.u8(0..8),
            _ => bytes[place].wrapping_add(rng.u8(0..9)).wrapping_sub(4),
        };
    }
    bytes
}

/// Some sets that have all that there is.
fn any_set(rng: &mut fastrand::Rng, depth: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..rng.usize(0..5) {
        let ty = rng.u16(1..9);
        bytes.extend(match rng.u8(0..4) {
            0 if depth > 0 => nest(ty, &[any_set(rng, depth - 1)]),
            1 => attr(ty, &[7, 7, 7][..rng.usize(0..4)]),
            2 => attr(ty, b"vlan\0"),
            _ => attr_u32(ty, rng.u32(0..5)),
        });
    }
    bytes
}

#[test]
fn all_that_walks_agrees() {
    let mut rng = fastrand::Rng::with_seed(14);
    let (mut good, mut bad) = (0, 0);
    for _ in 0..20_000 {
        let set = [&[0, 0, rng.u8(0..5), 0][..], &any_set(&mut rng, 4)].concat();
        let set = if set.len() > 4 { changed(&mut rng, &set) } else { set };
        for error in oracle::walks_of(&OUTER, &set) {
            if error.is_none() { good += 1 } else { bad += 1 }
        }
    }
    assert!(good > 5_000 && bad > 5_000, "{good} {bad}");
}

/// The captures are of little-endian kernels.
#[test]
#[cfg(target_endian = "little")]
fn all_that_walks_agrees_about_what_kernels_send_and_changes_of_it() {
    let mut rng = fastrand::Rng::with_seed(41);
    let links = <Link<'_> as ParseSet<'_>>::PARSE_POLICY;
    for datagram in Capture::load("link").datagrams().step_by(5) {
        let (message, _) = RawMessage::split(datagram).expect("a message");
        let body = message.payload().bytes();
        if body.len() > 4 {
            oracle::walks_of(links, body);
            for _ in 0..50 {
                oracle::walks_of(links, &changed(&mut rng, body));
            }
        }
    }
}

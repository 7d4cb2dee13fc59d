//! Kinds of attributes: how wide they are, what they can hold, and which integer bytes are.

use netlink_core::{
    AttrPolicy, Policy,
    policy::{Kind, Unknowns},
};

/// Each kind of integer with the bytes of its lowest value, and of 2.
fn integers() -> Vec<(Kind, Vec<u8>, Vec<u8>)> {
    macro_rules! rows {
        ($($kind:ident $int:ident $to_bytes:ident)*) => {
            vec![$((Kind::$kind, $int::MIN.$to_bytes().to_vec(), (2 as $int).$to_bytes().to_vec())),*]
        };
    }
    rows! {
        U8 u8 to_ne_bytes  U16 u16 to_ne_bytes  U32 u32 to_ne_bytes  U64 u64 to_ne_bytes
        I8 i8 to_ne_bytes  I16 i16 to_ne_bytes  I32 i32 to_ne_bytes  I64 i64 to_ne_bytes
        Be16 u16 to_be_bytes  Be32 u32 to_be_bytes  Be64 u64 to_be_bytes
        BeI16 i16 to_be_bytes  BeI32 i32 to_be_bytes  BeI64 i64 to_be_bytes
        Le16 u16 to_le_bytes  Le32 u32 to_le_bytes  Le64 u64 to_le_bytes
        LeI16 i16 to_le_bytes  LeI32 i32 to_le_bytes  LeI64 i64 to_le_bytes
        Uint u32 to_ne_bytes  Sint i32 to_ne_bytes
        Uint u64 to_ne_bytes  Sint i64 to_ne_bytes
        Msecs u64 to_ne_bytes
    }
}

const OTHERS: [Kind; 9] = [
    Kind::Unspec,
    Kind::Flag,
    Kind::String,
    Kind::NulString,
    Kind::Binary,
    Kind::Bitfield32,
    Kind::Nested,
    Kind::NestedArray,
    Kind::Reject,
];

#[test]
fn integers_are_read_in_their_order_of_bytes() {
    for (kind, lowest, two) in integers() {
        assert_eq!(kind.integer(&two), Some(2), "{kind}");
        assert_eq!(kind.integer(&[&two[..], &[9]].concat()), Some(2), "{kind}, and more");
        // The wide ones are read from four bytes as well.
        let is_wide = matches!(kind, Kind::Uint | Kind::Sint) && two.len() == 8;
        assert_eq!(kind.integer(&two[1..]).is_some(), is_wide, "{kind}, cut");
        // That of the wide ones is the lowest of 64 bits.
        if kind.size().is_some() || lowest.len() == 8 {
            assert_eq!(kind.limits().map(|(low, _)| low), kind.integer(&lowest), "{kind}");
        }
    }
}

#[test]
fn integers_know_their_width() {
    for (kind, lowest, _) in integers() {
        assert!(kind.is_integer() && !kind.has_length() && !kind.is_nested(), "{kind}");
        let any_width = matches!(kind, Kind::Uint | Kind::Sint | Kind::Msecs);
        assert_eq!(kind.size(), (!any_width).then_some(lowest.len()), "{kind}");
    }
}

#[test]
fn kinds_that_are_not_integers_have_no_integer() {
    for kind in OTHERS {
        assert!(!kind.is_integer(), "{kind}");
        assert_eq!((kind.limits(), kind.integer(&[1; 8])), (None, None), "{kind}");
        let is_nested = matches!(kind, Kind::Nested | Kind::NestedArray);
        assert_eq!(kind.is_nested(), is_nested, "{kind}");
        let has_length =
            matches!(kind, Kind::Unspec | Kind::String | Kind::NulString | Kind::Binary);
        assert_eq!(kind.has_length(), has_length, "{kind}");
        let size = match kind {
            Kind::Flag => Some(0),
            Kind::Bitfield32 => Some(8),
            _ => None,
        };
        assert_eq!(kind.size(), size, "{kind}");
    }
}

#[test]
fn a_set_says_what_it_does_with_what_it_does_not_name() {
    const ATTRS: &[AttrPolicy] = &[AttrPolicy::new(Kind::U8).named(3, "three")];
    let policy = Policy::new("Set", ATTRS);
    assert_eq!((policy.unknown(), policy.max_type()), (Unknowns::ByLevel, 3));
    for unknown in [Unknowns::ByLevel, Unknowns::Keep, Unknowns::Refuse] {
        assert_eq!(policy.with_unknown(unknown).unknown(), unknown);
    }
}

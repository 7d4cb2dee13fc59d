//! That all visitors take time in proportion to the number of bytes: counted by the attribute headers that
//! are read, which is all that a walk does.

#![cfg(feature = "std")]
#![expect(clippy::arithmetic_side_effects, reason = "a test fails where it overflows")]

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::Cell;

use super::validate::Validate;
use super::{AttrPolicy, Key, Kind, Occurs, Policy, Selector, Variant, walk};
use crate::input::Input;
use crate::level::Level;
use crate::writer::Writer;

std::thread_local! {
    static HEADERS: Cell<u64> = const { Cell::new(0) };
}

/// Called for each header that is read.
pub(super) fn count() {
    HEADERS.with(|headers| headers.set(headers.get().wrapping_add(1)));
}

fn headers(of: impl FnOnce()) -> u64 {
    HEADERS.with(|headers| headers.set(0));
    of();
    HEADERS.with(Cell::get)
}

const U32: AttrPolicy = AttrPolicy::new(Kind::U32);

static VARIANTS: [Variant; 2] = [
    Variant::new(Key::Number(1), || U32),
    Variant::new(Key::Number(2), || AttrPolicy::nested(|| &SET)),
];

const SUB: AttrPolicy = AttrPolicy::submessage(&VARIANTS).optional();

/// A set with everything that a walk has to look for.
static SET: Policy = Policy::new(
    "Set",
    &[
        U32.named(1, "first_key"),
        U32.named(2, "second_key"),
        SUB.selected_by(Selector::Attr(1)).named(3, "first"),
        SUB.selected_by(Selector::Attr(2)).named(4, "second"),
        AttrPolicy::nested(|| &SET).occurring(Occurs::Repeated).named(5, "nests"),
        AttrPolicy::array(|| &ELEMENT).optional().named(6, "array"),
        AttrPolicy::array(|| &ARRAY).optional().named(7, "arrays"),
        SUB.selected_by(Selector::Outer).named(8, "outer"),
        U32.occurring(Occurs::Repeated).named(9, "numbers"),
    ],
);

static ELEMENT: AttrPolicy = AttrPolicy::nested(|| &SET);
static ARRAY: AttrPolicy = AttrPolicy::array(|| &ARRAY);

const SELECTORS: u16 = 40;

/// A set with many selectors, and a sub-message for each of them.
fn many() -> &'static Policy {
    let keys = (1..=SELECTORS).map(|ty| U32.named(ty, "key"));
    let subs = (1..=SELECTORS).map(|ty| SUB.selected_by(Selector::Attr(ty)).named(ty + 100, "sub"));
    let attrs: &'static [AttrPolicy] = keys.chain(subs).collect::<Vec<_>>().leak();
    alloc::boxed::Box::leak(alloc::boxed::Box::new(Policy::new("Many", attrs)))
}

fn attr(ty: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).attr(ty, |writer| writer.bytes(payload)).unwrap();
    bytes
}

fn number(ty: u16, value: u32) -> Vec<u8> {
    attr(ty, &value.to_ne_bytes())
}

/// As many of these one after the other as fit into `len` bytes.
fn repeated(parts: &[Vec<u8>], len: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts.iter().cycle() {
        if bytes.len() + part.len() > len {
            break;
        }
        bytes.extend_from_slice(part);
    }
    bytes
}

/// One nest in the other, as long as the length field allows.
fn deep(ty: u16, len: usize) -> Vec<u8> {
    let lens = (1..=len.min(65_000) / 4).rev().map(|level| u16::try_from(level * 4).unwrap());
    lens.flat_map(|len| [len.to_ne_bytes(), ty.to_ne_bytes()].concat()).collect()
}

/// What is walked over, each time in about so many bytes.
fn shapes(len: usize) -> Vec<(&'static str, &'static Policy, Vec<u8>)> {
    let (one, two) = (number(1, 1), number(2, 2));
    let keyed = |bytes: Vec<u8>| [&bytes[..], &one, &two].concat();
    let many_keys: Vec<u8> = (1..=SELECTORS).flat_map(|ty| number(ty, 1)).collect();
    let subs: Vec<_> = (1..=SELECTORS).map(|ty| number(ty + 100, 7)).collect();
    let in_nest = attr(5, &[&one[..], &number(3, 7)].concat());
    vec![
        ("wide", &SET, repeated(&[number(1, 7)], len)),
        ("unknown", &SET, repeated(&[number(999, 7)], len)),
        ("alternating", &SET, keyed(repeated(&[number(3, 7), attr(4, &one)], len))),
        ("many selectors", many(), [repeated(&subs, len), many_keys].concat()),
        ("repeated", &SET, repeated(&[number(9, 7)], len)),
        ("repeated nests", &SET, repeated(&[in_nest], len)),
        ("arrays", &SET, repeated(&[attr(6, &repeated(&[attr(1, &one)], 4000))], len)),
    ]
}

type Visit = fn(&'static Policy, &[u8]);

/// What each visitor does with a set.
fn visitors() -> [(&'static str, Visit); 6] {
    [
        ("validate", |policy, bytes| {
            let _verdict = policy.validate(Input::new(bytes));
        }),
        ("validate strictly", |policy, bytes| {
            let level = Level::STRICT.with(Level::DUPLICATES);
            let _verdict = policy.validate(Input::new(bytes).with_level(level));
        }),
        ("table", |policy, bytes| {
            let _table = policy.table::<16>(Input::new(bytes));
        }),
        ("locate", |policy, bytes| {
            let _path = policy.locate(Input::new(bytes), bytes.len() - 8);
        }),
        ("copy", |policy, bytes| {
            policy.copy_set(Input::new(bytes), &mut vec![0; bytes.len()]);
        }),
        ("display", |policy, bytes| drop(format!("{}", policy.display(Input::new(bytes))))),
    ]
}

#[test]
fn every_visitor_reads_headers_in_proportion_to_the_bytes() {
    let sizes = [0x1_0000, 0x4_0000, 0x10_0000].map(shapes);
    for (name, visit) in visitors() {
        let [small, middle, large] = sizes.each_ref().map(|shapes| {
            let counts = shapes.iter().map(|(shape, policy, bytes)| {
                let count = headers(|| visit(policy, bytes));
                // For each thousand attributes that there is room for.
                (shape, count * 8000 / u64::try_from(bytes.len()).unwrap())
            });
            counts.collect::<Vec<_>>()
        });
        for (((shape, small), (_, middle)), (_, large)) in small.into_iter().zip(middle).zip(large)
        {
            let what = format!("{name} of {shape}: {small}, {middle}, {large}");
            assert!(middle * 10 <= small * 11 && large * 10 <= middle * 11, "{what}");
        }
    }
}

#[test]
fn good_sets_are_visited_to_their_end() {
    for (shape, policy, bytes) in shapes(0x4000) {
        let attrs = headers(|| assert_eq!(policy.validate(Input::new(&bytes)), Ok(())));
        assert!(attrs >= u64::try_from(bytes.len()).unwrap() / 16, "{shape}: {attrs}");
    }
}

#[test]
fn nests_and_arrays_cost_no_more_than_their_bytes_at_each_level() {
    for ty in [5, 6, 7] {
        for (name, visit) in visitors() {
            let counts = [2_000, 8_000, 32_000, 65_000].map(|len| {
                let bytes = deep(ty, len);
                headers(|| visit(&SET, &bytes))
            });
            // Nests below the visitor's depth limit are not visited.
            assert!(counts.iter().all(|&count| count <= 1000), "{name} of {ty}: {counts:?}");
        }
    }
}

#[test]
fn a_sub_message_in_a_sub_message_is_searched_for_its_own_key_only() {
    let (one, two) = (number(1, 1), number(2, 2));
    let mut bytes = number(3, 7);
    for _ in 0..60 {
        bytes = [&attr(4, &bytes)[..], &two, &one].concat();
    }
    for (name, visit) in visitors() {
        let count = headers(|| visit(&SET, &bytes));
        assert!(count <= 61 * 20, "{name}: {count}");
    }
}

#[test]
fn the_fast_verdict_is_the_one_that_is_explained() {
    let mut state = 14_u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap() % below
    };
    let mut rejected = 0;
    for (shape, policy, bytes) in shapes(0x1400) {
        for _ in 0..500 {
            let mut bytes = bytes.clone();
            for _ in 0..=random(30) {
                let (place, change) = (random(bytes.len()), random(256));
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= u8::try_from(change).unwrap();
                }
            }
            let level = [Level::LIBERAL, Level::STRICT, Level::DUPLICATES][random(3)];
            let input = Input::new(&bytes).with_level(level);
            let fast = walk::set(policy.into(), input, &mut Validate).err();
            let explained = policy.validate(input).err();
            let kinds = (fast.map(|fault| fault.kind), explained.map(|error| error.kind()));
            assert_eq!(kinds.0, kinds.1, "{shape}: {level:?}: {bytes:02x?}");
            rejected += u32::from(fast.is_some());
        }
    }
    assert!(rejected > 1000, "{rejected}");
}

//! Streams of attributes: valid, nearly valid and hostile.

use fastrand::Rng;
use netlink_core::attr::{NESTED, NET_BYTEORDER};
use netlink_core::policy::{AttrPolicy, Check, Kind, PolicyTable};

use crate::probe::Judged;

/// Makes streams from a seed: the same ones each time.
pub struct Generator {
    rng: Rng,
    /// How likely anything is to be wrong, in percent; drawn again for each stream.
    wrong: u8,
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self { rng: Rng::with_seed(seed), wrong: 0 }
    }

    /// A stream for an operation.
    pub fn stream(&mut self, judged: &Judged) -> Vec<u8> {
        // Most streams have no mistake or one: a second one is only seen where the first is not.
        self.wrong = *self.rng.choice(&[0, 2, 5, 10, 40]).expect("not empty");
        let mut bytes = self.set(judged.policies.sets(), judged.set, 0);
        if self.is_wrong() {
            let garbage = self.rng.usize(1..8);
            bytes.extend((0..garbage).map(|_| self.rng.u8(..)));
        }
        bytes
    }

    fn is_wrong(&mut self) -> bool {
        self.rng.u8(0..100) < self.wrong
    }

    fn set(&mut self, sets: &PolicyTable, set: u16, depth: u32) -> Vec<u8> {
        let listed = sets.attrs(set);
        let mut bytes = Vec::new();
        for _ in 0..self.rng.usize(0..5) {
            let known = if listed.is_empty() { None } else { self.rng.choice(listed).copied() };
            match known {
                Some(attr) if !self.is_wrong() => self.attr(sets, &attr, depth, &mut bytes),
                _ => {
                    let beyond = sets.max_type(set).saturating_add(self.rng.u16(1..4));
                    let ty = *self.rng.choice(&[0, beyond, 0x3fff]).expect("not empty");
                    let payload = self.bytes(0..12);
                    self.put(ty, &payload, &mut bytes);
                }
            }
        }
        bytes
    }

    fn attr(&mut self, sets: &PolicyTable, attr: &AttrPolicy, depth: u32, out: &mut Vec<u8>) {
        let payload = match (attr.kind(), attr.set_number()) {
            _ if self.is_wrong() => self.bytes(0..24),
            (Kind::Nested, Some(set)) if depth < 14 => self.set(sets, set, depth + 1),
            (Kind::NestedArray, Some(set)) if depth < 14 => {
                let mut elements = Vec::new();
                for _ in 0..self.rng.usize(0..4) {
                    let element = match self.is_wrong() {
                        true => self.bytes(0..6),
                        false => self.set(sets, set, depth + 1),
                    };
                    let raw_type = self.rng.u16(0..5) | self.flag(true);
                    self.put(raw_type, &element, &mut elements);
                }
                elements
            }
            _ => self.value(attr),
        };
        let flag = self.flag(attr.kind().is_nested());
        self.put(attr.ty() | flag, &payload, out);
    }

    /// The nested flag as it should be, or not, and now and then the other one, which never matters.
    fn flag(&mut self, nested: bool) -> u16 {
        let nested = if self.is_wrong() { self.rng.bool() } else { nested };
        let order = if self.rng.u8(0..20) == 0 { NET_BYTEORDER } else { 0 };
        order | if nested { NESTED } else { 0 }
    }

    /// A value that is right, or just wrong.
    fn value(&mut self, attr: &AttrPolicy) -> Vec<u8> {
        let (min, max) = attr.len();
        match attr.kind() {
            Kind::Flag => Vec::new(),
            Kind::Bitfield32 => self.bitfield(attr.check()),
            Kind::Uint | Kind::Sint => {
                let width = if self.rng.bool() { 8 } else { 4 };
                self.integer(attr, width)
            }
            kind if kind.is_integer() => {
                let width = kind.size().unwrap_or(8);
                let mut bytes = self.integer(attr, width);
                if self.is_wrong() {
                    // Also what is too long, which lax levels accept.
                    bytes.resize(self.rng.usize(0..width + 4), 0);
                }
                bytes
            }
            Kind::String | Kind::NulString => {
                let longest = max.min(40);
                let mut len = self.rng.usize(1..=longest.max(1));
                if self.is_wrong() {
                    len = *self.rng.choice(&[0, longest, longest + 1, longest + 2]).expect("some");
                }
                let mut text: Vec<u8> = (0..len).map(|_| self.rng.u8(b'a'..=b'z')).collect();
                if self.is_wrong() {
                    let place = self.rng.usize(0..=text.len());
                    text.insert(place, 0);
                } else if attr.kind() == Kind::NulString || self.rng.bool() {
                    text.push(0);
                }
                text
            }
            _ => {
                let longest = max.min(min + 40);
                let mut len = self.rng.usize(min..=longest);
                if self.is_wrong() {
                    let lens = [0, min.saturating_sub(1), longest, longest + 1];
                    len = *self.rng.choice(&lens).expect("some");
                }
                self.bytes(len..len + 1)
            }
        }
    }

    fn integer(&mut self, attr: &AttrPolicy, width: usize) -> Vec<u8> {
        let (lowest, highest) = attr.kind().limits().unwrap_or((0, 0));
        let value = match attr.check() {
            Check::Range(min, max) if self.is_wrong() => {
                *self.rng.choice(&[min - 1, max + 1, lowest, highest]).expect("some")
            }
            Check::Range(min, max) => *self.rng.choice(&[min, max, (min + max) / 2]).expect("some"),
            Check::Mask(mask) if !self.is_wrong() => i128::from(self.rng.u64(..) & mask),
            _ => *self.rng.choice(&[lowest, highest, 0, 1]).expect("some"),
        };
        let wide = value.clamp(lowest, highest).to_le_bytes();
        let mut bytes = wide[..width].to_vec();
        if cfg!(target_endian = "big") {
            bytes.reverse();
        }
        bytes
    }

    fn bitfield(&mut self, check: Check) -> Vec<u8> {
        let mask = match check {
            Check::Mask(mask) => u32::try_from(mask).unwrap_or(u32::MAX),
            _ => u32::MAX,
        };
        let mut selector = self.rng.u32(..) & mask;
        let mut value = self.rng.u32(..) & selector;
        if self.is_wrong() {
            selector = self.rng.u32(..);
        }
        if self.is_wrong() {
            value = self.rng.u32(..);
        }
        let mut bytes = value.to_ne_bytes().to_vec();
        bytes.extend(selector.to_ne_bytes());
        if self.is_wrong() {
            bytes.truncate(self.rng.usize(0..8));
        }
        bytes
    }

    fn bytes(&mut self, len: core::ops::Range<usize>) -> Vec<u8> {
        let len = self.rng.usize(len);
        (0..len).map(|_| self.rng.u8(..)).collect()
    }

    /// Appends an attribute, whose length may be a lie.
    fn put(&mut self, raw_type: u16, payload: &[u8], out: &mut Vec<u8>) {
        let mut len = u16::try_from(payload.len() + 4).expect("short");
        if self.is_wrong() && self.is_wrong() {
            len = *self.rng.choice(&[0, 3, len - 1, len + 1, len + 9]).expect("some");
        }
        out.extend(len.to_ne_bytes());
        out.extend(raw_type.to_ne_bytes());
        out.extend(payload);
        out.resize(out.len().next_multiple_of(4), 0);
    }
}

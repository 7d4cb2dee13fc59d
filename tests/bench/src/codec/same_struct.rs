//! Structs as programs read them, with three call sites each: in the loop over a dump, alone, and in a
//! box. The floor is a hand-written loop that fills the same struct, at the same three call sites.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::hint::black_box;

use netlink_core::{
    Input, MessageFlags, MessageHeader, Messages, Parse, RawMessage, Repeated, Writer, parse_into,
};

use crate::{bench::Bench, floor};

const TYPE: u16 = 0x7654;

macro_rules! wide {
    ($($number:literal $name:ident)*) => {
        /// As many members as an integer has bits.
        #[derive(Debug, Default, Parse)]
        #[netlink(message = TYPE)]
        struct Wide {
            #[nla(1)]
            index: u32,
            #[nla(2)]
            flags: u64,
            $(#[nla($number)] $name: Option<u32>,)*
        }

        impl Wide {
            #[inline(always)]
            fn sum(&self) -> u64 {
                let mut sum = u64::from(self.index) + self.flags;
                $(sum += u64::from(self.$name.unwrap_or(0));)*
                sum
            }

            /// Fills it in place.
            #[inline]
            fn fill(&mut self, attrs: &[u8]) -> Option<()> {
                let (mut has_index, mut has_flags) = (false, false);
                for (ty, payload) in floor::Attrs(attrs) {
                    match ty {
                        1 => {
                            self.index = floor::u32_at(payload)?;
                            has_index = true;
                        }
                        2 => {
                            self.flags = u64::from_ne_bytes(*payload.first_chunk()?);
                            has_flags = true;
                        }
                        $($number => self.$name = Some(floor::u32_at(payload)?),)*
                        _ => {}
                    }
                }
                (has_index && has_flags).then_some(())
            }
        }
    };
}

wide! {
    3 m3 4 m4 5 m5 6 m6 7 m7 8 m8 9 m9 10 m10 11 m11 12 m12 13 m13 14 m14 15 m15 16 m16 17 m17 18 m18
    19 m19 20 m20 21 m21 22 m22 23 m23 24 m24 25 m25 26 m26 27 m27 28 m28 29 m29 30 m30 31 m31 32 m32
    33 m33 34 m34 35 m35 36 m36 37 m37 38 m38 39 m39 40 m40 41 m41 42 m42 43 m43 44 m44 45 m45 46 m46
    47 m47 48 m48 49 m49 50 m50 51 m51 52 m52 53 m53 54 m54 55 m55 56 m56 57 m57 58 m58 59 m59 60 m60
    61 m61 62 m62 63 m63 64 m64
}

/// Addresses of either family.
#[derive(Debug, Default, Parse)]
#[netlink(message = TYPE)]
struct Neighbour {
    #[nla(1)]
    address: Option<IpAddr>,
    #[nla(2)]
    gateway: Option<IpAddr>,
    #[nla(3)]
    index: Option<u32>,
    #[nla(4)]
    state: Option<u16>,
}

impl Neighbour {
    #[inline(always)]
    fn sum(&self) -> u64 {
        let ip = |ip: Option<IpAddr>| match ip {
            None => 0,
            Some(IpAddr::V4(ip)) => u64::from(u32::from(ip)),
            Some(IpAddr::V6(ip)) => u128::from(ip) as u64,
        };
        ip(self.address)
            .wrapping_add(ip(self.gateway))
            .wrapping_add(self.index.unwrap_or(0).into())
            .wrapping_add(self.state.unwrap_or(0).into())
    }

    #[inline]
    fn by_hand(attrs: &[u8]) -> Option<Self> {
        let mut neighbour = Self::default();
        for (ty, payload) in floor::Attrs(attrs) {
            match ty {
                1 => neighbour.address = Some(ip(payload)?),
                2 => neighbour.gateway = Some(ip(payload)?),
                3 => neighbour.index = Some(floor::u32_at(payload)?),
                4 => neighbour.state = Some(u16::from_ne_bytes(*payload.first_chunk()?)),
                _ => {}
            }
        }
        Some(neighbour)
    }
}

#[inline(always)]
fn ip(payload: &[u8]) -> Option<IpAddr> {
    match payload.len() {
        4 => <[u8; 4]>::try_from(payload).ok().map(|ip| Ipv4Addr::from(ip).into()),
        16 => <[u8; 16]>::try_from(payload).ok().map(|ip| Ipv6Addr::from(ip).into()),
        _ => None,
    }
}

/// One attribute, again and again.
#[derive(Debug, Parse)]
#[netlink(message = TYPE)]
struct Numbers<'a> {
    #[nla(1)]
    numbers: Repeated<'a, u32>,
    #[nla(2)]
    last: Option<u32>,
}

impl Numbers<'_> {
    #[inline(always)]
    fn sum(&self) -> u64 {
        let numbers = self.numbers.iter().map(|number| number.map_or(1 << 63, u64::from));
        numbers.fold(self.last.unwrap_or(0).into(), u64::wrapping_add)
    }
}

/// The same, with the attributes checked first and then gone through.
#[derive(Debug)]
struct NumbersByHand<'a> {
    numbers: &'a [u8],
    last: Option<u32>,
}

impl<'a> NumbersByHand<'a> {
    #[inline]
    fn by_hand(attrs: &'a [u8]) -> Option<Self> {
        let mut last = None;
        for (ty, payload) in floor::Attrs(attrs) {
            match ty {
                1 => drop(floor::u32_at(payload)?),
                2 => last = Some(floor::u32_at(payload)?),
                _ => {}
            }
        }
        Some(Self { numbers: attrs, last })
    }

    #[inline(always)]
    fn sum(&self) -> u64 {
        let numbers = floor::Attrs(self.numbers).filter(|(ty, _)| *ty == 1);
        let numbers = numbers.map(|(_, payload)| floor::u32_at(payload).map_or(1 << 63, u64::from));
        numbers.fold(self.last.unwrap_or(0).into(), u64::wrapping_add)
    }
}

pub(super) fn all() -> [Bench; 5] {
    let (few, many) = (wide(&[3, 9, 17, 40, 41, 64]), wide(&(3..=64).collect::<Vec<u16>>()));
    [
        Bench::reading(
            "parse 64 members, 8 sent, at three places",
            few,
            wide_at_three,
            wide_by_hand,
        )
        .goal(1.1),
        Bench::reading(
            "parse 64 members, 64 sent, at three places",
            many,
            wide_at_three,
            wide_by_hand,
        )
        .goal(1.1),
        Bench::reading(
            "parse 64 members in place, at three places",
            many,
            in_place,
            in_place_by_hand,
        )
        .goal(1.1),
        Bench::reading(
            "parse addresses of either family, at three places",
            neighbours(),
            neighbour_at_three,
            neighbour_by_hand,
        )
        .goal(1.1),
        Bench::reading(
            "parse a repeated attribute, at three places",
            numbers(),
            numbers_at_three,
            numbers_by_hand,
        )
        .goal(1.25),
    ]
}

/// The three call sites of a type.
macro_rules! at_three_places {
    ($name:ident, $by_hand:ident, $type:ty, $parse_by_hand:expr, $hand:ty) => {
        #[inline(never)]
        fn $name(bytes: &[u8]) -> Option<u64> {
            let mut sum = 0_u64;
            for message in Messages::new(black_box(bytes)) {
                match message.and_then(|message| message.parse::<$type>()) {
                    Ok(parsed) => sum = sum.wrapping_add(black_box(&parsed).sum()),
                    Err(_) => return None,
                }
            }
            let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
            let parsed: $type = message.parse().ok()?;
            sum = sum.wrapping_add(black_box(&parsed).sum());
            let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
            let parsed: Box<$type> = Box::new(message.parse().ok()?);
            Some(sum.wrapping_add(black_box(&parsed).sum()))
        }

        #[inline(never)]
        fn $by_hand(bytes: &[u8]) -> Option<u64> {
            let parse = $parse_by_hand;
            let mut sum = 0_u64;
            for message in Messages::new(black_box(bytes)) {
                let parsed: $hand = parse(message.ok()?)?;
                sum = sum.wrapping_add(black_box(&parsed).sum());
            }
            let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
            let parsed: $hand = parse(message)?;
            sum = sum.wrapping_add(black_box(&parsed).sum());
            let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
            let parsed: Box<$hand> = Box::new(parse(message)?);
            Some(sum.wrapping_add(black_box(&parsed).sum()))
        }
    };
}

pub(super) use at_three_places;

/// The attributes of a message, if it is of the type.
#[inline(always)]
fn attrs(message: RawMessage<'_>) -> Option<&[u8]> {
    (message.header().ty == TYPE).then(|| message.payload().bytes())
}

#[inline]
fn wide_value(message: RawMessage<'_>) -> Option<Wide> {
    let mut wide = Wide::default();
    wide.fill(attrs(message)?)?;
    Some(wide)
}

#[inline]
fn neighbour_value(message: RawMessage<'_>) -> Option<Neighbour> {
    Neighbour::by_hand(attrs(message)?)
}

#[inline]
fn numbers_value(message: RawMessage<'_>) -> Option<NumbersByHand<'_>> {
    NumbersByHand::by_hand(attrs(message)?)
}

at_three_places!(wide_at_three, wide_by_hand, Wide, wide_value, Wide);
at_three_places!(neighbour_at_three, neighbour_by_hand, Neighbour, neighbour_value, Neighbour);
at_three_places!(numbers_at_three, numbers_by_hand, Numbers<'_>, numbers_value, NumbersByHand<'_>);

#[inline(never)]
fn in_place(bytes: &[u8]) -> Option<u64> {
    let mut slot = None;
    let mut sum = 0_u64;
    for message in Messages::new(black_box(bytes)) {
        let wide = parse_into::<Wide>(&mut slot, of_type(message.ok()?)?).ok()?;
        sum = sum.wrapping_add(black_box(&*wide).sum());
    }
    let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
    let wide = parse_into::<Wide>(&mut slot, of_type(message)?).ok()?;
    sum = sum.wrapping_add(black_box(&*wide).sum());
    let mut slot = Box::new(None);
    let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
    let wide = parse_into::<Wide>(&mut slot, of_type(message)?).ok()?;
    Some(sum.wrapping_add(black_box(&*wide).sum()))
}

#[inline(always)]
fn of_type(message: RawMessage<'_>) -> Option<Input<'_>> {
    (message.header().ty == TYPE).then(|| message.payload())
}

#[inline(never)]
fn in_place_by_hand(bytes: &[u8]) -> Option<u64> {
    let mut wide;
    let mut sum = 0_u64;
    for message in Messages::new(black_box(bytes)) {
        wide = Wide::default();
        wide.fill(attrs(message.ok()?)?)?;
        sum = sum.wrapping_add(black_box(&wide).sum());
    }
    let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
    wide = Wide::default();
    wide.fill(attrs(message)?)?;
    sum = sum.wrapping_add(black_box(&wide).sum());
    let mut wide = Box::new(Wide::default());
    let (message, _) = RawMessage::split(black_box(bytes)).ok()?;
    wide.fill(attrs(message)?)?;
    Some(sum.wrapping_add(black_box(&*wide).sum()))
}

fn message(write: impl Fn(&mut Writer<'_>)) -> &'static [Vec<u8>] {
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    let header = MessageHeader::new(TYPE, MessageFlags::REQUEST);
    let written = writer.message(header, |writer| {
        write(writer);
        Ok(())
    });
    written.expect("it is short");
    vec![bytes; 8].leak()
}

fn wide(sent: &[u16]) -> &'static [Vec<u8>] {
    message(|writer| {
        writer.put(1, &7_u32).expect("there is room");
        writer.put(2, &9_u64).expect("there is room");
        for &ty in sent {
            writer.put(ty, &(u32::from(ty) * 1001)).expect("there is room");
        }
    })
}

fn neighbours() -> &'static [Vec<u8>] {
    message(|writer| {
        writer.put(1, &Ipv6Addr::LOCALHOST).expect("there is room");
        writer.put(2, &Ipv4Addr::LOCALHOST).expect("there is room");
        writer.put(3, &5_u32).expect("there is room");
        writer.put(4, &2_u16).expect("there is room");
    })
}

fn numbers() -> &'static [Vec<u8>] {
    message(|writer| {
        for number in 0..50_u32 {
            writer.put(1, &number).expect("there is room");
        }
        writer.put(2, &51_u32).expect("there is room");
    })
}

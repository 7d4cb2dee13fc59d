//! From values to bytes and back, with a set that has a member of every kind.

use core::{
    ffi::CStr,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use arbitrary::{Arbitrary, Result, Unstructured};
use netlink_core::{
    Be, Bitfield32, Emit, ErrorKind, Indexed, Input, Lazy, Le, Level, Mac, Malformed, Parse, Raw,
    Repeated, Sint, Stream, Uint, Unknown, Writer,
};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::DIRT;

/// Makes a value of what it is given, writes it, reads it at a level that a byte of the value says, and
/// compares; a value that breaks a rule of the set must be refused.
///
/// # Panics
///
/// If another value is parsed, or another length was announced.
pub fn values(bytes: &[u8]) {
    written(bytes, |value, written| {
        check(value, written, LEVELS[usize::from(value.byte) % LEVELS.len()]);
    });
}

/// As [`values`], at every level.
///
/// # Panics
///
/// As [`values`].
pub fn values_at_every_level(bytes: &[u8]) {
    written(bytes, |value, written| {
        LEVELS.iter().for_each(|level| check(value, written, *level));
    });
}

const LEVELS: [Level; 3] = [Level::LIBERAL, Level::DEPRECATED_STRICT, Level::STRICT];

/// The longest that a set can be.
const LONGEST: usize = 4096;

/// Makes a value and writes it, and if that is allowed, has it compared with what is written.
fn written(bytes: &[u8], compare: impl FnOnce(&Set<'_>, &[u8])) {
    let mut source = Unstructured::new(bytes);
    let Ok(parts) = Parts::arbitrary(&mut source) else { return };
    let Ok(value) = Set::make(&mut source, &parts) else { return };
    let len = value.payload_len();
    let mut buffer = [DIRT; LONGEST];
    let Some(room) = buffer.get_mut(..len) else { return };
    let mut writer = Writer::new(room);
    if let Err(error) = writer.emit(&value) {
        assert!(value.breaks(error.kind()), "{error}: {value:?}");
        return;
    }
    assert_eq!(writer.len(), len, "{value:?}");
    assert!(!value.breaks_any(), "let pass: {value:?}");
    compare(&value, &buffer[..len]);
}

fn check(value: &Set<'_>, written: &[u8], level: Level) {
    let read = match Set::parse(Input::new(written).at(20).with_level(level)) {
        Ok(read) => read,
        Err(error) => panic!("{error}: {value:?}"),
    };
    assert_eq!(read, *value, "at {level:?}");
    let mut again = [!DIRT; LONGEST];
    let mut writer = Writer::new(&mut again[..written.len()]);
    writer.emit(&read).expect("written before");
    assert_eq!(writer.written(), written);
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Set<'a> {
    #[nla(1)]
    byte: u8,
    #[nla(2)]
    short: Option<u16>,
    #[nla(3, range = 10..=1000)]
    word: Option<u32>,
    #[nla(4)]
    long: Option<u64>,
    #[nla(5)]
    signed_byte: Option<i8>,
    #[nla(6, range = -3..)]
    signed_short: Option<i16>,
    #[nla(7)]
    signed_word: Option<i32>,
    #[nla(8)]
    signed_long: Option<i64>,
    #[nla(9)]
    be_short: Option<Be<u16>>,
    #[nla(10, mask = 0xff00ff)]
    be_word: Option<Be<u32>>,
    #[nla(11)]
    be_long: Option<Be<i64>>,
    #[nla(12)]
    le_word: Option<Le<u32>>,
    #[nla(13)]
    uint: Option<Uint>,
    #[nla(14)]
    sint: Option<Sint>,
    #[nla(15)]
    flag: bool,
    #[nla(16, len = ..=15)]
    name: Option<&'a CStr>,
    #[nla(17)]
    text: Option<&'a str>,
    #[nla(18, len = ..=32)]
    bytes: Option<&'a [u8]>,
    #[nla(19)]
    array: Option<[u8; 5]>,
    #[nla(20)]
    mac: Option<Mac>,
    #[nla(21)]
    wide: Option<u128>,
    #[nla(22)]
    ip: Option<IpAddr>,
    #[nla(23)]
    bits: Option<Bitfield32>,
    #[nla(24)]
    pair: Option<&'a Pair>,
    #[nla(25)]
    pairs: Option<&'a [Pair]>,
    #[nla(26)]
    layout: Option<Layout>,
    #[nla(27)]
    closed: Option<Closed>,
    #[nla(28)]
    open: Option<Open>,
    #[nla(29)]
    nest: Option<Nest<'a>>,
    #[nla(30)]
    repeated: Repeated<'a, u32>,
    #[nla(31)]
    nests: Repeated<'a, Nest<'a>>,
    #[nla(32)]
    grown: Vec<Be<u16>>,
    #[nla(33)]
    indexed: Option<Indexed<'a, Nest<'a>>>,
    #[nla(34)]
    stream: Option<Stream<'a, Item<'a>>>,
    #[nla(35)]
    lazy: Option<Lazy<'a, Nest<'a>>>,
    #[nla(36)]
    raw: Option<Raw<'a, &'a [u8]>>,
    #[nla(37)]
    isolated: Option<Result<u64, Malformed<'a>>>,
    #[nla(38)]
    kind: Option<&'a CStr>,
    #[nla(39, select = kind)]
    chosen: Option<Chosen<'a>>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(
    Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
)]
#[repr(C, packed)]
struct Pair {
    first: u16,
    second: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, Parse, Emit)]
#[netlink(layout)]
#[repr(C)]
struct Layout {
    first: u64,
    second: u32,
    third: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u8)]
enum Closed {
    First = 3,
    Second,
    Last = 250,
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u16)]
#[netlink(wire = Be<u16>)]
enum Open {
    Known = 0x0800,
    #[netlink(other)]
    Other(u16),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
struct Nest<'a> {
    #[nla(1)]
    number: Option<u32>,
    #[nla(2)]
    name: Option<&'a CStr>,
    #[nla(0x3fff)]
    inner: Option<Inner>,
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
struct Inner {
    #[nla(0)]
    deep: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
enum Item<'a> {
    #[nla(1)]
    Number(u16),
    #[nla(2)]
    Nest(Nest<'a>),
    #[nla(3)]
    Bytes(&'a [u8]),
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
enum Chosen<'a> {
    #[netlink(key = "nest")]
    Nest(Nest<'a>),
    #[netlink(key = "number")]
    Number(u32),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// What a set borrows to write it.
struct Parts<'a> {
    words: [u32; 3],
    nests: [Nest<'a>; 3],
    items: [Item<'a>; 3],
    /// How many of each.
    counts: [usize; 3],
    unknown: &'a [u8],
}

impl<'a> Arbitrary<'a> for Parts<'a> {
    fn arbitrary(source: &mut Unstructured<'a>) -> Result<Self> {
        let counts: [u8; 3] = source.arbitrary()?;
        let unknown = source.arbitrary::<u8>()?;
        Ok(Self {
            words: source.arbitrary()?,
            nests: [nest(source)?, nest(source)?, nest(source)?],
            items: [item(source)?, item(source)?, item(source)?],
            counts: counts.map(|count| usize::from(count % 4)),
            // Types that the set does not have, one of them flagged as a nest.
            unknown: match unknown % 3 {
                0 => &[],
                1 if cfg!(target_endian = "little") => &[6, 0, 40, 0, 1, 2, 0, 0, 4, 0, 0, 0x81],
                1 => &[0, 6, 0, 40, 1, 2, 0, 0, 0, 4, 0x81, 0],
                _ if cfg!(target_endian = "little") => &[4, 0, 41, 0, 4, 0, 41, 0],
                _ => &[0, 4, 0, 41, 0, 4, 0, 41],
            },
        })
    }
}

impl<'a> Set<'a> {
    fn make(source: &mut Unstructured<'a>, parts: &'a Parts<'a>) -> Result<Self> {
        let [words, nests, items] = parts.counts;
        let (words, nests) = (&parts.words[..words], &parts.nests[..nests]);
        let kind = source.choose(&[None, Some(c"nest"), Some(c"number"), Some(c"else")])?;
        Ok(Self {
            byte: source.arbitrary()?,
            short: source.arbitrary()?,
            word: limited(source)?,
            long: source.arbitrary()?,
            signed_byte: source.arbitrary()?,
            signed_short: source.arbitrary()?,
            signed_word: source.arbitrary()?,
            signed_long: source.arbitrary()?,
            be_short: option(source, |source| Ok(Be(source.arbitrary()?)))?,
            be_word: option(source, |source| Ok(Be(source.arbitrary::<u32>()? & 0x01ff_00ff)))?,
            be_long: option(source, |source| Ok(Be(source.arbitrary()?)))?,
            le_word: option(source, |source| Ok(Le(source.arbitrary()?)))?,
            uint: option(source, |source| Ok(Uint(source.arbitrary()?)))?,
            sint: option(source, |source| Ok(Sint(source.arbitrary()?)))?,
            flag: source.arbitrary()?,
            name: option(source, c_str)?,
            text: source.arbitrary()?,
            bytes: source.arbitrary()?,
            array: source.arbitrary()?,
            mac: option(source, |source| Ok(Mac(source.arbitrary()?)))?,
            wide: source.arbitrary()?,
            ip: option(source, |source| {
                Ok(if source.arbitrary()? {
                    Ipv4Addr::from(source.arbitrary::<[u8; 4]>()?).into()
                } else {
                    Ipv6Addr::from(source.arbitrary::<[u8; 16]>()?).into()
                })
            })?,
            bits: option(source, |source| {
                let [value, selector] = source.arbitrary()?;
                Ok(Bitfield32 { value, selector })
            })?,
            pair: option(source, |source| Ok(some_pair(source.bytes(6)?)))?,
            pairs: option(source, |source| {
                let len = usize::from(source.arbitrary::<u8>()? % 4) * 6;
                Ok(FromBytes::ref_from_bytes(source.bytes(len)?).expect("a multiple of its size"))
            })?,
            layout: option(source, |source| {
                let [second, third] = source.arbitrary()?;
                Ok(Layout { first: source.arbitrary()?, second, third })
            })?,
            closed: option(source, |source| {
                source.choose(&[Closed::First, Closed::Second, Closed::Last]).copied()
            })?,
            open: option(source, |source| {
                let number: u16 = source.arbitrary()?;
                Ok(if number == 0x0800 { Open::Known } else { Open::Other(number) })
            })?,
            nest: option(source, nest)?,
            repeated: Repeated::of(words),
            nests: Repeated::of(nests),
            grown: words.iter().map(|word| Be((word & 0xffff) as u16)).collect(),
            indexed: option(source, |_| Ok(Indexed::of(nests)))?,
            stream: option(source, |_| Ok(Stream::of(&parts.items[..items])))?,
            lazy: option(source, |_| Ok(Lazy::of(&parts.nests[2])))?,
            raw: option(source, |source| {
                let bytes = source.arbitrary()?;
                Ok(Raw::new(bytes, bytes))
            })?,
            isolated: source.arbitrary::<Option<u64>>()?.map(Ok),
            kind: *kind,
            chosen: match kind {
                _ if source.arbitrary()? => None,
                Some(kind) if *kind == c"nest" => Some(Chosen::Nest(nest(source)?)),
                Some(kind) if *kind == c"number" => Some(Chosen::Number(source.arbitrary()?)),
                _ => Some(Chosen::Other(source.arbitrary()?)),
            },
            rest: Unknown::of(parts.unknown),
        })
    }

    /// Whether a rule is broken whose error this is.
    fn breaks(&self, kind: ErrorKind) -> bool {
        match kind {
            ErrorKind::Range => {
                self.word.is_some_and(|word| !(10..=1000).contains(&word))
                    || self.signed_short.is_some_and(|short| short < -3)
            }
            ErrorKind::ReservedBits => self.be_word.is_some_and(|word| word.0 & !0x00ff_00ff != 0),
            ErrorKind::Unterminated | ErrorKind::Length => {
                self.name.is_some_and(|name| name.count_bytes() > 15)
                    || self.bytes.is_some_and(|bytes| bytes.len() > 32)
            }
            ErrorKind::Bitfield => self.bits.is_some_and(|bits| bits.value & !bits.selector != 0),
            _ => false,
        }
    }

    fn breaks_any(&self) -> bool {
        [ErrorKind::Range, ErrorKind::ReservedBits, ErrorKind::Length, ErrorKind::Bitfield]
            .into_iter()
            .any(|kind| self.breaks(kind))
    }
}

fn option<'a, T>(
    source: &mut Unstructured<'a>,
    make: impl FnOnce(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Option<T>> {
    if source.arbitrary()? { make(source).map(Some) } else { Ok(None) }
}

/// Mostly within the rule.
fn limited(source: &mut Unstructured<'_>) -> Result<Option<u32>> {
    option(source, |source| Ok(u32::from(source.arbitrary::<u16>()? % 1024)))
}

fn c_str<'a>(source: &mut Unstructured<'a>) -> Result<&'a CStr> {
    let len = usize::from(source.arbitrary::<u8>()? % 20).min(source.len());
    Ok(CStr::from_bytes_until_nul(source.bytes(len)?).unwrap_or(c"none"))
}

fn nest<'a>(source: &mut Unstructured<'a>) -> Result<Nest<'a>> {
    Ok(Nest {
        number: source.arbitrary()?,
        name: option(source, c_str)?,
        inner: option(source, |source| Ok(Inner { deep: source.arbitrary()? }))?,
    })
}

fn item<'a>(source: &mut Unstructured<'a>) -> Result<Item<'a>> {
    Ok(match source.arbitrary::<u8>()? % 3 {
        0 => Item::Number(source.arbitrary()?),
        1 => Item::Nest(nest(source)?),
        _ => Item::Bytes(source.arbitrary()?),
    })
}

fn some_pair(bytes: &[u8]) -> &Pair {
    FromBytes::ref_from_bytes(bytes).expect("as many bytes as it has")
}

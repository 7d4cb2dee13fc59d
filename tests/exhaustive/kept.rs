//! Random changes of messages whose types keep what they do not know.

use std::thread;

use netlink_core::value::{Nest, Payload};
use netlink_core::{
    Attr, Be, Emit, Indexed, Input, Lazy, Level, Malformed, NlaStr, Parse, ParseSet, Raw, Repeated,
    Stream, Struct, Unknown, Writer, attr::NESTED, attr::NET_BYTEORDER, zerocopy,
};

#[derive(
    Clone, Copy, Debug, PartialEq, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable,
)]
#[zerocopy(crate = "netlink_core::zerocopy")]
#[repr(C)]
struct Header {
    family: u8,
    pad: [u8; 3],
    index: u32,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Data<'a> {
    #[netlink(key = "prio")]
    Prio(Prio<'a>),
    #[netlink(key = "text")]
    Text(NlaStr<'a>),
    #[netlink(key = "nest")]
    Nest(Nest<'a>),
    #[netlink(other)]
    Other(Payload<'a>),
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Prio<'a> {
    #[netlink(header)]
    header: Struct<'a, Header>,
    #[nla(2)]
    port: Option<Be<u16>>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Address<'a> {
    #[netlink(key = 2)]
    Inet([u8; 4]),
    #[netlink(key = 28)]
    Mpls(u32),
    #[netlink(other)]
    Other(Payload<'a>),
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Kept<'a> {
    #[netlink(header)]
    header: Struct<'a, Header>,
    #[netlink(version)]
    version: u8,
    #[nla(1)]
    kind: Option<NlaStr<'a>>,
    #[nla(2, select = kind)]
    data: Option<Data<'a>>,
    #[nla(3)]
    stats: Option<Struct<'a, [u16; 9]>>,
    #[nla(4)]
    names: Vec<NlaStr<'a>>,
    #[nla(5)]
    elements: Option<Indexed<'a, NlaStr<'a>>>,
    #[nla(6)]
    nest: Option<Nest<'a>>,
    #[nla(7)]
    payloads: Repeated<'a, Payload<'a>>,
    #[nla(8, select = header.family)]
    address: Option<Address<'a>>,
    #[nla(9, select = kind)]
    datas: Repeated<'a, Data<'a>>,
    #[nla(10)]
    raw: Option<Raw<'a, Prio<'a>>>,
    #[nla(11)]
    malformed: Option<Result<u32, Malformed<'a>>>,
    #[nla(12)]
    inner: Option<Box<Kept<'a>>>,
    #[nla(13, select = kind)]
    lazy: Option<Lazy<'a, Data<'a>>>,
    #[netlink(unknown)]
    unknown: Unknown<'a>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<'a> {
    #[nla(1)]
    Kind(NlaStr<'a>),
    #[nla(2, select = Kind)]
    Data(Data<'a>),
    #[nla(3)]
    Stats(Struct<'a, [u16; 9]>),
    #[nla(6)]
    Nest(Nest<'a>),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

fn attr(raw_type: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let put = |writer: &mut Writer<'_>| writer.bytes(payload);
    Writer::growing(&mut bytes).attr(raw_type, put).unwrap();
    bytes
}

/// Messages in which everything occurs.
fn samples() -> Vec<Vec<u8>> {
    let mut samples = vec![vec![], vec![2], vec![17, 0, 0, 0], vec![1; 8]];
    for (kind, flags) in [
        (&b"prio"[..], 0),
        (b"text\0", NESTED),
        (b"nest\0rest", NESTED),
        (b"\xff", NET_BYTEORDER),
        (b"", NESTED | NET_BYTEORDER),
    ] {
        let inner = [attr(1, b"abc"), attr(2 | NESTED, &attr(1, b"x"))].concat();
        let prio = [&[7; 8][..], &attr(2, &[0, 80])].concat();
        let stats = [3; 22];
        let attrs = [
            attr(1, kind),
            attr(2 | flags, &prio),
            attr(3, &stats[..16 + kind.len() % 7]),
            attr(4, b"eth0"),
            attr(4, b"eth1\0"),
            attr(5 | NESTED, &[attr(1, b"a"), attr(9, b"b\0")].concat()),
            attr(6 | flags, &inner),
            attr(7 | flags, &inner),
            attr(8 | flags, &[1, 2, 3, 4]),
            attr(9 | flags, &inner),
            attr(10, &prio),
            attr(11 | flags, &[1, 2, 3]),
            attr(13 | flags, &prio),
            attr(99 | flags, &inner),
        ]
        .concat();
        for family in [2, 28, 45] {
            let message = [&[family, 0, 0, 0, 9, 0, 0, 0][..], &attrs].concat();
            let nested = attr(12, &message);
            samples.push([&message[..], &nested].concat());
            samples.push(message);
        }
    }
    samples
}

/// What was emitted is parsed, and emitted as the same bytes.
macro_rules! again {
    ($ty:ty, $emitted:expr, $bytes:expr) => {
        let read = <$ty>::parse(Input::new($emitted));
        let read = read.unwrap_or_else(|error| panic!("{error}: {:02x?}", $bytes));
        let mut twice = Vec::new();
        Writer::growing(&mut twice).emit(&read).unwrap();
        assert_eq!(twice, *$emitted, "{:02x?}", $bytes);
    };
}

/// Parses, and if that is possible, emits what is the same when it is parsed again.
fn check(bytes: &[u8]) {
    let policy = Kept::PARSE_POLICY;
    for level in [Level::LIBERAL, Level::DEPRECATED_STRICT, Level::STRICT] {
        let input = Input::new(bytes).with_level(level);
        let _ = (policy.validate(input), Kept::parse(input));
    }
    let shown = policy.display(Input::new(bytes)).to_string();
    let Ok(value) = Kept::parse(Input::new(bytes)) else { return };
    assert!(!shown.is_empty());
    let mut emitted = Vec::new();
    Writer::growing(&mut emitted).emit(&value).unwrap();
    assert_eq!(emitted.len(), value.payload_len(), "{value:?}");
    let mut room = vec![0xa5; emitted.len()];
    Writer::new(&mut room).emit(&value).unwrap();
    assert_eq!(room, emitted);
    again!(Kept<'_>, &emitted, bytes);
}

fn mutate(random: &mut fastrand::Rng, sample: &mut Vec<u8>) {
    for _ in 0..=random.usize(..4) {
        let at = random.usize(..=sample.len());
        match random.u8(..6) {
            0 => sample.truncate(at),
            1 => sample.insert(at, random.u8(..)),
            2 if at < sample.len() => sample[at] = random.u8(..),
            3 if at < sample.len() => sample[at] ^= 1 << random.u8(..8),
            4 if at < sample.len() => sample[at] = random.u8(..24),
            _ => {
                let from = at.min(sample.len());
                let piece = sample[from..sample.len().min(from + random.usize(..40))].to_vec();
                let to = random.usize(..=sample.len());
                sample.splice(to..to, piece);
            }
        }
    }
    sample.truncate(2000);
}

#[test]
fn random_changes_of_what_is_kept() {
    // As many as take some seconds without optimisation; more by the variable.
    let count = std::env::var("NETLINK_TESTS_CHANGES").ok().and_then(|count| count.parse().ok());
    let count: u64 = count.unwrap_or(20_000);
    let samples = samples();
    samples.iter().for_each(|sample| check(sample));
    thread::scope(|scope| {
        for seed in 0..2 {
            let samples = &samples;
            scope.spawn(move || {
                let mut random = fastrand::Rng::with_seed(seed);
                for _ in 0..count / 2 {
                    let mut sample = samples[random.usize(..samples.len())].clone();
                    mutate(&mut random, &mut sample);
                    check(&sample);
                    check_stream(sample.get(8..).unwrap_or_default());
                }
            });
        }
    });
}

fn check_stream(bytes: &[u8]) {
    let Ok(stream) = Stream::<Item<'_>>::parse(Input::new(bytes)) else { return };
    let items: Vec<_> = stream.iter().map_while(Result::ok).collect();
    let mut emitted = Vec::new();
    if Writer::growing(&mut emitted).emit(&Stream::of(&items)).is_ok() {
        again!(Stream<'_, Item<'_>>, &emitted, bytes);
    }
    emitted.clear();
    Writer::growing(&mut emitted).emit(&stream).unwrap();
    again!(Stream<'_, Item<'_>>, &emitted, bytes);
}

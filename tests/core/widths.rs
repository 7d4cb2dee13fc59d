//! Integers that are wider or narrower than declared.

use netlink_core::{Be, ErrorKind, Input, Le, Level, Parse};
use netlink_tests::bytes::attr;

#[derive(Debug, Parse)]
struct Set<T> {
    #[nla(1)]
    required: T,
    #[nla(2)]
    optional: Option<T>,
    #[nla(3)]
    all: Vec<One<T>>,
}

/// A list of bytes themselves is rejected, because it would be one attribute for each byte.
#[derive(Debug, Parse)]
struct One<T>(T);

/// Numbers at and around the ends of every width.
fn numbers() -> Vec<i128> {
    let ends = [7, 8, 15, 16, 31, 32, 63, 64].map(|bits| 1_i128 << bits);
    let around = ends.into_iter().flat_map(|end| [end - 1, end, -end, -end - 1]);
    around.chain([0, 1, -1, 300, -300, 0x0102_0304]).collect()
}

/// The lowest bytes of a number, the lowest first; `None` if it is not that number any more.
fn bytes_of(number: i128, len: usize, signed: bool) -> Option<Vec<u8>> {
    let bits = 8 * u32::try_from(len).unwrap();
    let (lowest, highest) = match signed {
        true => (-(1_i128 << (bits - 1)), (1 << (bits - 1)) - 1),
        false => (0, (1 << bits) - 1),
    };
    (lowest <= number && number <= highest).then(|| number.to_le_bytes()[..len].to_vec())
}

macro_rules! widths {
    ($($ty:ty, $int:ty, $order:ident, |$value:ident| $number:expr;)*) => {$(
        let name = stringify!($ty);
        let signed = <$int>::MIN != 0;
        let number = |$value: $ty| -> i128 { i128::from($number) };
        for expected in numbers() {
            for len in [1, 2, 4, 8] {
                let Some(mut bytes) = bytes_of(expected, len, signed) else { continue };
                if $order == Order::Big || $order == Order::Host && cfg!(target_endian = "big") {
                    bytes.reverse();
                }
                let fits = <$int>::try_from(expected).is_ok();
                let alone = <$ty>::parse(Input::new(&bytes));
                assert_eq!(alone.is_ok(), fits, "{name}: {expected} in {len} bytes: {alone:?}");
                match alone {
                    Ok(value) => assert_eq!(number(value), expected, "{name} in {len} bytes"),
                    Err(error) => assert_eq!((error.kind(), error.found()), (ErrorKind::Width, i128::try_from(len).unwrap())),
                }
                let set = [1, 2, 3, 3].map(|ty| attr(ty, &bytes)).concat();
                match Set::<$ty>::parse(Input::new(&set)) {
                    Ok(set) => {
                        assert_eq!(number(set.required), expected, "{name}");
                        assert_eq!(set.optional.map(number), Some(expected), "{name}");
                        assert!(set.all.into_iter().map(|it| number(it.0)).eq([expected, expected]), "{name}");
                    }
                    Err(error) => {
                        assert!(!fits, "{name}: {error}");
                        assert_eq!((error.kind(), error.offset()), (ErrorKind::Width, 0));
                        let text = error.to_string();
                        let size = size_of::<$int>();
                        let widths = format!("of {size} bytes, found {len} bytes");
                        assert!(text.contains(&widths), "{text}");
                    }
                }
                let strict = Set::<$ty>::parse(Input::new(&set).with_level(Level::STRICT));
                match strict {
                    Ok(_) => assert_eq!(len, size_of::<$int>(), "{name}"),
                    Err(error) => assert_eq!(error.kind(), ErrorKind::ExactLength, "{name}"),
                }
            }
        }
        for len in [0, 3, 5, 6, 7, 9, 12, 16] {
            let error = <$ty>::parse(Input::new(&vec![0; len])).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Length, "{name} in {len} bytes");
        }
    )*};
}

#[derive(PartialEq)]
enum Order {
    Host,
    Big,
    Little,
}

#[test]
fn integers_of_another_width_are_read_at_their_own_if_they_fit() {
    widths! {
        u8, u8, HOST, |it| it;
        u16, u16, HOST, |it| it;
        u32, u32, HOST, |it| it;
        u64, u64, HOST, |it| it;
        i8, i8, HOST, |it| it;
        i16, i16, HOST, |it| it;
        i32, i32, HOST, |it| it;
        i64, i64, HOST, |it| it;
        Be<u16>, u16, BIG, |it| it.0;
        Be<u32>, u32, BIG, |it| it.0;
        Be<u64>, u64, BIG, |it| it.0;
        Be<i16>, i16, BIG, |it| it.0;
        Be<i32>, i32, BIG, |it| it.0;
        Be<i64>, i64, BIG, |it| it.0;
        Le<u16>, u16, LITTLE, |it| it.0;
        Le<u32>, u32, LITTLE, |it| it.0;
        Le<u64>, u64, LITTLE, |it| it.0;
        Le<i16>, i16, LITTLE, |it| it.0;
        Le<i32>, i32, LITTLE, |it| it.0;
        Le<i64>, i64, LITTLE, |it| it.0;
    }
}

const HOST: Order = Order::Host;
const BIG: Order = Order::Big;
const LITTLE: Order = Order::Little;

#[derive(Debug, Parse)]
struct Ruled {
    #[nla(1, range = 10..=300)]
    host: Option<u16>,
    #[nla(2, range = -5..=300)]
    big: Option<Be<i32>>,
    #[nla(3, mask = 0x0f)]
    mask: Option<u32>,
    #[nla(4, range = 10..)]
    wide: Option<u64>,
}

#[test]
fn rules_apply_to_the_number_and_not_to_some_of_its_bytes() {
    let parse = |ty, bytes: &[u8]| {
        Ruled::parse(Input::new(&attr(ty, bytes))).map(drop).map_err(|error| error.kind())
    };
    assert_eq!(parse(1, &[9]), Err(ErrorKind::Range));
    assert_eq!(parse(1, &[10]), Ok(()));
    assert_eq!(parse(1, &300_u64.to_ne_bytes()), Ok(()));
    assert_eq!(parse(1, &301_u32.to_ne_bytes()), Err(ErrorKind::Range));
    assert_eq!(parse(1, &(0x1_0000_u32 + 20).to_ne_bytes()), Err(ErrorKind::Width));
    assert_eq!(parse(2, &(-5_i8).to_be_bytes()), Ok(()));
    assert_eq!(parse(2, &(-6_i64).to_be_bytes()), Err(ErrorKind::Range));
    assert_eq!(parse(2, &300_i16.to_be_bytes()), Ok(()));
    assert_eq!(parse(2, &301_i64.to_be_bytes()), Err(ErrorKind::Range));
    assert_eq!(parse(3, &[0x0f]), Ok(()));
    assert_eq!(parse(3, &[0x10]), Err(ErrorKind::ReservedBits));
    assert_eq!(parse(3, &0x0f_u64.to_ne_bytes()), Ok(()));
    assert_eq!(parse(3, &0x100_u64.to_ne_bytes()), Err(ErrorKind::ReservedBits));
    assert_eq!(parse(4, &[9]), Err(ErrorKind::Range));
    assert_eq!(parse(4, &10_u16.to_ne_bytes()), Ok(()));
}

#[derive(Clone, Copy, Debug, PartialEq, Parse)]
#[repr(u8)]
enum Closed {
    One = 1,
    Two,
}

#[derive(Clone, Copy, Debug, PartialEq, Parse)]
#[repr(u16)]
#[netlink(wire = Be<u16>)]
enum Open {
    One = 1,
    #[netlink(other)]
    Other(u16),
}

#[test]
fn values_of_enums_are_read_at_their_width_too() {
    assert_eq!(Closed::parse(Input::new(&2_u32.to_ne_bytes())), Ok(Closed::Two));
    let error = Closed::parse(Input::new(&0x0102_u16.to_ne_bytes())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Width);
    let error = Closed::parse(Input::new(&3_u16.to_ne_bytes())).unwrap_err();
    assert_eq!((error.kind(), error.found()), (ErrorKind::Value, 3));
    assert_eq!(Open::parse(Input::new(&[1])), Ok(Open::One));
    assert_eq!(Open::parse(Input::new(&[0, 0, 0, 9])), Ok(Open::Other(9)));
    let error = Open::parse(Input::new(&[0, 1, 0, 0])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Width);
}

//! Payloads with a format of their own: their parts are parsed as if they were separate.

use netlink_core::{
    AttrPolicy, ErrorKind, Input, Level, Parse, ParseError, ParseWith, Step, policy::Kind,
};
use netlink_tests::bytes::attr;

#[derive(Debug, Parse, PartialEq)]
struct Half {
    #[nla(1)]
    value: u32,
}

/// Two sets behind one another, the first of one attribute.
struct Halves;

impl<'a> ParseWith<'a, (Half, Half)> for Halves {
    const PARSE_ATTR: AttrPolicy =
        AttrPolicy::new(Kind::Binary).holding(|| const { &<Half as Parse<'_>>::PARSE_ATTR });

    fn decode(input: Input<'a>) -> Result<(Half, Half), ParseError> {
        let (first, second) = input.split(8)?;
        let half =
            |number, input| Half::parse(input).map_err(|error| error.in_step(Step::Index(number)));
        Ok((half(0, first)?, half(1, second)?))
    }
}

#[derive(Debug, Parse)]
struct Whole {
    #[nla(7, with = Halves)]
    halves: (Half, Half),
}

#[test]
fn parts_of_a_payload_have_the_offsets_that_they_have_in_the_message() {
    let (first, second) = Input::new(&[1, 2, 3, 4, 5]).at(20).split(2).unwrap();
    assert_eq!((first.bytes(), first.offset()), (&[1, 2][..], 20));
    assert_eq!((second.bytes(), second.offset()), (&[3, 4, 5][..], 22));
    let error = second.split(4).unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.found()), (ErrorKind::Length, 22, 3));
}

#[test]
fn parts_of_a_payload_are_validated_although_the_set_around_them_has_been() {
    let good = [attr(1, &[1; 4]), attr(1, &[2; 4])].concat();
    let long = [attr(1, &[1; 4]), attr(1, &0x0202_0202_u64.to_ne_bytes())].concat();
    let parse = |halves: &[u8], level| {
        Whole::parse(Input::new(&attr(7, halves)).with_level(level)).map(|whole| whole.halves)
    };
    let read = (Half { value: 0x0101_0101 }, Half { value: 0x0202_0202 });
    assert_eq!(parse(&good, Level::STRICT).as_ref(), Ok(&read));
    assert_eq!(parse(&long, Level::LIBERAL).as_ref(), Ok(&read));
    let error = parse(&long, Level::STRICT).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::ExactLength, 12));
    assert!(error.to_string().starts_with("Whole.halves[1].value"), "{error}");
}

//! Text: with the NUL that the kernel asks for, and without.

use core::ffi::CStr;

use netlink_core::{Emit, Errno, ErrorKind, Level, Parse, Raw};
use netlink_tests::bytes::attr;

use crate::wire::{read, refusal, refused_always, refused_to_emit, round_trip, written};

const NAME_LEN: usize = 16;

#[derive(Debug, PartialEq, Parse, Emit)]
struct Named<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = ..=NAME_LEN - 1)]
    name: &'a CStr,
}

fn set(payload: &[u8]) -> Vec<u8> {
    [attr(1, &[7]), attr(2, payload)].concat()
}

#[test]
pub fn string_ends_with_a_nul_that_must_be_there() {
    for name in [c"", c"eth0", c"no\xffutf8", c"fifteen-letters"] {
        assert_eq!(round_trip::<Named<'_>>(&set(name.to_bytes_with_nul())).name, name);
    }
    for payload in [&b""[..], b"eth0", b"sixteen-letters!"] {
        assert_eq!(
            refused_always::<Named<'_>>(&set(payload)),
            refusal(ErrorKind::Unterminated, Errno::EINVAL, 8, "Named.name"),
        );
    }
}

#[test]
pub fn largest_length_of_a_string_does_not_count_its_nul() {
    // Kernels look for the NUL no further than where the longest string has it.
    assert_eq!(
        refused_always::<Named<'_>>(&set(b"sixteen-letters!\0")),
        refusal(ErrorKind::Unterminated, Errno::EINVAL, 8, "Named.name"),
    );
    let long = Named { before: 7, name: c"sixteen-letters!" };
    assert_eq!(
        refused_to_emit(&long),
        refusal(ErrorKind::Unterminated, Errno::EINVAL, 8, "Named.name"),
    );
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Team<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = ..=4)]
    option: &'a str,
}

#[test]
pub fn string_that_may_be_unterminated_is_read_either_way_and_written_with_its_nul() {
    assert_eq!(round_trip::<Team<'_>>(&set(b"mode\0")).option, "mode");
    let unterminated = set(b"mode");
    let value: Team<'_> = read(Level::STRICT, &unterminated);
    assert_eq!(value.option, "mode");
    assert_eq!(written(&value), set(b"mode\0"));

    let too_long = refusal(ErrorKind::Length, Errno::ERANGE, 8, "Team.option");
    assert_eq!(refused_always::<Team<'_>>(&set(b"modes")), too_long);
    assert_eq!(refused_to_emit(&Team { before: 7, option: "modes" }), too_long);
    assert_eq!(refused_always::<Team<'_>>(&set(b"")), too_long, "no byte is no string");
    assert_eq!(
        refused_always::<Team<'_>>(&set(b"\xff\0")),
        refusal(ErrorKind::Utf8, Errno::EINVAL, 8, "Team.option"),
    );
}

#[derive(Debug, Parse, Emit)]
struct AsItCame<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = ..=4)]
    option: Raw<'a, &'a str>,
}

#[test]
pub fn missing_nul_survives_where_the_bytes_are_kept() {
    assert_eq!(round_trip::<AsItCame<'_>>(&set(b"mode")).option.value, "mode");
    assert_eq!(round_trip::<AsItCame<'_>>(&set(b"mode\0")).option.value, "mode");
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Exact<'a> {
    #[nla(1)]
    before: u8,
    /// The kernel counts all bytes where it asks for an exact length, and looks for no NUL.
    #[nla(2, len = 4)]
    code: &'a [u8],
}

#[test]
pub fn exact_length_of_a_string_is_that_of_its_bytes() {
    for code in [b"abcd", b"abc\0"] {
        assert_eq!(round_trip::<Exact<'_>>(&set(code)).code, code);
    }
    for code in [&b"abc"[..], b"abcde", b""] {
        let expected = refusal(ErrorKind::LengthRule, Errno::ERANGE, 8, "Exact.code");
        assert_eq!(refused_always::<Exact<'_>>(&set(code)), expected);
        assert_eq!(refused_to_emit(&Exact { before: 7, code }), expected);
    }
}

//! Attributes that hold nothing, and attributes that are not there: `flag`, `pad` and `unused`.

use netlink_core::{Emit, Errno, ErrorKind, Level, Parse, Reject, Unknown};
use netlink_tests::bytes::attr;

use crate::wire::{read, refusal, refused, refused_always, round_trip, written};

#[derive(Debug, PartialEq, Parse, Emit)]
struct Changed {
    #[nla(1)]
    before: u8,
    #[nla(2)]
    changed: bool,
}

#[test]
pub fn flag_is_true_where_it_is_there() {
    let bytes = [attr(1, &[7]), attr(2, &[])].concat();
    assert_eq!(round_trip::<Changed>(&bytes), Changed { before: 7, changed: true });
    assert_eq!(round_trip::<Changed>(&attr(1, &[7])), Changed { before: 7, changed: false });
    assert_eq!(
        refused_always::<Changed>(&[attr(1, &[7]), attr(2, &[1])].concat()),
        refusal(ErrorKind::Length, Errno::ERANGE, 8, "Changed.changed"),
    );
}

/// Attribute 2 is padding in front of attribute 3: what keeps the unknown keeps it.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Stats<'a> {
    #[nla(1)]
    group: u32,
    #[nla(3)]
    hits: u64,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

fn stats(before_hits: &[u8], behind_hits: &[u8]) -> Vec<u8> {
    let (group, hits) = (1_u32.to_ne_bytes(), 2_u64.to_ne_bytes());
    [&attr(1, &group)[..], before_hits, &attr(3, &hits), behind_hits].concat()
}

#[test]
pub fn padding_is_not_a_field_and_kept_with_the_unknown() {
    let pad = attr(2, &[]);
    assert_eq!(round_trip::<Stats<'_>>(&stats(&[], &pad)).rest.iter().count(), 1);
    let bytes = stats(&pad, &[]);
    let read: Stats<'_> = read(Level::LIBERAL, &bytes);
    assert_eq!(written(&read), stats(&[], &pad), "behind the named ones");
}

/// As [`Stats`], for those who skip the unknown.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Lean {
    #[nla(1)]
    group: u32,
    #[nla(3)]
    hits: u64,
}

#[test]
pub fn padding_is_skipped_liberally_and_a_hole_strictly() {
    let pad = attr(2, &[]);
    let bytes = stats(&pad, &[]);
    let value: Lean = read(Level::LIBERAL, &bytes);
    assert_eq!(written(&value), stats(&[], &[]));
    assert_eq!(
        refused::<Lean>(Level::STRICT, &bytes),
        refusal(ErrorKind::Unsupported, Errno::EINVAL, 8, "Lean.2"),
    );
}

/// Attribute 2 was used once.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Retired {
    #[nla(1)]
    before: u8,
    #[nla(2)]
    retired: Reject,
    #[nla(3)]
    now: Option<u8>,
}

#[test]
pub fn unused_type_is_a_hole_or_refused_by_name() {
    assert_eq!(round_trip::<Retired>(&[attr(1, &[7]), attr(3, &[1])].concat()).now, Some(1));
    assert_eq!(
        refused_always::<Retired>(&[attr(1, &[7]), attr(2, &[1])].concat()),
        refusal(ErrorKind::Rejected, Errno::EINVAL, 8, "Retired.retired"),
    );
    assert_eq!(
        refused::<Lean>(Level::STRICT, &stats(&attr(2, &[1; 5]), &[])),
        refusal(ErrorKind::Unsupported, Errno::EINVAL, 8, "Lean.2"),
    );
}

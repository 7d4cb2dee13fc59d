//! Flags, levels and error numbers: arithmetic on them, and how they are shown.

use netlink_core::{Errno, Level, MessageFlags};

const A: MessageFlags = MessageFlags(0b0011);
const B: MessageFlags = MessageFlags(0b0110);

#[test]
fn flags_are_put_together_and_taken_apart() {
    assert_eq!(A.with(B), MessageFlags(0b0111));
    assert_eq!(A | B, MessageFlags(0b0111));
    assert_eq!(A & B, MessageFlags(0b0010));
    assert_eq!(A.without(B), MessageFlags(0b0001));
    let mut both = A;
    both |= B;
    assert_eq!(both, MessageFlags(0b0111));
    assert!(both.contains(A) && both.contains(B));
    assert!(!A.contains(B) && A.contains(MessageFlags::NONE));
}

#[test]
fn flags_are_shown_by_name_and_the_rest_as_a_number() {
    let shown = |bits| format!("{:?}", MessageFlags(bits));
    for (bits, expected) in [
        (0, "0x0"),
        (0x1, "REQUEST"),
        (0x5, "REQUEST|ACK"),
        (0x3f, "REQUEST|MULTI|ACK|ECHO|DUMP_INTR|DUMP_FILTERED"),
        (0x300, "0x300"),
        (0x301, "REQUEST|0x300"),
    ] {
        assert_eq!(shown(bits), expected);
    }
}

#[test]
fn levels_are_put_together() {
    let both = Level::TRAILING.with(Level::NESTED);
    assert!(both.contains(Level::TRAILING) && both.contains(Level::NESTED));
    assert!(!both.contains(Level::MAXTYPE) && !both.contains(Level::STRICT));
    assert_eq!(both.with(Level::TRAILING), both);
}

#[test]
fn error_numbers_are_shown_with_name_and_text() {
    assert_eq!(Errno::EINVAL.to_string(), "EINVAL (invalid argument)");
    assert_eq!(Errno(4000).to_string(), "errno 4000");
}

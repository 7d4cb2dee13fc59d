//! One line for a message: names of flags, and how requests ended.

use netlink_core::protocol::{GENERIC, ROUTE, SOCK_DIAG};
use netlink_core::{MessageFlags, MessageHeader, RawMessage, display::Operation};
use netlink_tests::bytes::{attr, attr_u32, message};
use netlink_tests::known;

fn line(bytes: &[u8], protocol: Option<i32>) -> String {
    let known = match protocol {
        // Of generic netlink, a command alone does not say which family it is of.
        Some(GENERIC) => known::of([&netlink_families::ethtool::FAMILY]),
        protocol => known::messages(protocol.unwrap_or(ROUTE)),
    };
    let (message, _) = RawMessage::split(bytes).unwrap();
    let display = message.display_as(&known);
    protocol.map_or(display, |protocol| display.protocol(protocol)).to_string()
}

#[test]
fn flags_mean_what_the_message_makes_of_them() {
    let flags = |ty, protocol, flags| {
        let header = MessageHeader::new(ty, MessageFlags(flags));
        let operation = Operation::of(&header, protocol);
        MessageFlags(flags).display(operation).to_string()
    };
    for protocol in [None, Some(ROUTE)] {
        assert_eq!(flags(16, protocol, 0xf05), "REQUEST|ACK|REPLACE|EXCL|CREATE|APPEND");
        assert_eq!(flags(17, protocol, 0x305 & !1), "ACK|NONREC|BULK");
        assert_eq!(flags(18, protocol, 0x301), "REQUEST|DUMP");
        assert_eq!(flags(18, protocol, 0x701), "REQUEST|DUMP|ATOMIC");
        assert_eq!(flags(18, protocol, 0x101), "REQUEST|ROOT");
        assert_eq!(flags(18, protocol, 0x201), "REQUEST|MATCH");
        assert_eq!(flags(19, protocol, 0x101), "REQUEST|REPLACE");
        assert_eq!(flags(2, protocol, 0x300), "CAPPED|ACK_TLVS");
        assert_eq!(flags(3, protocol, 0x202), "MULTI|ACK_TLVS");
        assert_eq!(flags(1, protocol, 0x300), "0x300");
        assert_eq!(flags(16, protocol, 0), "0");
        assert_eq!(
            flags(16, protocol, 0xf0bf),
            "REQUEST|MULTI|ACK|ECHO|DUMP_INTR|DUMP_FILTERED|0xf080"
        );
    }
    // The number of RTM_NEWADDR, which makes things.
    assert_eq!(flags(20, Some(SOCK_DIAG), 0x101), "REQUEST|ROOT");
    assert_eq!(flags(20, Some(GENERIC), 0x301), "REQUEST|DUMP");
    // A dump is one even where the protocol is not known.
    assert_eq!(flags(20, None, 0x301), "REQUEST|DUMP");
    assert_eq!(flags(20, Some(ROUTE), 0x301), "REQUEST|REPLACE|EXCL");
    // nftables: tables, then the others in threes.
    for protocol in [None, Some(12)] {
        for (number, name) in [
            (0, "CREATE"),
            (18, "CREATE"),
            (22, "CREATE"),
            (1, "ATOMIC"),
            (7, "ATOMIC"),
            (23, "ATOMIC"),
        ] {
            assert_eq!(flags(0x0a00 | number, protocol, 0x400), name, "{number}");
        }
        for number in [2, 8, 20, 24, 26] {
            assert_eq!(flags(0x0a00 | number, protocol, 0x100), "NONREC", "{number}");
        }
    }
    assert_eq!(flags(0x12, Some(6), 0x100), "ROOT");
    assert_eq!(flags(0x13, Some(6), 0x100), "REPLACE");
    assert_eq!(flags(0x14, Some(6), 0x100), "NONREC");
    assert_eq!(flags(1000, Some(9), 0x100), "0x100");
}

#[test]
fn header_is_shown_with_the_names_that_are_known() {
    let body = [0; 16];
    assert_eq!(line(&message(16, 2, &body), None), "Link type=16 len=32 flags=MULTI seq=7 port=9");
    assert_eq!(line(&message(190, 2, &[]), None), "type=190 len=16 flags=MULTI seq=7 port=9");
    assert_eq!(
        line(&message(16, 0x301, &[250, 2, 0, 0]), Some(GENERIC)),
        "type=16 cmd=250 version=2 len=20 flags=REQUEST|DUMP seq=7 port=9"
    );
    assert_eq!(
        line(&message(20, 0, &[18, 1, 0, 0]), Some(GENERIC)),
        "Channels type=20 family=ethtool cmd=18 version=1 len=20 flags=0 seq=7 port=9"
    );
    assert_eq!(line(&message(1, 0, &[]), None), "NOOP type=1 len=16 flags=0 seq=7 port=9");
    assert_eq!(line(&message(4, 0, &[]), None), "OVERRUN type=4 len=16 flags=0 seq=7 port=9");
}

#[test]
fn an_unknown_command_is_still_one_of_its_family() {
    let bytes = message(20, 0x101, &[77, 1, 0, 0]);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    assert_eq!(
        message.display_as(&[]).family("own").to_string(),
        "type=20 family=own cmd=77 version=1 len=20 flags=REQUEST|REPLACE seq=7 port=9"
    );
}

#[test]
fn acknowledgement_is_shown_with_its_request() {
    let request = message(18, 0x305, &[0; 16]);
    let success = [&0_i32.to_ne_bytes(), &request[..16]].concat();
    assert_eq!(
        line(&message(2, 0x100, &success), None),
        "ERROR type=2 len=36 flags=CAPPED seq=7 port=9: success, in reply to GetLink type=18 len=32 \
         flags=REQUEST|ACK|DUMP seq=7 port=9"
    );
    let refused = [
        &(-34_i32).to_ne_bytes(),
        &request[..],
        &attr(1, b"integer out of range\0"),
        &attr_u32(2, 36),
    ]
    .concat();
    assert_eq!(
        line(&message(2, 0x200, &refused), None),
        "ERROR type=2 len=88 flags=ACK_TLVS seq=7 port=9: ERANGE (out of range): integer out of range, at \
         offset 36, in reply to GetLink type=18 len=32 flags=REQUEST|ACK|DUMP seq=7 port=9"
    );
    let lacking =
        [&(-22_i32).to_ne_bytes(), &request[..], &attr_u32(5, 3), &attr_u32(6, 40)].concat();
    let lacking = line(&message(2, 0x200, &lacking), None);
    assert!(
        lacking.contains(
            ": EINVAL (invalid argument), attribute 3 is missing in the one at offset 40,"
        ),
        "{lacking}"
    );
}

#[test]
fn end_of_a_dump_says_whether_it_failed() {
    let done = |code: i32| message(3, 2, &code.to_ne_bytes());
    assert_eq!(line(&done(0), None), "DONE type=3 len=20 flags=MULTI seq=7 port=9");
    assert_eq!(line(&done(7), None), "DONE type=3 len=20 flags=MULTI seq=7 port=9: 7");
    assert_eq!(
        line(&done(-4), None),
        "DONE type=3 len=20 flags=MULTI seq=7 port=9: EINTR (interrupted)"
    );
    assert_eq!(line(&message(3, 0, &[]), None), "DONE type=3 len=16 flags=0 seq=7 port=9");
    assert_eq!(line(&message(2, 0, &[1]), None), "ERROR type=2 len=17 flags=0 seq=7 port=9");
}

#[test]
fn flags_of_commands_are_those_of_requests_that_create_and_of_dumps() {
    let flags = |flags| {
        let header = MessageHeader::new(21, MessageFlags(flags));
        MessageFlags(flags).display(Operation::of(&header, Some(GENERIC))).to_string()
    };
    assert_eq!(flags(0x405), "REQUEST|ACK|CREATE");
    assert_eq!(flags(0x301), "REQUEST|DUMP");
    assert_eq!(flags(0xe01), "REQUEST|EXCL|CREATE|APPEND");
}

#[test]
fn every_error_number_of_linux_has_a_name() {
    use netlink_core::Errno;

    // 41 and 58 are other names of 11 and 35, and are not used.
    let without: Vec<_> = (1..=133).filter(|&number| Errno(number).name().is_none()).collect();
    assert_eq!(without, [41, 58]);
    assert_eq!(Errno(122).to_string(), "EDQUOT (quota exceeded)");
    assert_eq!(Errno(524).to_string(), "ENOTSUPP (operation not supported by the kernel)");
}

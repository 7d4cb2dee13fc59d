//! KERNEL: how `NLMSG_ERROR` and `NLMSG_DONE` are laid out, and where their attributes start.

use netlink_core::{Ack, Errno, ErrorKind, MessageFlags, RawMessage, attr::NESTED, header};
use netlink_tests::bytes::{attr, message};

const CAPPED: u16 = MessageFlags::CAPPED.0;
const TLVS: u16 = MessageFlags::ACK_TLVS.0;
const EINVAL: i32 = -22;

fn parse(bytes: &[u8]) -> Ack<'_> {
    Ack::parse(&RawMessage::split(bytes).unwrap().0).unwrap()
}

fn error(flags: u16, number: i32, request: &[u8], tlvs: &[u8]) -> Vec<u8> {
    let body = [&number.to_ne_bytes(), request, tlvs].concat();
    message(header::ERROR, flags, &body)
}

fn tlvs() -> Vec<u8> {
    [
        attr(1, b"no\0"),
        attr(2, &20_u32.to_ne_bytes()),
        attr(3, &[1, 2, 3, 4, 5, 6, 7, 8]),
        attr(4 | NESTED, &attr(1, &5_u32.to_ne_bytes())),
        attr(5, &3_u32.to_ne_bytes()),
        attr(6, &36_u32.to_ne_bytes()),
    ]
    .concat()
}

#[test]
fn error_without_attributes_has_number_and_request() {
    let request = message(16, 5, &[1; 8]);
    let bytes = error(0, EINVAL, &request, &[]);
    let ack = parse(&bytes);
    assert_eq!(ack.errno(), Some(Errno::EINVAL));
    assert_eq!(ack.request().unwrap().ty, 16);
    assert_eq!(ack.echo(), request);
    assert_eq!(ack.extended().message, None);
}

#[test]
fn what_is_printed_of_an_acknowledgement_is_what_it_says() {
    let bytes = error(TLVS, EINVAL, &message(16, 5, &[]), &attr(1, b"no\0"));
    let printed = format!("{:?}", parse(&bytes));
    for part in ["error: -22", "request: Some(", "message: Some(\"no\")"] {
        assert!(printed.contains(part), "{printed}");
    }
}

#[test]
fn all_attributes_of_an_error_are_read() {
    let bytes = error(TLVS, EINVAL, &message(16, 5, &[1; 8]), &tlvs());
    let ack = parse(&bytes);
    let extended = ack.extended();
    assert_eq!(extended.message, Some(c"no"));
    assert_eq!(extended.offset, Some(20));
    assert_eq!(extended.cookie, Some(&[1, 2, 3, 4, 5, 6, 7, 8][..]));
    assert_eq!(extended.policy.unwrap().len(), 8);
    assert_eq!(extended.missing_type, Some(3));
    assert_eq!(extended.missing_nest, Some(36));
}

#[test]
fn attributes_start_aligned_behind_a_request_of_any_length() {
    for len in 0..9 {
        let mut request = message(16, 5, &vec![0xff; len]);
        request.resize(request.len().next_multiple_of(4), 0);
        let bytes = error(TLVS, EINVAL, &request, &tlvs());
        let ack = parse(&bytes);
        assert_eq!(ack.extended().offset, Some(20), "request of {len} bytes");
        assert_eq!(ack.echo().len(), 16 + len);
    }
}

#[test]
fn attributes_of_a_capped_error_follow_the_header_of_the_request() {
    let mut request = message(16, 5, &[1; 100]);
    request.truncate(16);
    let bytes = error(TLVS | CAPPED, EINVAL, &request, &tlvs());
    let ack = parse(&bytes);
    assert_eq!(ack.request().unwrap().len, 116);
    assert_eq!(ack.echo().len(), 16);
    assert_eq!(ack.extended().message, Some(c"no"));
}

#[test]
fn success_repeats_only_the_header_even_where_it_is_not_flagged_as_capped() {
    for flags in [TLVS, TLVS | CAPPED] {
        let mut request = message(16, 5, &[1; 100]);
        request.truncate(16);
        let bytes = error(flags, 0, &request, &attr(1, b"careful\0"));
        let ack = parse(&bytes);
        assert_eq!((ack.errno(), ack.code()), (None, 0));
        assert_eq!(ack.extended().message, Some(c"careful"));
    }
}

#[test]
fn attributes_that_are_not_announced_are_not_read() {
    let bytes = error(0, EINVAL, &message(16, 5, &[]), &tlvs());
    assert_eq!(parse(&bytes).extended().message, None);
}

#[test]
fn attributes_that_are_announced_need_not_come() {
    let bytes = error(TLVS, EINVAL, &message(16, 5, &[]), &[]);
    assert_eq!(parse(&bytes).errno(), Some(Errno::EINVAL));
    let bytes = message(header::DONE, TLVS, &EINVAL.to_ne_bytes());
    assert_eq!(parse(&bytes).errno(), Some(Errno::EINVAL));
}

#[test]
fn end_of_a_dump_has_its_attributes_right_behind_the_number() {
    let body = [&EINVAL.to_ne_bytes()[..], &tlvs()].concat();
    let bytes = message(header::DONE, TLVS, &body);
    let ack = parse(&bytes);
    assert_eq!(ack.errno(), Some(Errno::EINVAL));
    assert_eq!(ack.extended().message, Some(c"no"));
    assert!(ack.request().is_none() && ack.echo().is_empty());
}

#[test]
fn end_of_a_dump_without_payload_is_a_success() {
    let bytes = message(header::DONE, 0, &[]);
    assert_eq!(parse(&bytes).errno(), None);
}

#[test]
fn positive_number_is_not_an_error() {
    let bytes = message(header::DONE, 0, &5_i32.to_ne_bytes());
    let ack = parse(&bytes);
    assert_eq!((ack.errno(), ack.code()), (None, 5));
    let bytes = message(header::DONE, 0, &i32::MIN.to_ne_bytes());
    assert_eq!(parse(&bytes).errno(), Some(Errno(i32::MAX)));
}

#[test]
fn malformed_attributes_never_hide_the_error() {
    let request = message(16, 5, &[1; 8]);
    let whole = tlvs();
    for at in 0..whole.len() {
        for value in [0, 1, 3, 0x7f, 0xff] {
            let mut tlvs = whole.clone();
            tlvs[at] = value;
            let bytes = error(TLVS, EINVAL, &request, &tlvs);
            assert_eq!(parse(&bytes).errno(), Some(Errno::EINVAL));
        }
        let bytes = error(TLVS, EINVAL, &request, &whole[..at]);
        assert_eq!(parse(&bytes).errno(), Some(Errno::EINVAL));
    }
}

#[test]
fn one_malformed_attribute_leaves_the_others_alone() {
    let tlvs = [attr(1, b"no NUL"), attr(2, &[1, 2, 3]), attr(5, &3_u32.to_ne_bytes())].concat();
    let bytes = error(TLVS, EINVAL, &message(16, 5, &[]), &tlvs);
    let ack = parse(&bytes);
    let extended = ack.extended();
    assert_eq!((extended.message, extended.offset), (None, None));
    assert_eq!(extended.missing_type, Some(3));
}

#[test]
fn request_with_a_length_beyond_the_message_is_returned_up_to_the_end() {
    for len in [17_u32, 1000, u32::MAX] {
        let mut request = message(16, 5, &[]);
        request[..4].copy_from_slice(&len.to_ne_bytes());
        let bytes = error(TLVS, EINVAL, &request, &[]);
        let ack = parse(&bytes);
        assert_eq!(ack.errno(), Some(Errno::EINVAL));
        assert_eq!(ack.echo(), request);
    }
}

#[test]
fn message_that_is_cut_is_refused() {
    for len in 1..4 {
        let bytes = message(header::DONE, 0, &vec![0; len]);
        let error = Ack::parse(&RawMessage::split(&bytes).unwrap().0).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ShortHeader);
    }
    for len in 0..20 {
        let bytes = message(header::ERROR, 0, &vec![0; len]);
        let error = Ack::parse(&RawMessage::split(&bytes).unwrap().0).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ShortHeader);
    }
}

#[test]
fn other_messages_are_not_acknowledgements() {
    for ty in [header::NOOP, header::OVERRUN, 16] {
        let bytes = message(ty, 0, &[0; 20]);
        let error = Ack::parse(&RawMessage::split(&bytes).unwrap().0).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OtherMessage);
    }
}

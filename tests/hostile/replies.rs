//! Ends and errors that do not stand where one looks for them.

use netlink_core::{
    Ack, Errno, Messages, RawMessage,
    conversation::{Answer, Event, Exchange},
    header::{DONE, ERROR},
};
use netlink_tests::{
    bytes::{attr, attr_u32, message},
    oracle,
};

const MULTI: u16 = 2;
const TLVS: u16 = 0x200;

fn is_over_after(datagram: &[u8]) -> bool {
    let mut exchange = Exchange::new(7, Answer::Dump);
    for message in Messages::new(datagram) {
        let Ok(Event::Reply | Event::Finished(_) | Event::Failed(_)) =
            exchange.accept(&message.unwrap())
        else {
            panic!("it is all its own")
        };
    }
    exchange.is_over()
}

#[test]
fn end_of_a_dump_in_the_datagram_of_its_last_reply_is_not_overlooked() {
    let reply = message(16, MULTI, &[1; 8]);
    let done = message(DONE, MULTI, &[0; 4]);
    assert!(is_over_after(&[reply.clone(), done.clone()].concat()));
    assert!(is_over_after(&done));
    assert!(!is_over_after(&reply));
}

#[test]
fn error_number_in_the_end_of_a_dump_is_not_overlooked() {
    let done = message(DONE, MULTI, &(-16_i32).to_ne_bytes());
    let ack = Ack::parse(&RawMessage::split(&done).unwrap().0).unwrap();
    assert_eq!(ack.errno(), Some(Errno::EBUSY));
}

#[test]
fn payload_in_the_end_of_a_dump_is_not_an_error() {
    // Connectors and others put there what they like.
    for body in
        [vec![], vec![0; 4], vec![0; 40], [vec![0; 4], b"anything at all".to_vec()].concat()]
    {
        assert!(is_over_after(&message(DONE, MULTI, &body)));
    }
}

#[test]
fn message_of_an_extended_acknowledgement_is_found_behind_the_whole_request() {
    for len in 0..20 {
        let mut request = message(16, 5, &vec![0xff; len]);
        request.resize(request.len().next_multiple_of(4), 0);
        let text = attr(1, b"because\0");
        let body = [&(-22_i32).to_ne_bytes(), &request[..], &text].concat();
        let bytes = message(ERROR, TLVS, &body);
        let ack = Ack::parse(&RawMessage::split(&bytes).unwrap().0).unwrap();
        assert_eq!(ack.extended().message, Some(c"because"), "a request of {len} bytes");
    }
}

#[test]
fn extended_acknowledgement_is_found_in_the_end_of_a_dump() {
    let body = [&(-22_i32).to_ne_bytes()[..], &attr(1, b"because\0"), &attr_u32(2, 16)].concat();
    let bytes = message(DONE, MULTI | TLVS, &body);
    let ack = Ack::parse(&RawMessage::split(&bytes).unwrap().0).unwrap();
    assert_eq!((ack.extended().message, ack.extended().offset), (Some(c"because"), Some(16)));
}

#[test]
fn request_in_an_error_that_lies_about_its_length_does_not_panic() {
    for len in [0, 1, 15, 16, 17, 1000, 0x7fff_ffff, u32::MAX - 3, u32::MAX] {
        let mut request = message(16, 5, &attr_u32(1, 7));
        request[..4].copy_from_slice(&len.to_ne_bytes());
        for end in 0..=request.len() {
            let body = [&(-22_i32).to_ne_bytes(), &request[..end]].concat();
            oracle::any(&message(ERROR, TLVS, &body));
            oracle::acknowledgement(&[&[4][..], &body].concat());
        }
    }
}

#[test]
fn lowest_error_number_does_not_overflow() {
    let bytes = message(DONE, 0, &i32::MIN.to_ne_bytes());
    let ack = Ack::parse(&RawMessage::split(&bytes).unwrap().0).unwrap();
    assert_eq!(ack.errno(), Some(Errno(i32::MAX)));
}

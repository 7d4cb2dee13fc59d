//! An exchange: what each message means for it.

use fastrand::Rng;
use netlink_core::{
    Errno, ErrorKind, Messages, RawMessage,
    conversation::{Answer, Event, Exchange, Window},
    header::{DONE, ERROR, NOOP, OVERRUN},
};
use netlink_tests::{bytes, oracle};

const MULTI: u16 = 2;
const DUMP_INTR: u16 = 0x10;

/// The sequence number that messages made by hand have.
const SEQUENCE: u32 = 7;

fn accept(exchange: &mut Exchange, ty: u16, flags: u16, body: &[u8]) -> &'static str {
    let bytes = bytes::message(ty, flags, body);
    name(exchange.accept(&RawMessage::split(&bytes).unwrap().0).unwrap())
}

fn name(event: Event<'_>) -> &'static str {
    match event {
        Event::Foreign => "foreign",
        Event::Nothing => "nothing",
        Event::Reply => "reply",
        Event::Overrun => "overrun",
        Event::Finished(_) => "finished",
        Event::Failed(_) => "failed",
    }
}

/// The body of an acknowledgement of a request without payload.
fn ack(number: i32) -> Vec<u8> {
    [&number.to_ne_bytes()[..], &bytes::message(16, 5, &[])].concat()
}

#[test]
fn one_reply_ends_the_exchange_if_no_acknowledgement_was_requested() {
    let mut exchange = Exchange::new(SEQUENCE, Answer::Reply);
    assert_eq!((exchange.sequence(), exchange.is_over()), (SEQUENCE, false));
    assert_eq!(accept(&mut exchange, 16, 0, &[]), "reply");
    assert!(exchange.is_over());
    assert_eq!(accept(&mut exchange, 16, 0, &[]), "foreign");
}

#[test]
fn several_replies_end_with_done() {
    for answer in [Answer::Reply, Answer::Dump] {
        let mut exchange = Exchange::new(SEQUENCE, answer);
        for _ in 0..3 {
            assert_eq!(accept(&mut exchange, 16, MULTI, &[]), "reply");
            assert!(!exchange.is_over());
        }
        assert_eq!(accept(&mut exchange, DONE, MULTI, &[0; 4]), "finished");
        assert!(exchange.is_over());
        assert_eq!(accept(&mut exchange, DONE, MULTI, &[0; 4]), "foreign");
    }
}

#[test]
fn replies_before_an_acknowledgement_leave_the_exchange_open() {
    let mut exchange = Exchange::new(SEQUENCE, Answer::Ack);
    assert_eq!(accept(&mut exchange, 16, 0, &[]), "reply");
    assert!(!exchange.is_over());
    assert_eq!(accept(&mut exchange, ERROR, 0, &ack(0)), "finished");
    assert!(exchange.is_over());
}

#[test]
fn a_message_of_a_dump_that_lacks_its_flag_does_not_end_it() {
    let mut exchange = Exchange::new(SEQUENCE, Answer::Dump);
    assert_eq!(accept(&mut exchange, 16, 0, &[]), "reply");
    assert!(!exchange.is_over());
}

#[test]
fn errors_end_an_exchange_of_any_kind() {
    for answer in [Answer::Ack, Answer::Reply, Answer::Dump] {
        for (ty, body) in [(ERROR, ack(-22)), (DONE, (-22_i32).to_ne_bytes().to_vec())] {
            let mut exchange = Exchange::new(SEQUENCE, answer);
            let bytes = bytes::message(ty, 0, &body);
            let (message, _) = RawMessage::split(&bytes).unwrap();
            let Event::Failed(ack) = exchange.accept(&message).unwrap() else { panic!("{ty}") };
            assert_eq!(ack.errno(), Some(Errno::EINVAL));
            assert!(exchange.is_over());
        }
    }
}

#[test]
fn an_end_that_is_cut_is_an_error_and_an_end() {
    for (ty, body) in [(ERROR, &[0; 19][..]), (ERROR, &[0; 3]), (DONE, &[0; 3])] {
        let mut exchange = Exchange::new(SEQUENCE, Answer::Dump);
        let bytes = bytes::message(ty, 0, body);
        let error = exchange.accept(&RawMessage::split(&bytes).unwrap().0).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ShortHeader);
        assert!(exchange.is_over());
    }
}

#[test]
fn messages_with_another_sequence_number_change_nothing() {
    for answer in [Answer::Ack, Answer::Reply, Answer::Dump] {
        let mut exchange = Exchange::new(SEQUENCE + 1, answer);
        for (ty, body) in [(16, Vec::new()), (ERROR, ack(0)), (DONE, vec![0; 4]), (OVERRUN, vec![])]
        {
            assert_eq!(accept(&mut exchange, ty, DUMP_INTR, &body), "foreign");
            assert!(!exchange.is_over() && !exchange.is_interrupted());
        }
        assert_eq!(exchange.sequence(), SEQUENCE + 1);
    }
}

#[test]
fn an_interruption_is_remembered_in_whichever_message_it_is_reported() {
    for told in 0..3 {
        let mut exchange = Exchange::new(SEQUENCE, Answer::Dump);
        for (number, ty) in [16, 16, DONE].into_iter().enumerate() {
            let flags = if number == told { MULTI | DUMP_INTR } else { MULTI };
            accept(&mut exchange, ty, flags, &[0; 4]);
            assert_eq!(exchange.is_interrupted(), number >= told);
        }
    }
}

#[test]
fn control_messages_mean_what_they_are() {
    let mut exchange = Exchange::new(SEQUENCE, Answer::Ack);
    assert_eq!(accept(&mut exchange, OVERRUN, 0, &[]), "overrun");
    for ty in [NOOP, 5, 15] {
        assert_eq!(accept(&mut exchange, ty, 0, &[]), "nothing");
    }
    assert!(!exchange.is_over());
}

#[test]
fn a_message_of_type_0_is_a_reply() {
    let mut exchange = Exchange::new(SEQUENCE, Answer::Reply);
    assert_eq!(accept(&mut exchange, 0, 0, &[0; 20]), "reply");
    assert!(exchange.is_over());
}

#[test]
fn end_of_a_dump_is_found_at_any_position_in_a_datagram() {
    let part = bytes::message(16, MULTI, &[1; 8]);
    let done = bytes::message(DONE, MULTI, &[0; 4]);
    for before in 0..3 {
        let datagram = [part.repeat(before), done.clone()].concat();
        let mut exchange = Exchange::new(SEQUENCE, Answer::Dump);
        let events: Vec<_> = Messages::new(&datagram)
            .map(|message| name(exchange.accept(&message.unwrap()).unwrap()))
            .collect();
        assert_eq!(events.len(), before + 1);
        assert_eq!(events.last(), Some(&"finished"));
    }
}

#[test]
fn flags_of_a_request_are_those_of_the_answer_it_asks_for() {
    let flags = [Answer::Ack, Answer::Reply, Answer::Dump].map(|answer| answer.flags().0);
    assert_eq!(flags, [0x5, 0x1, 0x301]);
}

#[test]
fn scripts_of_all_sorts_go_as_the_protocol_says() {
    let mut rng = Rng::with_seed(6);
    for _ in 0..20_000 {
        let mut script = vec![0; rng.usize(..200)];
        rng.fill(&mut script);
        oracle::conversation(&script);
    }
}

#[test]
fn a_window_knows_its_own_requests_and_no_others() {
    let window = Window::new(SEQUENCE - 2, 4);
    assert_eq!((window.first(), window.len(), window.is_empty()), (SEQUENCE - 2, 4, false));
    assert!(Window::new(SEQUENCE, 0).is_empty());

    let bytes = bytes::message(16, 0, &[]);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let slot = |first, len| Window::new(first, len).slot(&message);
    assert_eq!(slot(SEQUENCE, 1), Some(0));
    assert_eq!(slot(SEQUENCE - 2, 3), Some(2), "the last one");
    assert_eq!(slot(SEQUENCE - 2, 2), None, "one behind the last");
    assert_eq!(slot(SEQUENCE + 1, 3), None, "one before the first");
    assert_eq!(slot(SEQUENCE, 0), None);
}

#[test]
fn a_window_tells_replies_from_what_ends_a_request() {
    let window = Window::new(SEQUENCE - 1, 2);
    let meaning = |window: Window, ty, body: &[u8]| {
        let bytes = bytes::message(ty, 0, body);
        name(window.meaning(&RawMessage::split(&bytes).unwrap().0).unwrap())
    };
    assert_eq!(meaning(window, 16, &[]), "reply");
    assert_eq!(meaning(window, ERROR, &ack(0)), "finished");
    assert_eq!(meaning(window, ERROR, &ack(-22)), "failed");
    assert_eq!(meaning(window, DONE, &[0; 4]), "finished");
    assert_eq!(meaning(Window::new(SEQUENCE + 1, 2), ERROR, &ack(0)), "foreign");
}

#[test]
fn a_message_for_another_port_belongs_to_something_else() {
    let on = |port: u32| {
        let mut bytes = bytes::message(16, 0, &[]);
        bytes[12..16].copy_from_slice(&port.to_ne_bytes());
        bytes
    };
    for (port, expected) in [(5, "reply"), (0, "reply"), (6, "foreign")] {
        let bytes = on(port);
        let (message, _) = RawMessage::split(&bytes).unwrap();
        let mut exchange = Exchange::new(SEQUENCE, Answer::Reply).on_port(Some(5));
        assert_eq!(name(exchange.accept(&message).unwrap()), expected, "{port}");
        assert_eq!(exchange.is_over(), expected == "reply");
        let window = Window::new(SEQUENCE, 1).on_port(Some(5));
        assert_eq!(window.slot(&message).is_some(), expected == "reply");
        // Where the own port is not known, the number alone counts.
        assert!(Window::new(SEQUENCE, 1).on_port(None).slot(&message).is_some());
    }
}

#[test]
fn an_acknowledgement_before_the_reply_does_not_end_the_exchange() {
    for (answer, end) in [(Answer::Reply, 16), (Answer::Dump, DONE)] {
        let mut exchange = Exchange::new(SEQUENCE, answer).acknowledged_first();
        assert_eq!(accept(&mut exchange, ERROR, 0, &ack(0)), "nothing");
        assert!(!exchange.is_over());
        accept(&mut exchange, end, 0, &[0; 4]);
        assert!(exchange.is_over());
        // An error ends it, and so does a cut acknowledgement.
        let mut exchange = Exchange::new(SEQUENCE, answer).acknowledged_first();
        assert_eq!(accept(&mut exchange, ERROR, 0, &ack(-22)), "failed");
        assert!(exchange.is_over());
    }
    let mut exchange = Exchange::new(SEQUENCE, Answer::Ack).acknowledged_first();
    assert_eq!(accept(&mut exchange, ERROR, 0, &ack(0)), "finished");
    assert!(exchange.is_over());
}

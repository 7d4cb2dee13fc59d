//! Lists that are split into messages.

use netlink_core::{
    Emit, ErrorKind, Indexed, MessageFlags, MessageHeader, Repeated, Writer, emit_message,
    message_len, split_list,
};

#[derive(Debug, Emit)]
#[netlink(message = 16)]
struct Numbered<'a> {
    #[nla(1)]
    table: u32,
    #[nla(2)]
    items: Indexed<'a, &'a [u8]>,
}

#[derive(Debug, Emit)]
#[netlink(message = 17)]
struct Flat<'a> {
    #[nla(2)]
    items: Repeated<'a, &'a [u8]>,
}

#[test]
fn every_message_has_as_many_values_as_fit_and_none_is_lost() {
    let bytes = [7_u8; 4000];
    for count in [0, 1, 2, 3, 100, 1000] {
        let values: Vec<&[u8]> = (0..count).map(|index| &bytes[..index * 7 % 4000]).collect();
        for max in [5000, 20_000, 65_535] {
            let of = |items| Flat { items: Repeated::of(items) };
            let messages: Vec<_> = split_list(&values, max, of).map(Result::unwrap).collect();
            let mut rest = &values[..];
            for message in &messages {
                assert!(message_len(message) <= max);
                let own: Vec<_> = message.items.values().unwrap().to_vec();
                assert_eq!(own, rest[..own.len()]);
                rest = &rest[own.len()..];
                if let Some(next) = rest.first() {
                    let more = message_len(message) + 4 + next.len().next_multiple_of(4);
                    assert!(more > max, "one more would have fitted");
                }
                let header = MessageHeader::new(17, MessageFlags::NONE);
                emit_message(&mut Writer::growing(&mut Vec::new()), header, message).unwrap();
            }
            assert!(rest.is_empty());
            assert_eq!(messages.len().max(1), messages.len());
        }
    }
}

#[test]
fn a_list_that_is_not_split_is_too_long_for_its_attribute() {
    let bytes = [0_u8; 100];
    let values = vec![&bytes[..]; 1000];
    let message = Numbered { table: 1, items: Indexed::of(&values) };
    let header = MessageHeader::new(16, MessageFlags::NONE);
    let mut out = Vec::new();
    let error = emit_message(&mut Writer::growing(&mut out), header, &message).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLong);
    assert!(out.is_empty());
    let parts =
        split_list(&values, 65_535, |items| Numbered { table: 1, items: Indexed::of(items) });
    let lens = parts.map(|part| (message_len(&part.unwrap()) - 28) / 104);
    assert_eq!(lens.sum::<usize>(), 1000);
}

#[test]
fn a_value_that_does_not_fit_alone_is_an_error_and_the_last() {
    let bytes = [0_u8; 100];
    let values = [&bytes[..10], &bytes[..], &bytes[..10]];
    let of = |items| Flat { items: Repeated::of(items) };
    let results: Vec<_> = split_list(&values, 60, of).map(|result| result.map(|_| ())).collect();
    assert_eq!(results.len(), 2);
    assert_eq!(results[0], Ok(()));
    assert_eq!(results[1].unwrap_err().kind(), ErrorKind::TooLong);
    assert_eq!(results[1].unwrap_err().found(), 120);
}

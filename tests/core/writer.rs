//! The writer: what it writes, and what it takes back.

use netlink_core::{
    EmitError, ErrorKind, Input, MessageFlags, MessageHeader, RawMessage, Writer, attr::MAX_PAYLOAD,
};

/// Nested three deep, with payloads of all alignments.
fn write_all(writer: &mut Writer<'_>) -> Result<(), EmitError> {
    writer.message(MessageHeader::new(16, MessageFlags::REQUEST), |message| {
        message.put_array([1, 2, 3, 4])?;
        message.put(1, &0x0102_u16)?;
        message.nest(2, |nest| {
            nest.put(3, &c"name")?;
            nest.nest(4, |inner| {
                inner.put(5, &&[9_u8; 5][..])?;
                inner.put_field(6, &true)
            })?;
            nest.put(7, &u64::MAX)
        })?;
        message.put(8, &"text")
    })
}

fn expected() -> Vec<u8> {
    let mut bytes = Vec::new();
    write_all(&mut Writer::growing(&mut bytes)).unwrap();
    bytes
}

#[test]
fn lengths_are_filled_in_and_padding_is_zero() {
    let mut buffer = [0xa5; 256];
    let mut writer = Writer::new(&mut buffer);
    write_all(&mut writer).unwrap();
    let (message, rest) = RawMessage::split(writer.written()).unwrap();
    assert!(rest.is_empty());
    assert_eq!(usize::try_from(message.header().len), Ok(message.bytes().len()));
    let attrs: Vec<(u16, usize)> = Input::new(&message.bytes()[20..])
        .attrs()
        .map(|attr| (attr.raw_type(), attr.payload().len()))
        .collect();
    assert_eq!(attrs, [(1, 2), (0x8002, 44), (8, 5)]);
    assert!(!writer.written().contains(&0xa5));
    let end = writer.len();
    assert!(buffer[end..].iter().all(|&byte| byte == 0xa5));
}

#[test]
fn a_writer_is_empty_until_something_is_written() {
    let mut buffer = [0; 8];
    let mut writer = Writer::new(&mut buffer);
    assert!(writer.is_empty());
    writer.put_field(1, &true).unwrap();
    assert!(!writer.is_empty());

    let mut grown = vec![0; 4];
    assert!(!Writer::growing(&mut grown).is_empty(), "what a vector held before counts");
}

#[test]
fn slice_and_vector_get_the_same() {
    let expected = expected();
    let mut buffer = vec![0xa5; expected.len()];
    write_all(&mut Writer::new(&mut buffer)).unwrap();
    assert_eq!(buffer, expected);
}

#[test]
fn every_smaller_buffer_is_full_and_every_larger_one_is_not() {
    let expected = expected();
    for size in 0..expected.len() + 9 {
        let mut buffer = vec![0xa5; size];
        let mut writer = Writer::new(&mut buffer);
        let result = write_all(&mut writer);
        if size < expected.len() {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BufferFull);
            assert!(error.offset() <= size);
            assert!(writer.is_empty());
        } else {
            result.unwrap();
            assert_eq!(writer.written(), expected);
        }
    }
}

#[test]
fn failure_at_any_point_leaves_what_was_written_before() {
    let before = [7_u8; 12];
    let whole = expected().len();
    for size in 0..whole {
        let mut buffer = vec![0xa5; before.len() + size];
        let mut writer = Writer::new(&mut buffer);
        writer.bytes(&before).unwrap();
        write_all(&mut writer).unwrap_err();
        assert_eq!(writer.written(), before);
        // And it can go on.
        writer.bytes(&[1; 0]).unwrap();
        assert_eq!(writer.len(), before.len());
    }
}

#[test]
fn error_of_the_callers_own_takes_everything_back() {
    let own = EmitError::new(ErrorKind::Value, 0);
    let mut grown = vec![1, 2, 3, 4];
    let mut writer = Writer::growing(&mut grown);
    for depth in 0..3 {
        let error = writer
            .message(MessageHeader::default(), |message| {
                message.put(1, &1_u32)?;
                if depth == 0 {
                    return Err(own);
                }
                message.nest(2, |nest| {
                    nest.put(3, &2_u32)?;
                    if depth == 1 {
                        return Err(own);
                    }
                    nest.nest(4, |inner| inner.put(5, &3_u8).and(Err(own)))
                })
            })
            .unwrap_err();
        assert_eq!(error, own);
        assert_eq!(writer.written(), [1, 2, 3, 4]);
    }
    assert_eq!(grown, [1, 2, 3, 4]);
}

#[test]
fn failed_attribute_can_be_omitted_and_later_ones_are_written() {
    let mut buffer = [0xa5; 20];
    let mut writer = Writer::new(&mut buffer);
    writer
        .nest(1, |nest| {
            nest.put(2, &&[0_u8; 100][..]).unwrap_err();
            nest.put(3, &5_u32)
        })
        .unwrap();
    let nest = Input::new(writer.written()).attrs().next().unwrap();
    let inner: Vec<u16> = nest.input().attrs().map(|attr| attr.ty()).collect();
    assert_eq!(inner, [3]);
}

#[test]
fn longest_payload_is_written_and_one_byte_more_is_an_error() {
    let longest = vec![1_u8; MAX_PAYLOAD];
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    writer.put(1, &&longest[..]).unwrap();
    assert_eq!(writer.len(), 0x1_0000);

    let too_long = vec![1_u8; MAX_PAYLOAD + 1];
    let error = writer.put(1, &&too_long[..]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLong);
    assert_eq!(error.offset(), 0x1_0000);
    assert_eq!(error.found(), i128::try_from(too_long.len()).unwrap());
    assert_eq!(writer.len(), 0x1_0000);
}

#[test]
fn nest_that_outgrows_its_length_field_is_an_error() {
    let half = vec![1_u8; 0x8000];
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    let error = writer
        .nest(1, |nest| nest.put(2, &&half[..]).and_then(|()| nest.put(3, &&half[..])))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLong);
    assert!(writer.is_empty());
}

#[test]
fn type_flags_given_to_put_and_nest_are_emitted_as_given() {
    let mut buffer = [0; 64];
    let mut writer = Writer::new(&mut buffer);
    writer.put(0x4001, &1_u32).unwrap();
    writer.nest(0x4002, |_| Ok(())).unwrap();
    writer.put_field(0x4003, &vec![1_u32, 2]).unwrap();
    let types: Vec<u16> =
        Input::new(writer.written()).attrs().map(|attr| attr.raw_type()).collect();
    assert_eq!(types, [0x4001, 0xc002, 0x4003, 0x4003]);
}

#[test]
fn message_behind_a_message_starts_aligned() {
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    for len in 0..5 {
        writer
            .message(MessageHeader::new(len, MessageFlags::NONE), |message| {
                message.bytes(&vec![1; len.into()])
            })
            .unwrap();
    }
    let lengths: Vec<u32> =
        netlink_core::Messages::new(&bytes).map(|message| message.unwrap().header().len).collect();
    assert_eq!(lengths, [16, 17, 18, 19, 20]);
}

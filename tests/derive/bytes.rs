//! Attributes put together by hand, and the ways in and out of a type.

use netlink_core::{Emit, EmitError, Input, Parse, ParseError, Writer, attr::NESTED};

/// An attribute with its padding.
pub fn attr(ty: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(u16::try_from(4 + payload.len()).unwrap().to_ne_bytes());
    bytes.extend(ty.to_ne_bytes());
    bytes.extend(payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// A nest that is flagged as one.
pub fn nest(ty: u16, attrs: &[Vec<u8>]) -> Vec<u8> {
    attr(ty | NESTED, &attrs.concat())
}

/// An attribute that holds a 32-bit integer.
pub fn attr_u32(ty: u16, value: u32) -> Vec<u8> {
    attr(ty, &value.to_ne_bytes())
}

pub fn parse<'a, T: Parse<'a>>(bytes: &'a [u8]) -> Result<T, ParseError> {
    T::parse(Input::new(bytes))
}

/// Emits into a buffer of more than the announced length, and checks that length.
pub fn emit<T: Emit>(value: &T) -> Result<Vec<u8>, EmitError> {
    let mut buffer = vec![0xa5; value.payload_len() + 64];
    let mut writer = Writer::new(&mut buffer);
    value.emit(&mut writer)?;
    assert_eq!(writer.len(), value.payload_len());
    Ok(writer.written().to_vec())
}

//! Messages and attributes put together by hand, good and bad.

use netlink_core::attr::NESTED;

/// An attribute with its padding.
#[must_use]
pub fn attr(ty: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = unpadded(ty, payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// An attribute without the padding behind it.
///
/// # Panics
///
/// If the payload is too long to be one.
#[must_use]
pub fn unpadded(ty: u16, payload: &[u8]) -> Vec<u8> {
    let len = u16::try_from(4 + payload.len()).expect("a payload that has room");
    [&header(len, ty), payload].concat()
}

/// The header of an attribute, with any length.
#[must_use]
pub fn header(len: u16, ty: u16) -> [u8; 4] {
    let ([a, b], [c, d]) = (len.to_ne_bytes(), ty.to_ne_bytes());
    [a, b, c, d]
}

/// An attribute that holds a 32-bit integer.
#[must_use]
pub fn attr_u32(ty: u16, value: u32) -> Vec<u8> {
    attr(ty, &value.to_ne_bytes())
}

/// A set of attributes, flagged as one.
#[must_use]
pub fn nest(ty: u16, attrs: &[Vec<u8>]) -> Vec<u8> {
    attr(ty | NESTED, &attrs.concat())
}

/// A message without padding behind it, with the sequence number 7 and the port 9.
///
/// # Panics
///
/// If the body is too long to be one.
#[must_use]
pub fn message(ty: u16, flags: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(u32::try_from(16 + body.len()).expect("a body that has room").to_ne_bytes());
    bytes.extend(ty.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend(7_u32.to_ne_bytes());
    bytes.extend(9_u32.to_ne_bytes());
    bytes.extend(body);
    bytes
}

//! Messages and attributes put together by hand, good and bad.

/// An attribute with its padding.
pub fn attr(ty: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = unpadded(ty, payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// An attribute without the padding behind it.
pub fn unpadded(ty: u16, payload: &[u8]) -> Vec<u8> {
    header(4 + u16::try_from(payload.len()).unwrap(), ty).iter().chain(payload).copied().collect()
}

/// The header of an attribute, with any length.
pub fn header(len: u16, ty: u16) -> [u8; 4] {
    let ([a, b], [c, d]) = (len.to_ne_bytes(), ty.to_ne_bytes());
    [a, b, c, d]
}

/// A message without padding behind it.
pub fn message(ty: u16, flags: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(u32::try_from(16 + body.len()).unwrap().to_ne_bytes());
    bytes.extend(ty.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend(7_u32.to_ne_bytes());
    bytes.extend(9_u32.to_ne_bytes());
    bytes.extend(body);
    bytes
}

//! Keys in base 64.

/// A public, private or preshared key.
pub(crate) type Key = [u8; 32];

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn show(key: &Key) -> String {
    let mut out = String::new();
    for group in key.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - group.len()));
        let digits = (0..=group.len()).map(|at| bits >> (18 - 6 * at) & 63);
        out.extend(digits.filter_map(|digit| DIGITS.get(digit as usize)).copied().map(char::from));
    }
    out + "="
}

pub(crate) fn parse(text: &str) -> Option<Key> {
    let text = text.strip_suffix('=').filter(|text| text.len() == 43)?;
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::with_capacity(32));
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        bits = bits << 6 | u32::try_from(digit).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    bytes.try_into().ok()
}

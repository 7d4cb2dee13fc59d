//! How fields are written.

use core::net::{Ipv4Addr, Ipv6Addr};

/// How a field is written, and so how many bytes it has.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Mac,
    V4,
    V6,
    Dec(usize),
    Hex(usize),
    Fragment,
}

use Form::{Dec, Fragment, Hex, Mac, V4, V6};

const FRAGMENTS: [&str; 3] = ["no", "first", "later"];

impl Form {
    pub(crate) fn size(self) -> usize {
        match self {
            Mac => 6,
            V4 => 4,
            V6 => 16,
            Dec(size) | Hex(size) => size,
            Fragment => 1,
        }
    }

    pub(crate) fn show(self, bytes: &[u8]) -> String {
        match self {
            Mac => bytes.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(":"),
            V4 => <[u8; 4]>::try_from(bytes)
                .map(|b| Ipv4Addr::from(b).to_string())
                .unwrap_or_default(),
            V6 => <[u8; 16]>::try_from(bytes)
                .map(|b| Ipv6Addr::from(b).to_string())
                .unwrap_or_default(),
            Dec(_) => number(bytes).to_string(),
            Hex(_) => hex(number(bytes)),
            Fragment => FRAGMENTS.get(number(bytes) as usize).unwrap_or(&"<error>").to_string(),
        }
    }

    pub(crate) fn show_mask(self, bytes: &[u8]) -> String {
        if let Dec(_) | Fragment = self { hex(number(bytes)) } else { self.show(bytes) }
    }

    pub(crate) fn read(self, text: &str) -> Option<Vec<u8>> {
        Some(match self {
            Mac => {
                let bytes = text.split(':').map(|byte| u8::from_str_radix(byte, 16).ok());
                bytes.collect::<Option<Vec<u8>>>().filter(|bytes| bytes.len() == 6)?
            }
            V4 => text.parse::<Ipv4Addr>().ok()?.octets().to_vec(),
            V6 => text.parse::<Ipv6Addr>().ok()?.octets().to_vec(),
            Dec(size) | Hex(size) => read_number(text)?.to_be_bytes().get(8 - size..)?.to_vec(),
            Fragment => vec![u8::try_from(FRAGMENTS.iter().position(|name| *name == text)?).ok()?],
        })
    }
}

pub(crate) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Hexadecimal, with the `0x` that C prints only before what is not 0.
pub(crate) fn hex(number: u64) -> String {
    if number == 0 { "0".to_owned() } else { format!("{number:#x}") }
}

/// Reads a decimal or hexadecimal number.
pub(crate) fn read_number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

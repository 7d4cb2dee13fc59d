//! The datagrams in a file: packets of link type 253, as nlmon devices give them, or just datagrams.
//!
//! ```text
//! file:   magic | version: 2 × u16 | zone, accuracy, longest packet: 3 × u32 | link type: u32 | packets
//! packet: seconds, fraction, length here, length on the wire: 4 × u32 | cooked header: 16 bytes | datagram
//! ```
//!
//! The last two bytes of a cooked header are the netlink protocol, in network byte order.

use std::io::{Error, ErrorKind, Result};

use netlink_sys::Protocol;

use crate::Datagram;

const NETLINK: u32 = 253;

/// Walks over the datagrams of a file.
pub(crate) struct Capture<'a> {
    rest: &'a [u8],
    /// How integers are read, for a packet capture; without, it is just datagrams.
    packets: Option<fn([u8; 4]) -> u32>,
    protocol: Protocol,
}

impl<'a> Capture<'a> {
    /// The datagrams in a file; of `protocol`, if it does not say of which they are.
    pub(crate) fn new(file: &'a [u8], protocol: i32) -> Result<Self> {
        let integer: fn([u8; 4]) -> u32 = match file {
            // The magic number, with a fraction in microseconds or in nanoseconds.
            [0xd4, 0xc3, 0xb2, 0xa1, ..] | [0x4d, 0x3c, 0xb2, 0xa1, ..] => u32::from_le_bytes,
            [0xa1, 0xb2, 0xc3, 0xd4, ..] | [0xa1, 0xb2, 0x3c, 0x4d, ..] => u32::from_be_bytes,
            [0x0a, 0x0d, 0x0d, 0x0a, ..] => {
                return Err(invalid("pcapng: `editcap -F pcap` makes a pcap of it"));
            }
            _ => return Ok(Self { rest: file, packets: None, protocol: protocol.into() }),
        };
        let (header, rest) = take(file, 24)?;
        match header.last_chunk().copied().map(integer) {
            Some(NETLINK) => Ok(Self { rest, packets: Some(integer), protocol: protocol.into() }),
            _ => Err(invalid("its packets are not netlink's")),
        }
    }

    fn datagram(&mut self) -> Result<Datagram<'a>> {
        let Some(integer) = self.packets else {
            let (len, rest) = take(self.rest, 4)?;
            let (bytes, rest) = take(rest, number(len, u32::from_le_bytes)?)?;
            self.rest = rest;
            return Ok(Datagram { protocol: self.protocol, bytes: bytes.into() });
        };
        let (header, rest) = take(self.rest, 16)?;
        let (packet, rest) = take(rest, number(take(header, 8)?.1, integer)?)?;
        let (cooked, bytes) = take(packet, 16)?;
        let protocol = cooked.last_chunk().copied().map_or(0, u16::from_be_bytes);
        self.rest = rest;
        Ok(Datagram { protocol: i32::from(protocol).into(), bytes: bytes.into() })
    }
}

impl<'a> Iterator for Capture<'a> {
    type Item = Result<Datagram<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let datagram = self.datagram();
        if datagram.is_err() {
            self.rest = &[];
        }
        Some(datagram)
    }
}

fn number(bytes: &[u8], integer: fn([u8; 4]) -> u32) -> Result<usize> {
    let number = bytes.first_chunk().copied().map(integer);
    number.and_then(|number| number.try_into().ok()).ok_or_else(|| invalid("a length that is none"))
}

fn take(bytes: &[u8], len: usize) -> Result<(&[u8], &[u8])> {
    bytes.split_at_checked(len).ok_or_else(|| invalid("it ends within a datagram"))
}

fn invalid(why: &str) -> Error {
    Error::new(ErrorKind::InvalidData, why)
}

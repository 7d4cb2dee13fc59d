//! Datagrams that are not sequences of netlink messages: without a header, or with a wrong length in it.

use core::fmt;

use netlink_core::MessageHeader;

/// How the datagrams of a protocol are read.
///
/// Implement it for a protocol of your own, and read it with [`Datagrams`](super::Datagrams).
pub trait Framing {
    /// What a datagram is read as.
    type Item<'a>;

    /// Reads a datagram.
    fn read(datagram: &[u8]) -> Self::Item<'_>;
}

/// Reads the events of kernel objects, of [`Protocol::KOBJECT_UEVENT`](crate::Protocol::KOBJECT_UEVENT).
///
/// These are text, without `struct nlmsghdr`.
#[derive(Clone, Copy, Debug)]
pub struct Uevents;

impl Framing for Uevents {
    type Item<'a> = Uevent<'a>;

    fn read(datagram: &[u8]) -> Uevent<'_> {
        Uevent::new(datagram)
    }
}

/// An event of a kernel object: that a device came, changed or went.
///
/// ```
/// use netlink_sys::connection::Uevent;
///
/// let event = Uevent::new(b"add@/devices/virtual/net/v0\0ACTION=add\0SUBSYSTEM=net\0INTERFACE=v0\0");
/// assert_eq!(event.action(), b"add");
/// assert_eq!(event.device(), b"/devices/virtual/net/v0");
/// assert_eq!(event.get("INTERFACE"), Some(&b"v0"[..]));
/// ```
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Uevent<'a> {
    bytes: &'a [u8],
}

impl<'a> Uevent<'a> {
    /// Reads an event.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Returns what happened: `add`, `remove`, `change`, `move` and the like.
    #[must_use]
    pub fn action(&self) -> &'a [u8] {
        split(self.first(), b'@').0
    }

    /// Returns the path of the device below `/sys`.
    #[must_use]
    pub fn device(&self) -> &'a [u8] {
        split(self.first(), b'@').1
    }

    /// Returns the variables of the event, by name.
    #[must_use = "iterators are lazy"]
    pub fn variables(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        let lines = self.bytes.split(|byte| *byte == 0).skip(1);
        lines.filter(|line| !line.is_empty()).map(|line| split(line, b'='))
    }

    /// Returns the value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a [u8]> {
        let named = |(known, _): &(&[u8], &[u8])| *known == name.as_bytes();
        self.variables().find(named).map(|(_, value)| value)
    }

    fn first(&self) -> &'a [u8] {
        self.bytes.split(|byte| *byte == 0).next().unwrap_or_default()
    }
}

impl fmt::Debug for Uevent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Uevent").field(&self.bytes.escape_ascii().to_string()).finish()
    }
}

/// Returns the bytes before and after the first byte of a kind.
fn split(bytes: &[u8], at: u8) -> (&[u8], &[u8]) {
    match bytes.iter().position(|byte| *byte == at) {
        Some(place) => {
            let (before, behind) = bytes.split_at_checked(place).unwrap_or((bytes, &[]));
            (before, behind.get(1..).unwrap_or_default())
        }
        None => (bytes, &[]),
    }
}

/// Reads the records that the audit subsystem sends to its daemon, of
/// [`Protocol::AUDIT`](crate::Protocol::AUDIT).
///
/// The length in their `struct nlmsghdr` leaves the header out, so that they cannot be read as messages.
/// Header: `linux/audit.h`.
#[derive(Clone, Copy, Debug)]
pub struct AuditRecords;

impl Framing for AuditRecords {
    type Item<'a> = AuditRecord<'a>;

    fn read(datagram: &[u8]) -> AuditRecord<'_> {
        let head = datagram.first_chunk().map(MessageHeader::from_bytes);
        let bytes = datagram.get(netlink_core::header::HEADER_LEN..).unwrap_or_default();
        AuditRecord { header: head, bytes }
    }
}

/// A record of the audit subsystem.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AuditRecord<'a> {
    header: Option<MessageHeader>,
    bytes: &'a [u8],
}

impl<'a> AuditRecord<'a> {
    /// Returns the message type, such as 1300 (`AUDIT_SYSCALL`); 0 if the datagram has no header.
    #[must_use]
    pub fn message_type(&self) -> u16 {
        self.header.map_or(0, |header| header.ty)
    }

    /// Returns the text, without the bytes 0 at its end.
    #[must_use]
    pub fn text(&self) -> &'a [u8] {
        let end = self.bytes.iter().rposition(|byte| *byte != 0);
        let end = end.map_or(0, |last| last.saturating_add(1));
        self.bytes.get(..end).unwrap_or_default()
    }

    /// Returns everything behind the header, as it came.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

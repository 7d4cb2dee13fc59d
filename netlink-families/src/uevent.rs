//! `uevent`: devices that are added, removed or changed, as the kernel and udev report them.
//!
//! Netlink protocol `NETLINK_KOBJECT_UEVENT`, tool `udevadm monitor`, kernel option `CONFIG_NET` with hotplug, built into kernels.
//! Group 1 is the kernel's, group 2 that of udev.
//!
//! A datagram is one event, without a message header: text, in which each string ends in NUL.
//!
//! ```text
//! add@/devices/virtual/net/d0 0 ACTION=add 0 SUBSYSTEM=net 0 INTERFACE=d0 0
//! ```
//!
//! ```
//! use netlink_families::uevent::Uevent;
//!
//! let datagram = b"add@/devices/virtual/net/d0\0ACTION=add\0SUBSYSTEM=net\0INTERFACE=d0\0";
//! let event = Uevent::from_datagram(datagram).ok_or("not an event")?;
//! assert_eq!(event.action(), Some(&b"add"[..]));
//! assert_eq!(event.get("INTERFACE"), Some(&b"d0"[..]));
//! # Ok::<(), &str>(())
//! ```

use netlink_core::zerocopy::{FromBytes, big_endian as be};

/// One event.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Uevent<'a> {
    /// The text before the properties; empty if udev sent the event.
    head: &'a [u8],
    properties: &'a [u8],
}

impl<'a> Uevent<'a> {
    /// Returns the event in a datagram of the kernel or of udev, or `None` if it has neither's format.
    #[must_use]
    pub fn from_datagram(datagram: &'a [u8]) -> Option<Self> {
        if datagram.starts_with(UDEV_PREFIX) {
            let (header, _) = UdevHeader::read_from_prefix(datagram).ok()?;
            if header.magic.get() != UDEV_MAGIC {
                return None;
            }
            let start = usize::try_from(header.properties_off).ok()?;
            let len = usize::try_from(header.properties_len).ok()?;
            let properties = datagram.get(start..)?.get(..len)?;
            return Some(Self { head: &[], properties });
        }
        let end = datagram.iter().position(|&byte| byte == 0)?;
        let (head, properties) = datagram.split_at_checked(end)?;
        let properties = properties.get(1..)?;
        head.contains(&b'@').then_some(Self { head, properties })
    }

    /// Returns `ACTION@DEVPATH`, with which an event of the kernel begins; empty if udev sent the event.
    #[must_use]
    pub const fn head(&self) -> &'a [u8] {
        self.head
    }

    /// Returns what happened: `add`, `remove`, `change`, `move`, `online`, `offline`, `bind` or `unbind`.
    #[must_use]
    pub fn action(&self) -> Option<&'a [u8]> {
        self.get("ACTION")
    }

    /// Returns the path of the device below `/sys`.
    #[must_use]
    pub fn devpath(&self) -> Option<&'a [u8]> {
        self.get("DEVPATH")
    }

    /// Returns the value of the first property with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a [u8]> {
        self.properties().find(|(known, _)| *known == name.as_bytes()).map(|(_, value)| value)
    }

    /// Returns all properties with their values, in the order of the event. Strings without `=` are left out.
    pub fn properties(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + Clone + use<'a> {
        self.properties.split(|&byte| byte == 0).filter_map(|string| {
            let at = string.iter().position(|&byte| byte == b'=')?;
            Some((string.get(..at)?, string.get(at..)?.get(1..)?))
        })
    }
}

/// With which an event of udev begins.
const UDEV_PREFIX: &[u8] = b"libudev\0";
/// In network byte order.
const UDEV_MAGIC: u32 = 0xfeed_cafe;

structs! {
    /// With which an event of udev begins. Offsets are from the start of the datagram, lengths in bytes.
    UdevHeader {
        prefix: [u8; 8], magic: be::U32, header_size: u32, properties_off: u32, properties_len: u32,
        filter_subsystem_hash: be::U32, filter_devtype_hash: be::U32, filter_tag_bloom_hi: be::U32, filter_tag_bloom_lo: be::U32,
    }
}

family! {
    "uevent", protocol 15;
    operations { }
    notifications { }
    groups { "kernel" = 1, "udev" = 2, }
}

//! Events in a line each.

use core::fmt;
use core::net::IpAddr;
use std::io::{self, Write as _};

use netlink_core::RawMessage;
use netlink_sys::Protocol;
use netlink_sys::connection::Notification;

use crate::messages::{Address, Change, Link, Neighbour, Route};

/// Prints an event, and flushes: the next one may be far away.
pub(crate) fn event(event: &Notification<RawMessage<'_>>, hex: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match event {
        Notification::Lost => writeln!(out, "lost: the receive buffer was full")?,
        Notification::Message(message) => {
            match message.parse::<Change<'_>>() {
                Ok(change) => writeln!(out, "{change}")?,
                Err(error) => writeln!(out, "message {}: {error}", message.header().ty)?,
            }
            if hex {
                let shown = message.display::<Change<'_>>().protocol(Protocol::ROUTE);
                writeln!(out, "{}", shown.hex())?;
            }
        }
    }
    out.flush()
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewLink(link) => write!(f, "link {link}"),
            Self::DelLink(link) => write!(f, "deleted link {link}"),
            Self::NewAddr(address) => write!(f, "address {address}"),
            Self::DelAddr(address) => write!(f, "deleted address {address}"),
            Self::NewRoute(route) => write!(f, "route {route}"),
            Self::DelRoute(route) => write!(f, "deleted route {route}"),
            Self::NewNeigh(neighbour) => write!(f, "neighbour {neighbour}"),
            Self::DelNeigh(neighbour) => write!(f, "deleted neighbour {neighbour}"),
            Self::Other(message) => {
                write!(f, "message {}, {} bytes", message.header().ty, message.bytes().len())
            }
        }
    }
}

impl fmt::Display for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.unwrap_or_default().to_string_lossy();
        let state = if self.info.flags & IFF_UP == 0 { "down" } else { "up" };
        write!(f, "{name} index {} {state}", self.info.index)?;
        if let Some(mtu) = self.mtu {
            write!(f, " mtu {mtu}")?;
        }
        // Bridges and IPv6 tell of links, too, each in its own way.
        if self.info.family == 0 { Ok(()) } else { write!(f, " family {}", self.info.family) }
    }
}

/// `linux/if.h`
const IFF_UP: u32 = 1;

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // On a link with two ends, the address is the other one's.
        Prefix(self.local.or(self.address), self.header.prefix_len).fmt(f)?;
        write!(f, " dev {}", self.header.index)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Prefix(self.destination, self.header.dst_len).fmt(f)?;
        if let Some(gateway) = self.gateway {
            write!(f, " via {gateway}")?;
        }
        self.device.map_or(Ok(()), |device| write!(f, " dev {device}"))
    }
}

impl fmt::Display for Neighbour<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.destination {
            Some(&[a, b, c, d]) => write!(f, "{}", IpAddr::from([a, b, c, d]))?,
            Some(bytes) => match <[u8; 16]>::try_from(bytes) {
                Ok(address) => write!(f, "{}", IpAddr::from(address))?,
                Err(_) => write!(f, "{bytes:02x?}")?,
            },
            // Of a bridge: a hardware address, in an attribute that is not shown.
            None => f.write_str("-")?,
        }
        write!(f, " dev {} state {:#x}", self.header.index, self.header.state)
    }
}

struct Prefix(Option<IpAddr>, u8);

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(address) => write!(f, "{address}/{}", self.1),
            None => f.write_str("default"),
        }
    }
}

//! Lists this machine's network links, as a table or with `--json` as one JSON array.
//!
//! The types say what is wanted of the kernel's messages; everything else follows from them.

mod table;

use core::ffi::CStr;
use std::collections::HashMap;
use std::io::{self, Write as _};

use netlink_core::{Emit, Parse};
use netlink_sys::{Connection, Protocol};
use serde_json::Value;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

// linux/rtnetlink.h and linux/if_link.h
const RTM_NEWLINK: u16 = 16;
const RTM_GETLINK: u16 = 18;
const IFLA_ADDRESS: u16 = 1;
const IFLA_IFNAME: u16 = 3;
const IFLA_MTU: u16 = 4;
const IFLA_MASTER: u16 = 10;
const IFLA_OPERSTATE: u16 = 16;
const IFLA_LINKINFO: u16 = 18;
const IFLA_STATS64: u16 = 23;
const IFLA_INFO_KIND: u16 = 1;

/// The request: all links, since it names none.
#[derive(Debug, Default, Emit)]
#[netlink(message = RTM_GETLINK, reply = Link<'_>)]
struct GetLinks {
    #[netlink(header)]
    info: IfInfoMsg,
}

/// The reply, with the attributes that are shown here. Other attributes are skipped.
#[derive(Debug, Parse)]
#[netlink(message = RTM_NEWLINK)]
struct Link<'a> {
    #[netlink(header)]
    info: IfInfoMsg,
    #[nla(IFLA_IFNAME)]
    name: &'a CStr,
    #[nla(IFLA_MTU)]
    mtu: u32,
    #[nla(IFLA_OPERSTATE)]
    state: u8,
    #[nla(IFLA_ADDRESS)]
    address: Option<&'a [u8]>,
    #[nla(IFLA_MASTER)]
    master: Option<i32>,
    #[nla(IFLA_LINKINFO)]
    linkinfo: Option<LinkInfo<'a>>,
    #[nla(IFLA_STATS64)]
    stats: &'a Counters,
}

/// What IFLA_LINKINFO holds: a set within the set.
#[derive(Debug, Parse)]
struct LinkInfo<'a> {
    #[nla(IFLA_INFO_KIND)]
    kind: Option<&'a CStr>,
}

/// `struct ifinfomsg`, the fixed header of both messages.
#[derive(Clone, Copy, Debug, Default, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[repr(C)]
struct IfInfoMsg {
    family: u8,
    padding: u8,
    device_type: u16,
    index: i32,
    flags: u32,
    change: u32,
}

/// The beginning of `struct rtnl_link_stats64`; packed, because attributes are aligned to 4 bytes.
#[derive(Clone, Copy, Debug, FromBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C, packed)]
struct Counters {
    rx_packets: u64,
    tx_packets: u64,
    rx_bytes: u64,
    tx_bytes: u64,
}

/// One line of the table. It owns its strings: a [`Link`] is gone when the next one is read.
struct Row {
    index: i32,
    name: String,
    state: &'static str,
    kind: Option<String>,
    mtu: u32,
    address: Option<String>,
    master: Option<i32>,
    counters: Counters,
}

impl From<Link<'_>> for Row {
    fn from(link: Link<'_>) -> Self {
        let kind = link.linkinfo.and_then(|info| info.kind);
        Self {
            index: link.info.index,
            name: link.name.to_string_lossy().into_owned(),
            state: state_name(link.state),
            kind: kind.map(|kind| kind.to_string_lossy().into_owned()),
            mtu: link.mtu,
            address: link.address.filter(|address| !address.is_empty()).map(hex),
            master: link.master,
            counters: *link.stats,
        }
    }
}

fn main() -> Result<(), Box<dyn core::error::Error>> {
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let mut rows = Vec::new();
    let mut links = netlink.dump(&GetLinks::default())?;
    while let Some(link) = links.next()? {
        rows.push(Row::from(link));
    }
    if links.is_interrupted() {
        eprintln!("links changed meanwhile: the list may be incomplete");
    }

    let names: HashMap<i32, &str> = rows.iter().map(|row| (row.index, row.name.as_str())).collect();
    let master = |row: &Row| row.master.and_then(|index| names.get(&index).copied());
    let mut out = io::stdout().lock();
    if std::env::args().any(|arg| arg == "--json") {
        let links = rows.iter().map(|row| table::to_json(row, master(row)));
        writeln!(out, "{}", links.collect::<Value>())?;
    } else {
        table::print(&mut out, rows.iter().map(|row| table::to_cells(row, master(row))))?;
    }
    Ok(())
}

/// The states of RFC 2863, as `linux/if.h` numbers them.
fn state_name(state: u8) -> &'static str {
    const NAMES: [&str; 7] =
        ["UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"];
    NAMES.get(usize::from(state)).copied().unwrap_or("?")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}

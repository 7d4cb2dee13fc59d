//! Lists this machine's network links, as a table or with `--json` as one JSON array.

mod table;

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::process::ExitCode;

use netlink_core::MessageFlags;
use netlink_families::rt_link::{GetLink, Link, LinkStats64, OperState};
use netlink_sys::{Connection, Protocol};
use serde_json::Value;

/// One line of the table. It owns its strings: a [`Link`] is gone when the next one is read.
struct Row {
    index: i32,
    name: String,
    state: String,
    kind: Option<String>,
    mtu: Option<u32>,
    address: Option<String>,
    master: Option<i32>,
    stats: LinkStats64,
}

impl Row {
    fn new(link: Link<'_>) -> Self {
        let state = link.operstate.unwrap_or(OperState::Unknown);
        Self {
            index: link.header.index,
            name: link.ifname.unwrap_or_default().to_string(),
            state: format!("{state:?}").to_uppercase(),
            kind: link.linkinfo.and_then(|info| info.kind).map(|kind| kind.to_string()),
            mtu: link.mtu,
            address: link.address.filter(|address| !address.is_empty()).map(hex),
            master: link.master.and_then(|index| index.try_into().ok()),
            stats: link.stats64.map(|stats| *stats).unwrap_or_default(),
        }
    }
}

fn main() -> ExitCode {
    match list() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("links: {error}");
            ExitCode::FAILURE
        }
    }
}

fn list() -> Result<(), Box<dyn core::error::Error>> {
    let mut netlink = Connection::open(Protocol::ROUTE)?;
    let links = netlink.collect_with(&GetLink::default(), MessageFlags::NONE, Row::new)?;
    if links.interrupted {
        eprintln!("links changed each time they were listed: the list may be incomplete");
    }
    let rows: Vec<Row> = links.into_iter().collect();

    let names: HashMap<_, _> = rows.iter().map(|row| (row.index, row.name.as_str())).collect();
    let master = |row: &Row| names.get(&row.master?).copied();
    let mut out = io::stdout().lock();
    if std::env::args().any(|arg| arg == "--json") {
        let links = rows.iter().map(|row| table::to_json(row, master(row)));
        writeln!(out, "{}", links.collect::<Value>())?;
    } else {
        table::print(&mut out, rows.iter().map(|row| table::to_cells(row, master(row))))?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}

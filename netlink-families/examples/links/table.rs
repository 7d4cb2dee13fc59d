//! The same rows as a table for people, and as JSON for programs.

use std::io;

use serde_json::{Value, json};

use netlink_families::rt_link::LinkStats64;

use crate::Row;

pub(crate) fn to_json(row: &Row, master: Option<&str>) -> Value {
    let LinkStats64 { rx_packets, tx_packets, rx_bytes, tx_bytes, .. } = row.stats;
    json!({
        "index": row.index,
        "name": row.name,
        "state": row.state,
        "kind": row.kind,
        "mtu": row.mtu,
        "address": row.address,
        "master": master,
        "rx": { "bytes": rx_bytes, "packets": rx_packets },
        "tx": { "bytes": tx_bytes, "packets": tx_packets },
    })
}

pub(crate) type Line = [String; HEADINGS.len()];

const HEADINGS: [&str; 11] = [
    "INDEX",
    "NAME",
    "STATE",
    "KIND",
    "MTU",
    "ADDRESS",
    "RX BYTES",
    "RX PACKETS",
    "TX BYTES",
    "TX PACKETS",
    "MASTER",
];
const NUMBERS: [usize; 6] = [0, 4, 6, 7, 8, 9];

pub(crate) fn to_cells(row: &Row, master: Option<&str>) -> Line {
    let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
    let LinkStats64 { rx_packets, tx_packets, rx_bytes, tx_bytes, .. } = row.stats;
    [
        row.index.to_string(),
        row.name.clone(),
        row.state.clone(),
        or_dash(row.kind.as_deref()),
        row.mtu.unwrap_or_default().to_string(),
        or_dash(row.address.as_deref()),
        rx_bytes.to_string(),
        rx_packets.to_string(),
        tx_bytes.to_string(),
        tx_packets.to_string(),
        or_dash(master),
    ]
}

pub(crate) fn print(out: &mut impl io::Write, rows: impl Iterator<Item = Line>) -> io::Result<()> {
    let mut lines = vec![HEADINGS.map(str::to_owned)];
    lines.extend(rows);
    let mut widths = [0; HEADINGS.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    for line in &lines {
        let cells = line.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
            if NUMBERS.contains(&column) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

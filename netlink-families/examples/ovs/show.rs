//! Prints datapaths with their ports, and flows.

use std::error::Error;
use std::io::{self, Write as _};

use netlink_core::MessageFlags;
use netlink_families::ovs_datapath::GetDatapath;
use netlink_families::ovs_flow::{DatapathHeader, Flow, GetFlow};
use netlink_families::ovs_vport::{DatapathHeader as PortHeader, GetVport, Vport, VportType};
use netlink_sys::Connection;

use crate::actions::actions;
use crate::flow::flow;

/// Prints all datapaths, as `ovs-dpctl show` does.
pub(crate) fn datapaths(netlink: &mut Connection) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let all = netlink.collect_with(&GetDatapath::default(), MessageFlags::NONE, |datapath| {
        let name = datapath.name.unwrap_or_default().to_string_lossy().into_owned();
        let stats = datapath.stats.map(netlink_core::value::Struct::into_inner).unwrap_or_default();
        let masks = datapath.megaflow_stats.map(netlink_core::value::Struct::into_inner);
        (datapath.header.dp_ifindex, name, stats, masks, datapath.masks_cache_size)
    })?;
    for (index, name, stats, masks, cache) in all {
        writeln!(out, "system@{name}:")?;
        writeln!(out, "  lookups: hit:{} missed:{} lost:{}", stats.hit, stats.missed, stats.lost)?;
        writeln!(out, "  flows: {}", stats.flows)?;
        if let Some(masks) = masks {
            let lookups = (stats.hit + stats.missed).max(1) as f64;
            let share = masks.n_mask_hit as f64 / lookups;
            writeln!(
                out,
                "  masks: hit:{} total:{} hit/pkt:{share:.2}",
                masks.n_mask_hit, masks.n_masks
            )?;
            if masks.n_cache_hit > 0 {
                let rate = masks.n_cache_hit as f64 * 100.0 / lookups;
                writeln!(out, "  cache: hit:{} hit-rate:{rate:.2}%", masks.n_cache_hit)?;
            }
        }
        if let Some(cache) = cache {
            writeln!(out, "  caches:\n    masks-cache: size:{cache}")?;
        }
        let header = PortHeader { dp_ifindex: index };
        let request = GetVport { header, ..Default::default() };
        let mut ports: Vec<_> =
            netlink.collect_with(&request, MessageFlags::NONE, port)?.into_iter().collect();
        ports.sort();
        for (number, text) in ports {
            writeln!(out, "  port {number}: {text}")?;
        }
    }
    Ok(())
}

fn port(port: Vport<'_>) -> (u32, String) {
    let mut text = port.name.unwrap_or_default().to_string_lossy().into_owned();
    let tunnel_port = port.options.as_ref().and_then(|options| options.dst_port);
    match port.ty {
        Some(VportType::Internal) => text += " (internal)",
        Some(VportType::Vxlan) if tunnel_port == Some(4789) => text += " (vxlan)",
        Some(VportType::Geneve) if tunnel_port == Some(6081) => text += " (geneve)",
        Some(VportType::Vxlan) => {
            text += &format!(" (vxlan: dst_port={})", tunnel_port.unwrap_or_default())
        }
        Some(VportType::Geneve) => {
            text += &format!(" (geneve: dst_port={})", tunnel_port.unwrap_or_default())
        }
        Some(VportType::Gre) => text += " (gre)",
        _ => {}
    }
    (port.port_no.unwrap_or_default(), text)
}

/// Prints the flows of a datapath, as `ovs-dpctl dump-flows` does; with `all`, also what they do not look at.
pub(crate) fn flows(netlink: &mut Connection, index: u32, all: bool) -> Result<(), Box<dyn Error>> {
    let header = DatapathHeader { dp_ifindex: index };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut flows = netlink.dump(&GetFlow { header, ..Default::default() })?;
    while let Some(flow) = flows.next()? {
        writeln!(out, "{}", line(&flow, all))?;
    }
    Ok(out.flush()?)
}

fn line(one: &Flow<'_>, all: bool) -> String {
    let mut out = String::new();
    if let (Some(id), true) = (one.ufid, all) {
        out += &format!("ufid:{}, ", uuid(id));
    }
    if let Some(key) = &one.key {
        out += &flow(key, one.mask.as_ref(), all);
    }
    let stats = one.stats.map(netlink_core::value::Struct::into_inner).unwrap_or_default();
    out += &format!(", packets:{}, bytes:{}, used:", stats.packets, stats.bytes);
    match one.used {
        Some(used) => out += &format!("{:.3}s", now().saturating_sub(used) as f64 / 1000.0),
        None => out += "never",
    }
    if let Some(flags) = one.tcp_flags.filter(|flags| *flags != 0) {
        let letters = "FSRP.UEC".chars().enumerate().filter(|(bit, _)| flags >> bit & 1 == 1);
        out += &format!(", flags:{}", letters.map(|(_, letter)| letter).collect::<String>());
    }
    if all {
        out += ", dp:ovs";
    }
    out + ", actions:" + &one.actions.as_ref().map_or_else(|| "drop".to_owned(), actions)
}

/// The 32-bit parts of the identifier are in the byte order of the machine.
fn uuid(id: &[u8]) -> String {
    let mut words = [0_u32; 4];
    for (word, bytes) in words.iter_mut().zip(id.chunks_exact(4)) {
        *word = bytes.try_into().map(u32::from_ne_bytes).unwrap_or_default();
    }
    let [a, b, c, d] = words;
    format!("{a:08x}-{:04x}-{:04x}-{:04x}-{:04x}{d:08x}", b >> 16, b & 0xffff, c >> 16, c & 0xffff)
}

/// The time since the machine was started, in milliseconds.
fn now() -> u64 {
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let seconds: f64 =
        uptime.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or_default();
    (seconds * 1000.0) as u64
}

//! Routes as text and as JSON.

use core::net::IpAddr;
use std::collections::HashMap;
use std::io::{self, Write as _};

use serde_json::{Value, json};

use crate::messages::Route;

pub(crate) fn print(
    routes: &[Route],
    links: &HashMap<u32, String>,
    as_json: bool,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if as_json {
        let routes = routes.iter().map(|route| to_json(route, links));
        return writeln!(out, "{}", routes.collect::<Value>());
    }
    for route in routes {
        write!(out, "{}{}", kind(route.header.ty), destination(route))?;
        if let Some(gateway) = route.gateway {
            write!(out, " via {gateway}")?;
        }
        if let Some(name) = device(route, links) {
            write!(out, " dev {name}")?;
        }
        if let Some(source) = route.source {
            write!(out, " from {source}")?;
        }
        if let Some(metric) = route.metric {
            write!(out, " metric {metric}")?;
        }
        writeln!(out, " table {}", table(route))?;
    }
    Ok(())
}

fn to_json(route: &Route, links: &HashMap<u32, String>) -> Value {
    let address = |address: Option<IpAddr>| address.map(|address| address.to_string());
    json!({
        "type": route.header.ty,
        "dst": destination(route),
        "gateway": address(route.gateway),
        "dev": device(route, links),
        "prefsrc": address(route.source),
        "metric": route.metric,
        "table": table(route),
        "protocol": route.header.protocol,
        "scope": route.header.scope,
    })
}

/// The number of the table; those above 255 have no room in the header.
fn table(route: &Route) -> u32 {
    route.table.unwrap_or(route.header.table.into())
}

fn destination(route: &Route) -> String {
    match (route.destination, route.header.destination_len) {
        (None, 0) => "default".to_owned(),
        (None, len) => format!("?/{len}"),
        (Some(IpAddr::V4(address)), 32) => address.to_string(),
        (Some(IpAddr::V6(address)), 128) => address.to_string(),
        (Some(address), len) => format!("{address}/{len}"),
    }
}

fn device<'l>(route: &Route, links: &'l HashMap<u32, String>) -> Option<&'l str> {
    links.get(&route.device?).map(String::as_str)
}

/// What happens to packets, where it is not that they are sent on.
fn kind(ty: u8) -> &'static str {
    match ty {
        2 => "local ",
        3 => "broadcast ",
        4 => "anycast ",
        5 => "multicast ",
        6 => "blackhole ",
        7 => "unreachable ",
        8 => "prohibit ",
        9 => "throw ",
        _ => "",
    }
}

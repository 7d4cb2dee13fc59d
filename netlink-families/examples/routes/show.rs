//! Prints routes as text and as JSON.

use core::net::IpAddr;
use std::collections::HashMap;
use std::io::{self, Write as _};

use netlink_families::Ip;
use netlink_families::rt_route::{Route, RouteHeader, RouteType};
use serde_json::{Value, json};

/// What is shown of a route. It owns all of it: a [`Route`] is gone when the next one is read.
pub(crate) struct Row {
    header: RouteHeader,
    destination: Option<IpAddr>,
    gateway: Option<IpAddr>,
    device: Option<u32>,
    metric: Option<u32>,
    source: Option<IpAddr>,
    table: u32,
}

impl Row {
    pub(crate) fn new(route: Route<'_>) -> Self {
        let ip = |address: Option<Ip<'_>>| address.and_then(|address| address.ip());
        Self {
            header: route.header,
            destination: ip(route.dst),
            gateway: ip(route.gateway),
            device: route.oif,
            metric: route.priority,
            source: ip(route.prefsrc),
            // Those above 255 have no room in the header.
            table: route.table.unwrap_or(route.header.table.into()),
        }
    }
}

pub(crate) fn print(routes: &[Row], links: &HashMap<u32, String>, as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if as_json {
        let routes = routes.iter().map(|route| to_json(route, links));
        return writeln!(out, "{}", routes.collect::<Value>());
    }
    for route in routes {
        if route.header.ty != RouteType::UNICAST {
            write!(out, "{} ", format!("{:?}", route.header.ty).to_lowercase())?;
        }
        write!(out, "{}", destination(route))?;
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
        writeln!(out, " table {}", route.table)?;
    }
    Ok(())
}

fn to_json(route: &Row, links: &HashMap<u32, String>) -> Value {
    let address = |address: Option<IpAddr>| address.map(|address| address.to_string());
    json!({
        "type": route.header.ty.0,
        "dst": destination(route),
        "gateway": address(route.gateway),
        "dev": device(route, links),
        "prefsrc": address(route.source),
        "metric": route.metric,
        "table": route.table,
        "protocol": route.header.protocol.0,
        "scope": route.header.scope.0,
    })
}

fn destination(route: &Row) -> String {
    match (route.destination, route.header.dst_len) {
        (None, 0) => "default".to_owned(),
        (None, len) => format!("?/{len}"),
        (Some(IpAddr::V4(address)), 32) => address.to_string(),
        (Some(IpAddr::V6(address)), 128) => address.to_string(),
        (Some(address), len) => format!("{address}/{len}"),
    }
}

fn device<'l>(route: &Row, links: &'l HashMap<u32, String>) -> Option<&'l str> {
    links.get(&route.device?).map(String::as_str)
}

//! Prints the action of connection tracking.

use netlink_families::ovs_flow::{Ct, Nat};

use crate::form::hex;
use crate::names;

pub(crate) fn conntrack(ct: &Ct<'_>) -> String {
    let mut all = Vec::new();
    let flag = |all: &mut Vec<String>, is_set: bool, name: &str| {
        all.extend(is_set.then(|| name.to_owned()))
    };
    flag(&mut all, ct.commit, "commit");
    flag(&mut all, ct.force_commit, "force_commit");
    all.extend(ct.zone.filter(|zone| *zone != 0).map(|zone| format!("zone={zone}")));
    all.extend(
        ct.mark.map(|mark| format!("mark={}/{}", hex(mark.value.into()), hex(mark.mask.into()))),
    );
    all.extend(ct.labels.map(|label| format!("label={}", names::label(&label.value, &label.mask))));
    all.extend(ct.helper.map(|helper| format!("helper={}", helper.to_string_lossy())));
    all.extend(ct.timeout.map(|timeout| format!("timeout={}", timeout.to_string_lossy())));
    all.extend(ct.nat.as_ref().map(nat));
    if all.is_empty() { "ct".to_owned() } else { format!("ct({})", all.join(",")) }
}

fn nat(nat: &Nat<'_>) -> String {
    let mut out = String::from(if nat.src { "src" } else { "dst" });
    if !nat.src && !nat.dst {
        return "nat".to_owned();
    }
    let range = |low: Option<String>, high: Option<String>, between: &str| match (low, high) {
        (Some(low), Some(high)) if low != high => format!("{low}{between}{high}"),
        (low, _) => low.unwrap_or_default(),
    };
    let address = |ip: Option<core::net::IpAddr>| {
        ip.map(|ip| {
            if ip.is_ipv6() && nat.proto_min.is_some() { format!("[{ip}]") } else { ip.to_string() }
        })
    };
    let port = |port: Option<u16>| port.map(|port| port.to_string());
    let addresses = range(address(nat.ip_min), address(nat.ip_max), "-");
    let ports = range(port(nat.proto_min), port(nat.proto_max), "-");
    if !addresses.is_empty() || !ports.is_empty() {
        out += &format!("={addresses}");
    }
    if !ports.is_empty() {
        out += &format!(":{ports}");
    }
    for (is_set, name) in
        [(nat.persistent, "persistent"), (nat.proto_hash, "hash"), (nat.proto_random, "random")]
    {
        if is_set {
            out += &format!(",{name}");
        }
    }
    format!("nat({out})")
}

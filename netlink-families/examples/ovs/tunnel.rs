//! Prints the key of a tunnel.

use netlink_families::ovs_flow::TunnelKey;

use crate::form::{Form, hex};
use crate::layout::show;
use crate::names::{CSUM, DF, KEY, OAM, tunnel_flags};

/// Returns the bytes of a field.
type Get = fn(&TunnelKey<'_>) -> Option<Vec<u8>>;

/// Prints a key of a tunnel. Without a mask all of it counts; if the mask lacks the tunnel, nothing does.
pub(crate) fn show_tunnel(key: &TunnelKey<'_>, mask: Option<&TunnelKey<'_>>, all: bool) -> String {
    let mut out = Vec::new();
    let mut field = |name, form, key: Option<&[u8]>, bits: Option<&[u8]>| {
        let Some(key) = key else { return };
        let layout = [(name, 0, form)];
        // What the mask lacks is printed as if all of it counted.
        let shown = show(&layout, key, bits, all);
        if !shown.is_empty() {
            out.push(shown);
        }
    };
    let of = |get: Get| (get(key), mask.and_then(get));
    let fields: [(&str, Form, Get); 9] = [
        ("tun_id", Form::Hex(8), |key| Some(key.id?.0.to_be_bytes().to_vec())),
        ("src", Form::V4, |key| Some(key.ipv4_src?.octets().to_vec())),
        ("dst", Form::V4, |key| Some(key.ipv4_dst?.octets().to_vec())),
        ("ipv6_src", Form::V6, |key| Some(key.ipv6_src?.octets().to_vec())),
        ("ipv6_dst", Form::V6, |key| Some(key.ipv6_dst?.octets().to_vec())),
        ("tos", Form::Hex(1), |key| Some(vec![key.tos?])),
        ("ttl", Form::Dec(1), |key| Some(vec![key.ttl?])),
        ("tp_src", Form::Dec(2), |key| Some(key.tp_src?.0.to_be_bytes().to_vec())),
        ("tp_dst", Form::Dec(2), |key| Some(key.tp_dst?.0.to_be_bytes().to_vec())),
    ];
    for (name, form, get) in fields {
        let (key, bits) = of(get);
        field(name, form, key.as_deref(), bits.as_deref());
    }
    if let Some(gbp) = key.vxlan_opts.as_ref().and_then(|options| options.gbp) {
        let bits = mask.and_then(|mask| mask.vxlan_opts.as_ref()?.gbp).unwrap_or(u32::MAX);
        let part = |name: &str, shift: u32, width: u32| {
            let (value, bits) = (gbp >> shift & width, bits >> shift & width);
            match bits == width {
                true => format!(
                    "{name}={}",
                    if shift == 0 { value.to_string() } else { hex(value.into()) }
                ),
                false => format!(
                    "{name}={}/{}",
                    if shift == 0 { value.to_string() } else { hex(value.into()) },
                    hex(bits.into())
                ),
            }
        };
        out.push(format!("vxlan(gbp({},{}))", part("id", 0, 0xffff), part("flags", 16, 0xff)));
    }
    let bits = mask.map_or(u32::MAX, flags);
    if bits != 0 || all {
        out.push(format!("flags({})", tunnel_flags(flags(key), bits)));
    }
    out.join(",")
}

fn flags(key: &TunnelKey<'_>) -> u32 {
    let flag = |is_set: bool, flag| if is_set { flag } else { 0 };
    flag(key.dont_fragment, DF)
        | flag(key.csum, CSUM)
        | flag(key.id.is_some(), KEY)
        | flag(key.oam, OAM)
}

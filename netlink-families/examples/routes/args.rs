//! The command line.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_families::Ip;
use netlink_families::rt_route::{Protocol, Route, RouteHeader, RouteType, Scope};

pub(crate) const USAGE: &str = "\
usage: routes [-4 | -6] [--table NUMBER] [--dev NAME] [--json]
       routes (--add | --del) (PREFIX | default) [-6] [--via ADDRESS] [--dev NAME] [--metric N] [--table N]";

/// The versions of IP, as headers have them.
const AF_INET: u8 = Ip::V4(Ipv4Addr::UNSPECIFIED).family();
const AF_INET6: u8 = Ip::V6(Ipv6Addr::UNSPECIFIED).family();

#[derive(Clone, Copy, Default)]
pub(crate) enum Action {
    #[default]
    List,
    Add,
    Delete,
}

#[derive(Default)]
pub(crate) struct Args {
    pub(crate) action: Action,
    pub(crate) table: Option<u32>,
    pub(crate) device: Option<String>,
    pub(crate) json: bool,
    family: Option<u8>,
    destination: Option<(IpAddr, u8)>,
    gateway: Option<IpAddr>,
    metric: Option<u32>,
}

impl Args {
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Option<Self> {
        let mut parsed = Self::default();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "-4" => parsed.family = Some(AF_INET),
                "-6" => parsed.family = Some(AF_INET6),
                "--json" => parsed.json = true,
                "--table" => parsed.table = Some(args.next()?.parse().ok()?),
                "--dev" => parsed.device = Some(args.next()?),
                "--via" => parsed.gateway = Some(args.next()?.parse().ok()?),
                "--metric" => parsed.metric = Some(args.next()?.parse().ok()?),
                "--add" | "--del" => {
                    parsed.action = if arg == "--add" { Action::Add } else { Action::Delete };
                    parsed.destination = prefix(&args.next()?)?;
                }
                _ => return None,
            }
        }
        Some(parsed)
    }

    /// The address families to list.
    pub(crate) fn families(&self) -> Vec<u8> {
        self.family.map_or_else(|| vec![AF_INET, AF_INET6], |family| vec![family])
    }

    /// The route to add or to delete, through the link with this index.
    pub(crate) fn route(&self, oif: Option<u32>) -> Route<'static> {
        let (destination, dst_len) = self.destination.unzip();
        let family = self.family.unwrap_or(match destination.or(self.gateway) {
            Some(IpAddr::V6(_)) => AF_INET6,
            _ => AF_INET,
        });
        // What is deleted may have any scope, protocol and type.
        let (scope, protocol, ty) = match (self.action, self.gateway) {
            (Action::Delete, _) => (Scope::NOWHERE, Protocol::UNSPEC, RouteType::UNSPEC),
            (_, Some(_)) => (Scope::UNIVERSE, Protocol::BOOT, RouteType::UNICAST),
            (_, None) => (Scope::LINK, Protocol::BOOT, RouteType::UNICAST),
        };
        let dst_len = dst_len.unwrap_or(0);
        Route {
            header: RouteHeader { family, dst_len, protocol, scope, ty, ..Default::default() },
            dst: destination.map(Ip::from),
            gateway: self.gateway.map(Ip::from),
            oif,
            priority: self.metric,
            table: self.table,
            ..Default::default()
        }
    }
}

/// `10.0.0.0/8`, a single address, or `default`, which has no prefix.
#[expect(clippy::option_option, reason = "no prefix, and no such prefix")]
fn prefix(text: &str) -> Option<Option<(IpAddr, u8)>> {
    if text == "default" {
        return Some(None);
    }
    let (address, len) = text.split_once('/').unwrap_or((text, ""));
    let address: IpAddr = address.parse().ok()?;
    let bits = if address.is_ipv4() { Ipv4Addr::BITS } else { Ipv6Addr::BITS };
    let len = if len.is_empty() { bits } else { len.parse().ok()? };
    Some(Some((address, u8::try_from(len).ok()?)))
}

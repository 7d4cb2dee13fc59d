//! Links, as a struct of the fields that are read, and as one of all that links have.

use core::ffi::CStr;
use std::hint::black_box;

use crate::family::rt_link::{
    IFLA_ADDRESS, IFLA_IFNAME, IFLA_INFO_KIND, IFLA_LINKINFO, IFLA_MASTER, IFLA_MTU,
    IFLA_OPERSTATE, IFLA_STATS64, IfInfoMsg, Link, LinkStats64, RTM_NEWLINK,
};
use netlink_core::{Parse, RawMessage};
use zerocopy::FromBytes;

use crate::{bench::Bench, bench::each, contender, floor, messages::messages};

/// What a monitoring agent reads of a link.
#[derive(Debug, Default, Parse)]
#[netlink(message = RTM_NEWLINK)]
pub(crate) struct LinkFields<'a> {
    #[netlink(header)]
    info: IfInfoMsg,
    #[nla(IFLA_IFNAME)]
    name: &'a CStr,
    #[nla(IFLA_MTU)]
    mtu: Option<u32>,
    #[nla(IFLA_ADDRESS)]
    address: Option<&'a [u8]>,
    #[nla(IFLA_MASTER)]
    master: Option<u32>,
    #[nla(IFLA_OPERSTATE)]
    oper_state: Option<u8>,
    #[nla(IFLA_STATS64)]
    stats: Option<&'a LinkStats64>,
    #[nla(IFLA_LINKINFO)]
    link_info: Option<InfoFields<'a>>,
}

#[derive(Debug, Default, Parse)]
pub(crate) struct InfoFields<'a> {
    #[nla(IFLA_INFO_KIND)]
    kind: Option<&'a CStr>,
}

impl LinkFields<'_> {
    /// Uses every field.
    #[inline(always)]
    pub(crate) fn sum(&self) -> u64 {
        let text = |text: Option<&CStr>| text.map_or(0, |text| text.to_bytes().len() as u64);
        let int = |int: Option<u32>| u64::from(int.unwrap_or(0));
        u64::from(self.info.index.unsigned_abs())
            + text(Some(self.name))
            + int(self.mtu)
            + self.address.map_or(0, |address| address.len() as u64)
            + int(self.master)
            + u64::from(self.oper_state.unwrap_or(0))
            + self.stats.map_or(0, |stats| stats.rx_packets + stats.tx_bytes)
            + text(self.link_info.as_ref().and_then(|info| info.kind))
    }
}

pub(super) fn all() -> [Bench; 2] {
    let links = messages("link", RTM_NEWLINK);
    [
        Bench::reading("parse a link, the fields read", links, fields, fields_by_hand)
            .goal(1.25)
            .contender(each(links, contender::link)),
        Bench::reading("parse a link, complete", links, complete, fields_by_hand).goal(2.0),
    ]
}

#[inline(always)]
fn fields(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    let link: LinkFields<'_> = message.parse().ok()?;
    Some(link.sum())
}

/// The whole struct is made, and seen; of its fields the same are used.
#[inline(always)]
fn complete(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    let parsed: Result<Link<'_>, _> = message.parse();
    let Ok(link) = black_box(&parsed) else { return None };
    let fields = LinkFields {
        info: link.info,
        name: link.name,
        mtu: link.mtu,
        address: link.address,
        master: link.master,
        oper_state: link.oper_state,
        stats: link.stats64.as_deref(),
        link_info: link.link_info.as_ref().map(|info| InfoFields { kind: info.kind }),
    };
    Some(fields.sum())
}

#[inline(always)]
pub(super) fn fields_by_hand(bytes: &[u8]) -> Option<u64> {
    Some(read_by_hand(floor::payload(bytes, RTM_NEWLINK)?)?.sum())
}

/// Reads what is behind the header of the message.
#[inline(always)]
pub(crate) fn read_by_hand(payload: &[u8]) -> Option<LinkFields<'_>> {
    let (info, attrs) = IfInfoMsg::read_from_prefix(payload).ok()?;
    let mut name = None;
    let mut link = LinkFields { info, ..LinkFields::default() };
    for (ty, payload) in floor::Attrs(attrs) {
        match ty {
            IFLA_IFNAME => name = Some(CStr::from_bytes_until_nul(payload).ok()?),
            IFLA_MTU => link.mtu = Some(floor::u32_at(payload)?),
            IFLA_ADDRESS => link.address = Some(payload),
            IFLA_MASTER => link.master = Some(floor::u32_at(payload)?),
            IFLA_OPERSTATE => link.oper_state = Some(*payload.first()?),
            IFLA_STATS64 => link.stats = Some(LinkStats64::ref_from_prefix(payload).ok()?.0),
            IFLA_LINKINFO => {
                let mut info = InfoFields::default();
                for (ty, payload) in floor::Attrs(payload) {
                    if ty == IFLA_INFO_KIND {
                        info.kind = Some(CStr::from_bytes_until_nul(payload).ok()?);
                    }
                }
                link.link_info = Some(info);
            }
            _ => {}
        }
    }
    link.name = name?;
    Some(link)
}

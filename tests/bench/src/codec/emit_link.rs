//! The request to make a VLAN: a name, a few numbers, and what is peculiar to the kind in two nests.

use core::ffi::CStr;
use std::hint::black_box;

use crate::family::rt_link::{
    self, IFLA_IFNAME, IFLA_INFO_DATA, IFLA_INFO_KIND, IFLA_LINK, IFLA_LINKINFO, IFLA_MTU,
    IFLA_VLAN_ID, IfInfoMsg, Link, LinkData, LinkFlags, RTM_NEWLINK,
};
use netlink_core::{Emit, MessageFlags, MessageHeader, Writer, attr::NESTED, emit_message};
use zerocopy::IntoBytes;

use crate::{
    bench::Bench,
    floor::{Out, attr_header, message_header},
};

const HEADER: MessageHeader = MessageHeader::new(RTM_NEWLINK, MessageFlags::REQUEST);
const NAME: &CStr = c"uplink.100";
const KIND: &CStr = c"vlan";
const MTU: u32 = 1496;
const LINK: u32 = 2;
const ID: u16 = 100;

#[derive(Debug, Emit)]
#[netlink(message = RTM_NEWLINK)]
struct NewLink<'a> {
    #[netlink(header)]
    info: IfInfoMsg,
    #[nla(IFLA_IFNAME, len = ..=15)]
    name: &'a CStr,
    #[nla(IFLA_MTU, range = 68..=65535)]
    mtu: Option<u32>,
    #[nla(IFLA_LINK)]
    link: Option<u32>,
    #[nla(IFLA_LINKINFO)]
    link_info: Option<Info<'a>>,
}

#[derive(Debug, Emit)]
struct Info<'a> {
    #[nla(IFLA_INFO_KIND)]
    kind: &'a CStr,
    #[nla(IFLA_INFO_DATA, select = kind)]
    data: Option<Data>,
}

#[derive(Debug, Emit)]
enum Data {
    #[netlink(key = "vlan")]
    Vlan(Vlan),
}

#[derive(Debug, Emit)]
struct Vlan {
    #[nla(IFLA_VLAN_ID, range = ..=4094)]
    id: u16,
}

const fn fields() -> NewLink<'static> {
    NewLink {
        info: IfInfoMsg {
            family: 0,
            pad: 0,
            ty: 0,
            index: 0,
            flags: LinkFlags(1),
            change: LinkFlags(1),
        },
        name: NAME,
        mtu: Some(MTU),
        link: Some(LINK),
        link_info: Some(Info { kind: KIND, data: Some(Data::Vlan(Vlan { id: ID })) }),
    }
}

fn complete() -> Link<'static> {
    let vlan = rt_link::kinds::Vlan { id: Some(ID), ..Default::default() };
    Link {
        info: fields().info,
        name: NAME,
        mtu: Some(MTU),
        link: Some(LINK),
        link_info: Some(rt_link::LinkInfo {
            kind: Some(KIND),
            data: Some(LinkData::Vlan(vlan)),
            ..Default::default()
        }),
        ..Link::default()
    }
}

pub(super) fn all() -> [Bench; 2] {
    let (link, by_hand) = (fields(), fields());
    let fields = Bench::writing(
        "emit a link with its kind",
        slice(move |out| emit(&link, out)),
        slice(move |out| emit_by_hand(&by_hand, out)),
    );
    let (link, by_hand) = (complete(), self::fields());
    let complete = Bench::writing(
        "emit a link with its kind, complete",
        slice(move |out| emit_complete(&link, out)),
        slice(move |out| emit_by_hand(&by_hand, out)),
    );
    [fields, complete]
}

/// Writes into the same slice each time.
fn slice(emit: impl Fn(&mut [u8]) -> Option<usize>) -> impl FnMut() -> Option<u64> {
    let mut bytes = [0; 256];
    move || {
        let len = emit(black_box(&mut bytes))?;
        black_box(&bytes);
        Some(len as u64)
    }
}

#[inline(always)]
fn emit(link: &NewLink<'_>, bytes: &mut [u8]) -> Option<usize> {
    let mut writer = Writer::new(bytes);
    emit_message(&mut writer, HEADER, black_box(link)).ok()?;
    Some(writer.len())
}

#[inline(always)]
fn emit_complete(link: &Link<'_>, bytes: &mut [u8]) -> Option<usize> {
    let mut writer = Writer::new(bytes);
    emit_message(&mut writer, HEADER, black_box(link)).ok()?;
    Some(writer.len())
}

/// With the checks that the rules ask for.
#[inline(always)]
fn emit_by_hand(link: &NewLink<'_>, bytes: &mut [u8]) -> Option<usize> {
    let link = black_box(link);
    let room = bytes.len();
    let mut out = Out(bytes);
    let head = out.split()?;
    out.put::<16>(link.info.as_bytes().try_into().ok()?)?;
    if link.name.to_bytes().len() > 15 {
        return None;
    }
    out.put_bytes(IFLA_IFNAME, link.name.to_bytes_with_nul())?;
    if let Some(mtu) = link.mtu {
        if !(68..=65535).contains(&mtu) {
            return None;
        }
        out.put4(IFLA_MTU, mtu.to_ne_bytes())?;
    }
    if let Some(link) = link.link {
        out.put4(IFLA_LINK, link.to_ne_bytes())?;
    }
    if let Some(info) = &link.link_info {
        let room = out.0.len();
        let nest = out.split()?;
        out.put_bytes(IFLA_INFO_KIND, info.kind.to_bytes_with_nul())?;
        if let Some(Data::Vlan(vlan)) = &info.data {
            if info.kind != KIND || vlan.id > 4094 {
                return None;
            }
            let room = out.0.len();
            let nest = out.split()?;
            let [l0, l1, t0, t1] = attr_header(6, IFLA_VLAN_ID)?;
            let [v0, v1] = vlan.id.to_ne_bytes();
            out.put([l0, l1, t0, t1, v0, v1, 0, 0])?;
            *nest = attr_header(room - out.0.len(), IFLA_INFO_DATA | NESTED)?;
        }
        *nest = attr_header(room - out.0.len(), IFLA_LINKINFO | NESTED)?;
    }
    let len = room - out.0.len();
    *head = message_header(len, RTM_NEWLINK)?;
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_write_the_same_attributes() {
        let (mut ours, mut by_hand) = ([0xa5; 256], [0xa5; 256]);
        let len = emit(&fields(), &mut ours);
        assert!(len.is_some());
        assert_eq!(emit_by_hand(&fields(), &mut by_hand), len);
        assert_eq!(ours, by_hand);
        assert_eq!(emit_complete(&complete(), &mut ours), len);
    }
}

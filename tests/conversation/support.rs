//! Messages of rtnetlink's links, and a kernel in memory that has some.

use core::ffi::CStr;

use netlink_core::{Emit, Errno, MessageFlags, MessageHeader, Parse, Writer};
pub use netlink_families::rt_link::LinkHeader;
use netlink_sys::Protocol;
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel, Refusal};

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(message = 16)] // RTM_NEWLINK
pub struct Link<'a> {
    #[netlink(header)]
    pub info: LinkHeader,
    #[nla(3)] // IFLA_IFNAME
    pub name: &'a CStr,
    #[nla(4, parse(range = ..=65536))] // IFLA_MTU
    pub mtu: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 17)] // RTM_DELLINK
pub struct DelLink {
    #[netlink(header)]
    pub info: LinkHeader,
}

#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 18, reply = Link<'_>)] // RTM_GETLINK
pub struct GetLink {
    #[netlink(header)]
    pub info: LinkHeader,
}

pub const NONE: MessageFlags = MessageFlags::NONE;

pub fn info(index: i32) -> LinkHeader {
    LinkHeader { index, ..LinkHeader::default() }
}

pub fn link(index: i32) -> Link<'static> {
    Link { info: info(index), name: c"eth", mtu: None }
}

pub fn get(index: i32) -> GetLink {
    GetLink { info: info(index) }
}

pub fn del(index: i32) -> DelLink {
    DelLink { info: info(index) }
}

/// The request for all links.
pub fn all() -> GetLink {
    GetLink::default()
}

/// A kernel that has links of the numbers from 1 to `links`, and takes what is made; what is deleted
/// must be there.
pub fn kernel(links: i32) -> Kernel {
    let kernel = Kernel::new(Protocol::ROUTE);
    let there = move |info: LinkHeader| (1..=links).contains(&info.index);
    kernel.on::<GetLink>(move |asked, answer| {
        if answer.is_dump() {
            for index in 1..=links {
                answer.reply(&link(index))?;
            }
        } else if there(asked.info) {
            answer.reply(&link(asked.info.index))?;
        } else {
            return Err(Refusal::from(Errno::ENODEV).because("no such link"));
        }
        Ok(())
    });
    kernel.on::<Link<'_>>(|_, _| Ok(()));
    kernel.on::<DelLink>(move |link, _| match there(link.info) {
        true => Ok(()),
        false => Err(Errno::ENODEV.into()),
    });
    kernel
}

/// Lets one thing go wrong.
pub fn once(kernel: &Kernel, operation: FaultPoint, fault: Fault) {
    kernel.set_faults(move |now| (now == operation).then_some(fault));
}

/// A message in bytes, with the sequence number that a script fills in.
pub fn message(ty: u16, flags: MessageFlags, body: &[u8]) -> Vec<u8> {
    numbered(ty, flags, 0, body)
}

pub fn numbered(ty: u16, flags: MessageFlags, sequence: u32, body: &[u8]) -> Vec<u8> {
    let header = MessageHeader { sequence, ..MessageHeader::new(ty, flags) };
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).message(header, |writer| writer.bytes(body)).expect("room");
    bytes
}

/// What a link is behind its header: `struct ifinfomsg`, and its name.
pub fn link_body(index: i32) -> Vec<u8> {
    let mut body = vec![0; 4];
    body.extend(index.to_ne_bytes());
    body.extend([0; 8]);
    body.extend([8, 0, 3, 0, b'e', b't', b'h', 0].map(|byte: u8| byte));
    body
}

/// `NLMSG_DONE` with a number.
pub fn done(errno: i32) -> Vec<u8> {
    message(3, MessageFlags::MULTI, &(-errno).to_ne_bytes())
}

/// `NLMSG_OVERRUN`
pub fn overrun() -> Vec<u8> {
    message(4, NONE, &[])
}

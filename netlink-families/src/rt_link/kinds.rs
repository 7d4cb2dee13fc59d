//! Links of a kind, and their ports, without naming the kind twice.

use netlink_core::policy::Key;
use netlink_core::{Emit, NlaStr, key_of};

use super::{Link, LinkFlags, LinkHeader, LinkInfo, LinkInfoData, LinkInfoPortData, Veth, VethPeer};

impl<'a> Link<'a> {
    /// Returns a link with this name, and nothing else.
    #[must_use]
    #[inline]
    pub fn named(name: impl Into<NlaStr<'a>>) -> Self {
        Self { ifname: Some(name.into()), ..Self::default() }
    }

    /// Returns a link of a kind: the request that creates it.
    ///
    /// ```
    /// use netlink_families::rt_link::{Link, LinkInfoData, Vxlan};
    ///
    /// let vxlan = Vxlan { id: Some(42), ..Default::default() };
    /// let link = Link::new("vxlan0", LinkInfoData::Vxlan(vxlan));
    /// assert_eq!(link.linkinfo.unwrap().kind, Some("vxlan".into()));
    /// ```
    #[must_use]
    #[inline]
    pub fn new(name: impl Into<NlaStr<'a>>, data: LinkInfoData<'a>) -> Self {
        Self { linkinfo: Some(data.into()), ..Self::named(name) }
    }

    /// Sets the link up.
    #[must_use]
    #[inline]
    pub const fn up(mut self) -> Self {
        self.header.flags.0 |= LinkFlags::UP.0;
        self.header.change.0 |= LinkFlags::UP.0;
        self
    }

    /// Sets the link down.
    #[must_use]
    #[inline]
    pub const fn down(mut self) -> Self {
        self.header.flags.0 &= !LinkFlags::UP.0;
        self.header.change.0 |= LinkFlags::UP.0;
        self
    }
}

impl LinkHeader {
    /// Returns true if the message is about the link as a port of a bridge (`AF_BRIDGE`), not about the link
    /// itself.
    ///
    /// A kernel sends such messages to `RTNLGRP_LINK` as well: `RTM_NEWLINK` with few attributes when the port
    /// changes, and `RTM_DELLINK` when the link leaves the bridge. The link still exists then, so a
    /// program that keeps links by their index must ignore these messages.
    ///
    /// ```
    /// use netlink_families::rt_link::LinkHeader;
    ///
    /// assert!(LinkHeader { family: 7, index: 3, ..Default::default() }.is_bridge_port());
    /// assert!(!LinkHeader { index: 3, ..Default::default() }.is_bridge_port());
    /// ```
    #[doc(alias = "AF_BRIDGE")]
    #[must_use]
    #[inline]
    pub const fn is_bridge_port(&self) -> bool {
        self.family == 7
    }
}

impl<'a> Veth<'a> {
    /// Returns a virtual Ethernet link whose other end has this name.
    #[must_use]
    #[inline]
    pub fn with_peer(name: impl Into<NlaStr<'a>>) -> Self {
        let peer = VethPeer { ifname: Some(name.into()), ..VethPeer::default() };
        Self { peer: Some(peer), ..Self::default() }
    }
}

/// Sets the kind from the data.
impl<'a> From<LinkInfoData<'a>> for LinkInfo<'a> {
    #[inline]
    fn from(data: LinkInfoData<'a>) -> Self {
        Self { kind: text(&data), data: Some(data), ..Self::default() }
    }
}

/// Sets the kind of the port from the data.
impl<'a> From<LinkInfoPortData<'a>> for LinkInfo<'a> {
    #[inline]
    fn from(data: LinkInfoPortData<'a>) -> Self {
        Self { slave_kind: text(&data), slave_data: Some(data), ..Self::default() }
    }
}

#[inline]
fn text<'a>(data: &impl Emit) -> Option<NlaStr<'a>> {
    match key_of(data)? {
        Key::Text(text) => Some(text.into()),
        Key::Number(_) => None,
    }
}

//! Values that change a header in part: each is followed by a mask of the bits that are changed.
//! `net/openvswitch/actions.c`.

use super::{
    KeyEthernet, KeyIpv4, KeyIpv6, KeyMpls, KeySctp, KeyTcp, KeyUdp,
};

structs! {
    /// A number and its mask.
    MaskedU32 { value: u32, mask: u32, }

    /// A connection tracking label and its mask.
    MaskedLabels { value: [u8; 16], mask: [u8; 16], }

    /// An Ethernet header and its mask.
    MaskedEthernet { value: KeyEthernet, mask: KeyEthernet, }

    /// An IPv4 header and its mask.
    MaskedIpv4 { value: KeyIpv4, mask: KeyIpv4, }

    /// An IPv6 header and its mask.
    MaskedIpv6 { value: KeyIpv6, mask: KeyIpv6, }

    /// The ports of TCP and their masks.
    MaskedTcp { value: KeyTcp, mask: KeyTcp, }

    /// The ports of UDP and their masks.
    MaskedUdp { value: KeyUdp, mask: KeyUdp, }

    /// The ports of SCTP and their masks.
    MaskedSctp { value: KeySctp, mask: KeySctp, }

    /// An MPLS label and its mask.
    MaskedMpls { value: KeyMpls, mask: KeyMpls, }
}

impl MaskedU32 {
    /// All structures of this module, for the registry.
    pub(crate) const AND_OTHERS: &'static [crate::layout::Structure] = STRUCTURES;
}

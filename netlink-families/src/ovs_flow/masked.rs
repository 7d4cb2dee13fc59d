//! Values that change a header in part: each is followed by a mask of the bits that are changed.
//! `net/openvswitch/actions.c`.

use super::{
    OvsKeyEthernet, OvsKeyIpv4, OvsKeyIpv6, OvsKeyMpls, OvsKeySctp, OvsKeyTcp, OvsKeyUdp,
};

structs! {
    /// A number and its mask.
    MaskedU32 { value: u32, mask: u32, }

    /// A connection tracking label and its mask.
    MaskedLabels { value: [u8; 16], mask: [u8; 16], }

    /// An Ethernet header and its mask.
    MaskedEthernet { value: OvsKeyEthernet, mask: OvsKeyEthernet, }

    /// An IPv4 header and its mask.
    MaskedIpv4 { value: OvsKeyIpv4, mask: OvsKeyIpv4, }

    /// An IPv6 header and its mask.
    MaskedIpv6 { value: OvsKeyIpv6, mask: OvsKeyIpv6, }

    /// The ports of TCP and their masks.
    MaskedTcp { value: OvsKeyTcp, mask: OvsKeyTcp, }

    /// The ports of UDP and their masks.
    MaskedUdp { value: OvsKeyUdp, mask: OvsKeyUdp, }

    /// The ports of SCTP and their masks.
    MaskedSctp { value: OvsKeySctp, mask: OvsKeySctp, }

    /// An MPLS label and its mask.
    MaskedMpls { value: OvsKeyMpls, mask: OvsKeyMpls, }
}

impl MaskedU32 {
    /// All structures of this module, for the registry.
    pub(crate) const AND_OTHERS: &'static [crate::layout::Structure] = STRUCTURES;
}

//! What the families of `NETLINK_NETFILTER` have in common. Header `linux/netfilter/nfnetlink.h`.

use netlink_core::zerocopy::big_endian as be;

structs! {
    /// Fixed header of all messages of netfilter. `family` is `NFPROTO_*`: 2 is IPv4, 10 is IPv6.
    NfHeader ["nfgenmsg"] { family: u8, version: u8, res_id: be::U16, }
}

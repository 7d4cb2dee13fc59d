//! `ipset`: sets of addresses, networks, ports and interfaces that netfilter rules match.
//!
//! Netlink protocol `NETLINK_NETFILTER`, subsystem `NFNL_SUBSYS_IPSET`, tool `ipset`, kernel options `CONFIG_IP_SET` and
//! `CONFIG_IP_SET_HASH_IP` and the like. Header `linux/netfilter/ipset/ip_set.h`.
//!
//! Integers and addresses are in network byte order, and say so in the type field of their attribute; the declarations set that
//! flag. Each request has the protocol version. The kernel refuses requests with error numbers of its own: [`Error`].
//!
//! ```
//! use netlink_families::ipset::{Add, Element, IpAddress, NfHeader, PROTOCOL};
//!
//! let element = Element { ip: Some(IpAddress::from([10, 0, 0, 1])), ..Default::default() };
//! let request = Add {
//!     header: NfHeader { family: 2, ..Default::default() }, // NFPROTO_IPV4
//!     protocol: Some(PROTOCOL),
//!     setname: Some(c"blocked"),
//!     data: Some(element),
//!     ..Default::default()
//! };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 8 + 12 + 4 + 12);
//! ```

use core::ffi::CStr;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use netlink_core::{Be, Emit, Mac, Parse, Repeated, Unknown};

pub use crate::nfnetlink::NfHeader;

/// The version of the protocol (`IPSET_PROTOCOL`).
pub const PROTOCOL: u8 = 7;
/// The oldest version that kernels accept (`IPSET_PROTOCOL_MIN`).
pub const PROTOCOL_MIN: u8 = 6;

/// The versions of the protocol: the request and the reply (`IPSET_CMD_PROTOCOL`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x601, protocol = 12, reply = Protocol<'_>)]
pub struct Protocol<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(10)] pub protocol_min: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Creates a set (`IPSET_CMD_CREATE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x602, protocol = 12)]
pub struct Create<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(3, emit(len = ..=31))] pub typename: Option<&'a CStr>,
    #[nla(4)] pub revision: Option<u8>,
    #[nla(5)] pub family: Option<u8>,
    #[nla(6, net_byteorder)] pub flags: Option<Flags>,
    #[nla(7)] pub data: Option<Options<'a>>,
    #[nla(9, net_byteorder)] pub lineno: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes a set, or all (`IPSET_CMD_DESTROY`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x603, protocol = 12)]
pub struct Destroy<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes the elements of a set, or of all sets (`IPSET_CMD_FLUSH`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x604, protocol = 12)]
pub struct Flush<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Renames a set (`IPSET_CMD_RENAME`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x605, protocol = 12)]
pub struct Rename<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(3, emit(len = ..=31))] pub setname2: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Swaps the content of two sets (`IPSET_CMD_SWAP`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x606, protocol = 12)]
pub struct Swap<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(3, emit(len = ..=31))] pub setname2: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A set with its elements: the request of a dump and the replies (`IPSET_CMD_LIST`). A large set is sent in several messages; only
/// the first has the options.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x607, protocol = 12, reply = Set<'_>)]
pub struct Set<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(3, emit(len = ..=31))] pub typename: Option<&'a CStr>,
    #[nla(4)] pub revision: Option<u8>,
    #[nla(5)] pub family: Option<u8>,
    #[nla(6, net_byteorder)] pub flags: Option<Flags>,
    #[nla(7)] pub data: Option<Options<'a>>,
    #[nla(8)] pub adt: Option<Elements<'a>>,
    #[nla(11, net_byteorder)] pub index: Option<Be<u16>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests what is needed to create sets again (`IPSET_CMD_SAVE`). The replies are [`Set`].
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x608, protocol = 12, reply = Set<'_>)]
pub struct Save<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(6, net_byteorder)] pub flags: Option<Flags>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Adds an element in `data`, or several in `adt` (`IPSET_CMD_ADD`). Several require `lineno`, in which the kernel reports which one
/// it refused.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x609, protocol = 12)]
pub struct Add<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(6, net_byteorder)] pub flags: Option<Flags>,
    #[nla(7)] pub data: Option<Element<'a>>,
    #[nla(8)] pub adt: Option<Elements<'a>>,
    #[nla(9, net_byteorder)] pub lineno: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes elements (`IPSET_CMD_DEL`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x60a, protocol = 12)]
pub struct Del<'a>(pub Add<'a>);

/// Tests whether an element is in a set (`IPSET_CMD_TEST`). The acknowledgement is the answer: if it is not, the error is
/// [`Error::EXIST`].
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x60b, protocol = 12)]
pub struct Test<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(6, net_byteorder)] pub flags: Option<Flags>,
    #[nla(7)] pub data: Option<Element<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The type of a set: the request and the reply (`IPSET_CMD_HEADER`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x60c, protocol = 12, reply = Header<'_>)]
pub struct Header<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(3, emit(len = ..=31))] pub typename: Option<&'a CStr>,
    #[nla(4)] pub revision: Option<u8>,
    #[nla(5)] pub family: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The revisions of a type of sets: the request and the reply (`IPSET_CMD_TYPE`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x60d, protocol = 12, reply = Type<'_>)]
pub struct Type<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(3, emit(len = ..=31))] pub typename: Option<&'a CStr>,
    #[nla(4)] pub revision: Option<u8>,
    #[nla(5)] pub family: Option<u8>,
    #[nla(10)] pub revision_min: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The index of a set by its name: the request and the reply (`IPSET_CMD_GET_BYNAME`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x60e, protocol = 12, reply = GetByName<'_>)]
pub struct GetByName<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(5)] pub family: Option<u8>,
    #[nla(11, net_byteorder)] pub index: Option<Be<u16>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The name of a set by its index: the request and the reply (`IPSET_CMD_GET_BYINDEX`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 0x60f, protocol = 12, reply = GetByIndex<'_>)]
pub struct GetByIndex<'a> {
    #[netlink(header)] pub header: NfHeader,
    #[nla(1)] pub protocol: Option<u8>,
    #[nla(2, emit(len = ..=31))] pub setname: Option<&'a CStr>,
    #[nla(11, net_byteorder)] pub index: Option<Be<u16>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Options of a set (`IPSET_ATTR_*` of creation). Times are in seconds, `memsize` in bytes.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Options<'a> {
    #[nla(1)] pub ip: Option<IpAddress<'a>>,
    #[nla(2)] pub ip_to: Option<IpAddress<'a>>,
    #[nla(3)] pub cidr: Option<u8>,
    #[nla(4, net_byteorder)] pub port: Option<Be<u16>>,
    #[nla(5, net_byteorder)] pub port_to: Option<Be<u16>>,
    #[nla(6, net_byteorder)] pub timeout: Option<Be<u32>>,
    #[nla(7)] pub proto: Option<u8>,
    #[nla(8, net_byteorder)] pub cadt_flags: Option<CadtFlags>,
    #[nla(9, net_byteorder)] pub cadt_lineno: Option<Be<u32>>,
    #[nla(10, net_byteorder)] pub mark: Option<Be<u32>>,
    #[nla(11, net_byteorder)] pub markmask: Option<Be<u32>>,
    #[nla(12)] pub bitmask: Option<IpAddress<'a>>,
    #[nla(17, net_byteorder)] pub initval: Option<Be<u32>>,
    #[nla(18, net_byteorder)] pub hashsize: Option<Be<u32>>,
    #[nla(19, net_byteorder)] pub maxelem: Option<Be<u32>>,
    #[nla(20)] pub netmask: Option<u8>,
    #[nla(21)] pub bucketsize: Option<u8>,
    #[nla(22)] pub resize: Option<u8>,
    #[nla(23, net_byteorder)] pub size: Option<Be<u32>>,
    #[nla(24, net_byteorder)] pub elements: Option<Be<u32>>,
    #[nla(25, net_byteorder)] pub references: Option<Be<u32>>,
    #[nla(26, net_byteorder)] pub memsize: Option<Be<u32>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A list of elements (`IPSET_ATTR_DATA`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Elements<'a> {
    #[nla(7)] pub data: Repeated<'a, Element<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// An element of a set (`IPSET_ATTR_*` of elements). Which attributes it has depends on the type of the set.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Element<'a> {
    #[nla(1)] pub ip: Option<IpAddress<'a>>,
    #[nla(2)] pub ip_to: Option<IpAddress<'a>>,
    #[nla(3)] pub cidr: Option<u8>,
    #[nla(4, net_byteorder)] pub port: Option<Be<u16>>,
    #[nla(5, net_byteorder)] pub port_to: Option<Be<u16>>,
    #[nla(6, net_byteorder)] pub timeout: Option<Be<u32>>,
    #[nla(7)] pub proto: Option<u8>,
    #[nla(8, net_byteorder)] pub cadt_flags: Option<CadtFlags>,
    #[nla(9, net_byteorder)] pub cadt_lineno: Option<Be<u32>>,
    #[nla(10, net_byteorder)] pub mark: Option<Be<u32>>,
    #[nla(17)] pub ether: Option<Mac>,
    #[nla(18, emit(len = ..=31))] pub name: Option<&'a CStr>,
    #[nla(19, emit(len = ..=31))] pub nameref: Option<&'a CStr>,
    #[nla(20)] pub ip2: Option<IpAddress<'a>>,
    #[nla(21)] pub cidr2: Option<u8>,
    #[nla(22)] pub ip2_to: Option<IpAddress<'a>>,
    #[nla(23, emit(len = ..=15))] pub iface: Option<&'a CStr>,
    #[nla(24, net_byteorder)] pub bytes: Option<Be<u64>>,
    #[nla(25, net_byteorder)] pub packets: Option<Be<u64>>,
    #[nla(26, emit(len = ..=255))] pub comment: Option<&'a CStr>,
    #[nla(27, net_byteorder)] pub skbmark: Option<Be<u64>>,
    #[nla(28, net_byteorder)] pub skbprio: Option<Be<u32>>,
    #[nla(29, net_byteorder)] pub skbqueue: Option<Be<u16>>,
    #[nla(30)] pub pad: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// An address (`IPSET_ATTR_IPADDR_*`).
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct IpAddress<'a> {
    #[nla(1, net_byteorder)] pub ipv4: Option<Ipv4Addr>,
    #[nla(2, net_byteorder)] pub ipv6: Option<Ipv6Addr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

impl IpAddress<'_> {
    /// Returns the address, if there is one.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        self.ipv4.map(IpAddr::V4).or(self.ipv6.map(IpAddr::V6))
    }
}

impl<T: Into<IpAddr>> From<T> for IpAddress<'_> {
    fn from(ip: T) -> Self {
        match ip.into() {
            IpAddr::V4(ip) => Self { ipv4: Some(ip), ..Self::default() },
            IpAddr::V6(ip) => Self { ipv6: Some(ip), ..Self::default() },
        }
    }
}

flags! {
    /// Flags of commands (`IPSET_FLAG_*`).
    Flags: Be<u32> {
        EXIST = 1, LIST_SETNAME = 2, LIST_HEADER = 4, SKIP_COUNTER_UPDATE = 8, SKIP_SUBCOUNTER_UPDATE = 0x10, MATCH_COUNTERS = 0x20,
        RETURN_NOMATCH = 0x80, MAP_SKBMARK = 0x100, MAP_SKBPRIO = 0x200, MAP_SKBQUEUE = 0x400,
    }
}

flags! {
    /// Flags of sets and elements (`IPSET_FLAG_*` of the second kind).
    CadtFlags: Be<u32> {
        BEFORE = 1, PHYSDEV = 2, NOMATCH = 4, WITH_COUNTERS = 8, WITH_COMMENT = 0x10, WITH_FORCEADD = 0x20, WITH_SKBINFO = 0x40,
        IFACE_WILDCARD = 0x80,
    }
}

values! {
    /// Error numbers of the kernel's refusals (`IPSET_ERR_*`). Numbers from 4352 depend on the type of the set.
    Error: i32 {
        PROTOCOL = 4097, FIND_TYPE = 4098, MAX_SETS = 4099, BUSY = 4100, EXIST_SETNAME2 = 4101, TYPE_MISMATCH = 4102, EXIST = 4103,
        INVALID_CIDR = 4104, INVALID_NETMASK = 4105, INVALID_FAMILY = 4106, TIMEOUT = 4107, REFERENCED = 4108, IPADDR_IPV4 = 4109,
        IPADDR_IPV6 = 4110, COUNTER = 4111, COMMENT = 4112, INVALID_MARKMASK = 4113, SKBINFO = 4114, BITMASK_NETMASK_EXCL = 4115,
        TYPE_SPECIFIC = 4352,
    }
}

family! {
    "ipset", protocol 12;
    operations {
        "protocol" Do Protocol<'_> => Protocol<'_>,
        "create" Do Create<'_>,
        "destroy" Do Destroy<'_>,
        "flush" Do Flush<'_>,
        "rename" Do Rename<'_>,
        "swap" Do Swap<'_>,
        "list" Dump Set<'_> => Set<'_>,
        "save" Dump Save<'_> => Set<'_>,
        "add" Do Add<'_>,
        "del" Do Del<'_>,
        "test" Do Test<'_>,
        "header" Do Header<'_> => Header<'_>,
        "type" Do Type<'_> => Type<'_>,
        "get-byname" Do GetByName<'_> => GetByName<'_>,
        "get-byindex" Do GetByIndex<'_> => GetByIndex<'_>,
    }
    notifications { }
    groups { }
}

//! Netlink protocols: the third argument of `socket(2)`. Header: `linux/netlink.h`.
//!
//! The numbers are of the type that `socket(2)` takes. A message says which protocol it belongs to by
//! [`protocol`](crate::docs::attribute#protocol).

/// The largest number that a protocol can have.
#[doc(alias = "MAX_LINKS")]
pub const MAX: i32 = 31;

/// The protocol number of links, addresses, routes, neighbours, rules and traffic control.
#[doc(alias = "NETLINK_ROUTE")]
pub const ROUTE: i32 = 0;
/// The protocol number of messages between processes.
#[doc(alias = "NETLINK_USERSOCK")]
pub const USERSOCK: i32 = 2;
/// The protocol number of the state of sockets.
#[doc(alias = "NETLINK_SOCK_DIAG")]
#[doc(alias = "NETLINK_INET_DIAG")]
pub const SOCK_DIAG: i32 = 4;
/// The protocol number of IPsec policies and states.
#[doc(alias = "NETLINK_XFRM")]
pub const XFRM: i32 = 6;
/// The protocol number of events of SELinux.
#[doc(alias = "NETLINK_SELINUX")]
pub const SELINUX: i32 = 7;
/// The protocol number of Open-iSCSI.
#[doc(alias = "NETLINK_ISCSI")]
pub const ISCSI: i32 = 8;
/// The protocol number of auditing.
#[doc(alias = "NETLINK_AUDIT")]
pub const AUDIT: i32 = 9;
/// The protocol number of lookups in the routing tables.
#[doc(alias = "NETLINK_FIB_LOOKUP")]
pub const FIB_LOOKUP: i32 = 10;
/// The protocol number of the connector: process events and more.
#[doc(alias = "NETLINK_CONNECTOR")]
pub const CONNECTOR: i32 = 11;
/// The protocol number of netfilter: nftables, connection tracking, queues and logs.
#[doc(alias = "NETLINK_NETFILTER")]
pub const NETFILTER: i32 = 12;
/// The protocol number of events of kernel objects.
#[doc(alias = "NETLINK_KOBJECT_UEVENT")]
pub const KOBJECT_UEVENT: i32 = 15;
/// The protocol number of generic netlink: families that are found by name.
#[doc(alias = "NETLINK_GENERIC")]
pub const GENERIC: i32 = 16;
/// The protocol number of SCSI transports.
#[doc(alias = "NETLINK_SCSITRANSPORT")]
pub const SCSITRANSPORT: i32 = 18;
/// The protocol number of the eCryptfs file system.
#[doc(alias = "NETLINK_ECRYPTFS")]
pub const ECRYPTFS: i32 = 19;
/// The protocol number of remote direct memory access.
#[doc(alias = "NETLINK_RDMA")]
pub const RDMA: i32 = 20;
/// The protocol number of ciphers and hashes.
#[doc(alias = "NETLINK_CRYPTO")]
pub const CRYPTO: i32 = 21;
/// The protocol number of shared memory communications.
#[doc(alias = "NETLINK_SMC")]
pub const SMC: i32 = 22;

//! Netlink protocols: the third argument of `socket(2)`, one number for each kernel subsystem. Header: `linux/netlink.h`.

use core::fmt;

/// A netlink protocol: the kernel subsystem a socket talks to.
///
/// The set is open: any number can be made with [`Protocol::new`], those of `linux/netlink.h` have
/// constants. The kernel refuses a protocol it does not offer with `EPROTONOSUPPORT` when the
/// socket is opened; numbers end at 31 (`MAX_LINKS`).
///
/// # Examples
///
/// ```
/// use netlink_sys::Protocol;
///
/// assert_eq!(Protocol::GENERIC.number(), 16);
/// assert_eq!(format!("{:?}", Protocol::GENERIC), "GENERIC");
/// assert_eq!(format!("{:?}", Protocol::new(27)), "Protocol(27)");
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Protocol(i32);

impl Protocol {
    /// Returns the protocol with this number.
    #[must_use]
    pub const fn new(number: i32) -> Self {
        Self(number)
    }

    /// Returns the number of the protocol, as `socket(2)` takes it.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }
}

impl From<i32> for Protocol {
    fn from(number: i32) -> Self {
        Self(number)
    }
}

impl From<Protocol> for i32 {
    fn from(protocol: Protocol) -> Self {
        protocol.0
    }
}

/// One line a protocol gives the constant and its name for `Debug`, so that neither can be
/// forgotten.
macro_rules! protocols {
    ($($(#[$doc:meta])* $name:ident = $number:expr;)*) => {
        impl Protocol {
            $($(#[$doc])* pub const $name: Self = Self($number);)*
        }

        impl fmt::Debug for Protocol {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match *self {
                    $(Self::$name => f.write_str(stringify!($name)),)*
                    Self(number) => f.debug_tuple("Protocol").field(&number).finish(),
                }
            }
        }
    };
}

protocols! {
    /// Links, addresses, routes, neighbours, rules, traffic control.
    #[doc(alias = "NETLINK_ROUTE")]
    ROUTE = libc::NETLINK_ROUTE;
    /// Free for user space to talk among itself; no kernel part listens.
    #[doc(alias = "NETLINK_USERSOCK")]
    USERSOCK = libc::NETLINK_USERSOCK;
    /// State of the sockets of the system.
    #[doc(alias = "NETLINK_SOCK_DIAG")]
    #[doc(alias = "NETLINK_INET_DIAG")]
    SOCK_DIAG = libc::NETLINK_SOCK_DIAG;
    /// Transformations: IPsec policies and states.
    #[doc(alias = "NETLINK_XFRM")]
    XFRM = libc::NETLINK_XFRM;
    /// Events of SELinux.
    #[doc(alias = "NETLINK_SELINUX")]
    SELINUX = libc::NETLINK_SELINUX;
    /// Open-iSCSI.
    #[doc(alias = "NETLINK_ISCSI")]
    ISCSI = libc::NETLINK_ISCSI;
    /// Auditing.
    #[doc(alias = "NETLINK_AUDIT")]
    AUDIT = libc::NETLINK_AUDIT;
    /// Lookups in the routing tables.
    #[doc(alias = "NETLINK_FIB_LOOKUP")]
    FIB_LOOKUP = libc::NETLINK_FIB_LOOKUP;
    /// The connector: process events and more.
    #[doc(alias = "NETLINK_CONNECTOR")]
    CONNECTOR = libc::NETLINK_CONNECTOR;
    /// Netfilter: nf_tables, connection tracking, queues, logs.
    #[doc(alias = "NETLINK_NETFILTER")]
    NETFILTER = libc::NETLINK_NETFILTER;
    /// Events of kernel objects; what they carry is text, not netlink messages.
    #[doc(alias = "NETLINK_KOBJECT_UEVENT")]
    KOBJECT_UEVENT = libc::NETLINK_KOBJECT_UEVENT;
    /// Generic netlink: families found by name.
    #[doc(alias = "NETLINK_GENERIC")]
    GENERIC = libc::NETLINK_GENERIC;
    /// SCSI transports.
    #[doc(alias = "NETLINK_SCSITRANSPORT")]
    SCSITRANSPORT = libc::NETLINK_SCSITRANSPORT;
    /// The eCryptfs file system.
    #[doc(alias = "NETLINK_ECRYPTFS")]
    ECRYPTFS = libc::NETLINK_ECRYPTFS;
    /// Remote direct memory access.
    #[doc(alias = "NETLINK_RDMA")]
    RDMA = libc::NETLINK_RDMA;
    /// The kernel's ciphers and hashes.
    #[doc(alias = "NETLINK_CRYPTO")]
    CRYPTO = libc::NETLINK_CRYPTO;
    // The libc crate has no constant for this one; the number is that of linux/netlink.h.
    /// Shared memory communications.
    #[doc(alias = "NETLINK_SMC")]
    SMC = 22;
}

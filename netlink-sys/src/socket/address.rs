//! Addresses: a port id, and a mask of the first 32 multicast groups.
//!
//! ```text
//!  0       2       4               8              12
//! +-------+-------+---------------+---------------+
//! |family | zero  |    port id    |  group mask   |   struct sockaddr_nl, host byte order
//! +-------+-------+---------------+---------------+
//! ```

use crate::Group;

/// The address of a netlink socket: port id and group mask.
///
/// Port id 0 is the kernel. In [`Socket::bind`](crate::Socket::bind) it asks the kernel to choose
/// a free one; the kernel takes the process id when that is free, so a port id is not a process
/// id and says nothing about who owns the socket.
///
/// The C name is `struct sockaddr_nl`, from `linux/netlink.h`.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[doc(alias = "sockaddr_nl")]
pub struct SocketAddr {
    port: u32,
    groups: u32,
}

impl SocketAddr {
    /// The kernel as destination or sender; in `bind`, any free port id.
    pub const KERNEL: Self = Self::new(0, 0);

    /// Returns the address with this port ID and this mask of groups, in which bit 0 is group 1.
    #[must_use]
    pub const fn new(port: u32, groups: u32) -> Self {
        Self { port, groups }
    }

    /// Returns the address of the socket with this port ID.
    #[must_use]
    pub const fn port(port: u32) -> Self {
        Self::new(port, 0)
    }

    /// Returns this address with a multicast group beside the port ID, or `None` if the group is
    /// above 32 and so has no bit in the mask.
    ///
    /// A message sent there is delivered to the members of the group and to the port ID. Of
    /// several groups in the mask the kernel uses only the lowest when sending.
    #[must_use]
    pub const fn with_group(self, group: Group) -> Option<Self> {
        match group.mask() {
            Some(mask) => Some(Self::new(self.port, self.groups | mask)),
            None => None,
        }
    }

    /// Returns the port ID; 0 is the kernel.
    #[doc(alias = "nl_pid")]
    #[must_use]
    pub const fn port_id(&self) -> u32 {
        self.port
    }

    /// Returns the mask of groups 1 to 32, in which bit 0 is group 1.
    ///
    /// In the address of a sender this is the group a multicast was sent to, if it has a bit.
    #[doc(alias = "nl_groups")]
    #[must_use]
    pub const fn groups(&self) -> u32 {
        self.groups
    }

    /// Returns true if this is the address of the kernel: port ID 0.
    ///
    /// A process cannot bind a socket to port id 0, and the kernel fills in the sender: a message
    /// that came from port 0 came from the kernel.
    #[must_use]
    pub const fn is_kernel(&self) -> bool {
        self.port == 0
    }
}

//! Socket options: one typed getter and setter for each, and the membership in groups.
//!
//! The C names are in `linux/netlink.h` (`NETLINK_…`) and `asm/socket.h` (`SO_…`). An option that
//! the running kernel does not know fails with `ENOPROTOOPT`. `NETLINK_RX_RING` and
//! `NETLINK_TX_RING` have no methods: kernels since 4.6 refuse them.

use core::ffi::c_int;
use core::time::Duration;
use std::os::fd::AsFd as _;

use crate::error::{Context as _, Result, SocketError};
use crate::{Group, Protocol, Socket, sys};

/// Multicast groups.
impl Socket {
    /// Joins a multicast group, of any number.
    ///
    /// # Errors
    ///
    /// `EINVAL` if the protocol has no such group, `EPERM` if this user may not listen to it.
    #[doc(alias = "NETLINK_ADD_MEMBERSHIP")]
    pub fn join(&self, group: Group) -> Result<()> {
        let name = libc::NETLINK_ADD_MEMBERSHIP;
        sys::set_option(self.as_fd(), libc::SOL_NETLINK, name, &group.number()).during("join group")
    }

    /// Leaves a multicast group; it is not an error to leave one that was not joined.
    ///
    /// # Errors
    ///
    /// `EINVAL` if the protocol has no such group, `EPERM` if this user may not listen to groups.
    #[doc(alias = "NETLINK_DROP_MEMBERSHIP")]
    pub fn leave(&self, group: Group) -> Result<()> {
        let name = libc::NETLINK_DROP_MEMBERSHIP;
        sys::set_option(self.as_fd(), libc::SOL_NETLINK, name, &group.number())
            .during("leave group")
    }

    /// Returns the groups that this socket has joined, in ascending order.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 4.2.
    #[doc(alias = "NETLINK_LIST_MEMBERSHIPS")]
    pub fn memberships(&self) -> Result<Vec<Group>> {
        let mut words = vec![0u32; 8];
        // The kernel reports the length it needs, however little it was given. The number of groups
        // of a protocol can grow between the calls, when generic netlink families are registered.
        loop {
            let name = libc::NETLINK_LIST_MEMBERSHIPS;
            let needed = sys::get_words(self.as_fd(), libc::SOL_NETLINK, name, &mut words)
                .during("list groups")?;
            let needed = needed.div_ceil(size_of::<u32>());
            if needed <= words.len() {
                words.truncate(needed);
                break;
            }
            words.clear();
            words.resize(needed, 0);
        }
        // Bit 0 of the first `u32` is group 1.
        let numbers = words.iter().zip((0u32..).step_by(32)).flat_map(|(&word, first)| {
            let bits = (0u32..32).filter(move |bit| word & (1 << bit) != 0);
            bits.map(move |bit| first.saturating_add(bit).saturating_add(1))
        });
        Ok(numbers.filter_map(Group::new).collect())
    }
}

/// Options of netlink.
impl Socket {
    /// Sets whether [`Received::group`](crate::Received::group) tells the group of a multicast.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "NETLINK_PKTINFO")]
    pub fn set_packet_info(&self, on: bool) -> Result<()> {
        self.set_flag(libc::NETLINK_PKTINFO, on).during("set packet info")
    }

    /// Returns true if the group of a multicast is reported.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "NETLINK_PKTINFO")]
    pub fn packet_info(&self) -> Result<bool> {
        self.flag(libc::NETLINK_PKTINFO).during("packet info")
    }

    /// Sets whether a sender that multicasts to this socket learns that it was full.
    ///
    /// Some kernel subsystems then fail the operation that they could not report.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "NETLINK_BROADCAST_ERROR")]
    pub fn set_broadcast_error(&self, on: bool) -> Result<()> {
        self.set_flag(libc::NETLINK_BROADCAST_ERROR, on).during("set broadcast error")
    }

    /// Returns true if the sender of a multicast to this socket learns that the socket was full.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "NETLINK_BROADCAST_ERROR")]
    pub fn broadcast_error(&self) -> Result<bool> {
        self.flag(libc::NETLINK_BROADCAST_ERROR).during("broadcast error")
    }

    /// Sets whether a full receive buffer drops messages without `ENOBUFS`.
    ///
    /// The drops still happen, and still count in [`drops`](Self::drops). Switching this on also
    /// ends the state in which the kernel drops everything until the queue has been emptied.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "NETLINK_NO_ENOBUFS")]
    pub fn set_no_enobufs(&self, on: bool) -> Result<()> {
        self.set_flag(libc::NETLINK_NO_ENOBUFS, on).during("set no ENOBUFS")
    }

    /// Returns true if a full receive buffer drops messages without `ENOBUFS`.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "NETLINK_NO_ENOBUFS")]
    pub fn no_enobufs(&self) -> Result<bool> {
        self.flag(libc::NETLINK_NO_ENOBUFS).during("no ENOBUFS")
    }

    /// Sets whether multicasts of other network namespaces arrive too.
    ///
    /// Only namespaces that have an id in this one take part; which one it was is
    /// [`Received::namespace_id`](crate::Received::namespace_id).
    ///
    /// # Errors
    ///
    /// `EPERM` without `CAP_NET_BROADCAST` in the namespace of the socket.
    #[doc(alias = "NETLINK_LISTEN_ALL_NSID")]
    pub fn set_listen_all_namespaces(&self, on: bool) -> Result<()> {
        self.set_flag(libc::NETLINK_LISTEN_ALL_NSID, on).during("set listen to all namespaces")
    }

    /// Returns true if multicasts of other network namespaces are received too.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before the kernel could tell (the option could be set from Linux 4.2).
    #[doc(alias = "NETLINK_LISTEN_ALL_NSID")]
    pub fn listen_all_namespaces(&self) -> Result<bool> {
        self.flag(libc::NETLINK_LISTEN_ALL_NSID).during("listen to all namespaces")
    }

    /// Sets whether an error message repeats only the header of the failed request, not all of it.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 4.3.
    #[doc(alias = "NETLINK_CAP_ACK")]
    pub fn set_capped_ack(&self, on: bool) -> Result<()> {
        self.set_flag(libc::NETLINK_CAP_ACK, on).during("set capped ack")
    }

    /// Returns true if an error message repeats only the header of the failed request.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 4.3.
    #[doc(alias = "NETLINK_CAP_ACK")]
    pub fn capped_ack(&self) -> Result<bool> {
        self.flag(libc::NETLINK_CAP_ACK).during("capped ack")
    }

    /// Sets whether acknowledgements carry a message, an offset and more.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 4.12.
    #[doc(alias = "NETLINK_EXT_ACK")]
    pub fn set_extended_ack(&self, on: bool) -> Result<()> {
        self.set_flag(libc::NETLINK_EXT_ACK, on).during("set extended ack")
    }

    /// Returns true if acknowledgements carry a message, an offset and more.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 4.12.
    #[doc(alias = "NETLINK_EXT_ACK")]
    pub fn extended_ack(&self) -> Result<bool> {
        self.flag(libc::NETLINK_EXT_ACK).during("extended ack")
    }

    /// Sets whether the kernel checks get and dump requests strictly, and filters dumps by them.
    ///
    /// Only [`Protocol::ROUTE`] heeds it.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 4.20.
    #[doc(alias = "NETLINK_GET_STRICT_CHK")]
    pub fn set_strict_check(&self, on: bool) -> Result<()> {
        self.set_flag(libc::NETLINK_GET_STRICT_CHK, on).during("set strict check")
    }

    /// Returns true if the kernel checks get and dump requests strictly.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 4.20.
    #[doc(alias = "NETLINK_GET_STRICT_CHK")]
    pub fn strict_check(&self) -> Result<bool> {
        self.flag(libc::NETLINK_GET_STRICT_CHK).during("strict check")
    }

    fn flag(&self, name: c_int) -> std::io::Result<bool> {
        sys::get_option(self.as_fd(), libc::SOL_NETLINK, name, 0).map(|value: c_int| value != 0)
    }

    fn set_flag(&self, name: c_int, on: bool) -> std::io::Result<()> {
        sys::set_option(self.as_fd(), libc::SOL_NETLINK, name, &c_int::from(on))
    }
}

/// Options of any socket.
impl Socket {
    /// Sets the size of the receive buffer, in bytes.
    ///
    /// The kernel caps it at the system's maximum (`net.core.rmem_max`), doubles it for its own
    /// bookkeeping, and has a minimum; [`recv_buffer_size`](Self::recv_buffer_size) tells the
    /// outcome. Messages that the buffer has no room for are dropped.
    ///
    /// # Errors
    ///
    /// `EINVAL` if the size does not fit an `int`.
    #[doc(alias = "SO_RCVBUF")]
    pub fn set_recv_buffer_size(&self, bytes: usize) -> Result<()> {
        self.set_size(libc::SO_RCVBUF, bytes, "set receive buffer size")
    }

    /// Sets the size of the receive buffer beyond the system's maximum, in bytes.
    ///
    /// # Errors
    ///
    /// `EPERM` without `CAP_NET_ADMIN` in the initial user namespace, `EINVAL` if the size does
    /// not fit an `int`.
    #[doc(alias = "SO_RCVBUFFORCE")]
    pub fn force_recv_buffer_size(&self, bytes: usize) -> Result<()> {
        self.set_size(libc::SO_RCVBUFFORCE, bytes, "force receive buffer size")
    }

    /// Makes the receive buffer this large, or as large as this process may: beyond the system's maximum
    /// with `CAP_NET_ADMIN`, up to the maximum otherwise.
    ///
    /// # Errors
    ///
    /// `EINVAL` if the size does not fit an `int`.
    #[doc(alias = "SO_RCVBUFFORCE")]
    #[doc(alias = "SO_RCVBUF")]
    pub fn grow_recv_buffer(&self, bytes: usize) -> Result<()> {
        match self.force_recv_buffer_size(bytes) {
            Err(error) if error.raw_os_error() == libc::EPERM => self.set_recv_buffer_size(bytes),
            result => result,
        }
    }

    /// Returns the size of the receive buffer in bytes, which the kernel doubles when it is set.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_RCVBUF")]
    pub fn recv_buffer_size(&self) -> Result<usize> {
        self.size(libc::SO_RCVBUF, "receive buffer size")
    }

    /// Sets the size of the send buffer, in bytes: the limit of one datagram, less a little.
    ///
    /// The kernel caps it at the system's maximum (`net.core.wmem_max`), doubles it, and has a
    /// minimum. A datagram longer than the result less 32 bytes fails with `EMSGSIZE`.
    ///
    /// # Errors
    ///
    /// `EINVAL` if the size does not fit an `int`.
    #[doc(alias = "SO_SNDBUF")]
    pub fn set_send_buffer_size(&self, bytes: usize) -> Result<()> {
        self.set_size(libc::SO_SNDBUF, bytes, "set send buffer size")
    }

    /// Sets the size of the send buffer beyond the system's maximum, in bytes.
    ///
    /// # Errors
    ///
    /// `EPERM` without `CAP_NET_ADMIN` in the initial user namespace, `EINVAL` if the size does
    /// not fit an `int`.
    #[doc(alias = "SO_SNDBUFFORCE")]
    pub fn force_send_buffer_size(&self, bytes: usize) -> Result<()> {
        self.set_size(libc::SO_SNDBUFFORCE, bytes, "force send buffer size")
    }

    /// Returns the size of the send buffer in bytes, which the kernel doubles when it is set.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_SNDBUF")]
    pub fn send_buffer_size(&self) -> Result<usize> {
        self.size(libc::SO_SNDBUF, "send buffer size")
    }

    /// Sets whether [`Received::credentials`](crate::Received::credentials) names the process that sent a
    /// datagram.
    ///
    /// For protocols by which processes talk to each other: a port ID does not identify the process that has it.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_PASSCRED")]
    pub fn set_credentials(&self, on: bool) -> Result<()> {
        let value = c_int::from(on);
        sys::set_option(self.as_fd(), libc::SOL_SOCKET, libc::SO_PASSCRED, &value)
            .during("set credentials")
    }

    /// Returns true if receives name the process that sent a datagram.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_PASSCRED")]
    pub fn credentials(&self) -> Result<bool> {
        sys::get_option(self.as_fd(), libc::SOL_SOCKET, libc::SO_PASSCRED, 0)
            .map(|value: c_int| value != 0)
            .during("credentials")
    }

    /// Sets how long a receive may wait before it fails with `EAGAIN`; `None` is forever.
    ///
    /// The kernel rounds up to its clock ticks, some milliseconds.
    ///
    /// # Errors
    ///
    /// `EINVAL` for a timeout of zero: not to wait at all is
    /// [`RecvFlags::DONT_WAIT`](crate::RecvFlags::DONT_WAIT).
    #[doc(alias = "SO_RCVTIMEO")]
    pub fn set_recv_timeout(&self, timeout: Option<Duration>) -> Result<()> {
        let name = libc::SO_RCVTIMEO;
        sys::set_timeout(self.as_fd(), name, timeout).during("set receive timeout")
    }

    /// Returns how long a receive may wait; `None` is forever.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_RCVTIMEO")]
    pub fn recv_timeout(&self) -> Result<Option<Duration>> {
        sys::get_timeout(self.as_fd(), libc::SO_RCVTIMEO).during("receive timeout")
    }

    /// Sets how long a send may wait for room at the receiver before it fails with `EAGAIN`;
    /// `None` is forever.
    ///
    /// Requests to the kernel never wait: it handles them during the send.
    ///
    /// # Errors
    ///
    /// `EINVAL` for a timeout of zero: not to wait at all is
    /// [`SendFlags::DONT_WAIT`](crate::SendFlags::DONT_WAIT).
    #[doc(alias = "SO_SNDTIMEO")]
    pub fn set_send_timeout(&self, timeout: Option<Duration>) -> Result<()> {
        let name = libc::SO_SNDTIMEO;
        sys::set_timeout(self.as_fd(), name, timeout).during("set send timeout")
    }

    /// Returns how long a send may wait; `None` is forever.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_SNDTIMEO")]
    pub fn send_timeout(&self) -> Result<Option<Duration>> {
        sys::get_timeout(self.as_fd(), libc::SO_SNDTIMEO).during("send timeout")
    }

    /// Returns the protocol that the socket was opened for.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_PROTOCOL")]
    pub fn protocol(&self) -> Result<Protocol> {
        sys::get_option(self.as_fd(), libc::SOL_SOCKET, libc::SO_PROTOCOL, 0)
            .map(Protocol::new)
            .during("protocol")
    }

    /// Returns how many messages for this socket were dropped because its receive buffer was full,
    /// since it was opened.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 4.12.
    #[doc(alias = "SO_MEMINFO")]
    #[doc(alias = "SK_MEMINFO_DROPS")]
    pub fn drops(&self) -> Result<u32> {
        // The index is SK_MEMINFO_DROPS of linux/sock_diag.h.
        let mut words = [0; 9];
        sys::get_words(self.as_fd(), libc::SOL_SOCKET, libc::SO_MEMINFO, &mut words)
            .during("drops")?;
        let [.., drops] = words;
        Ok(drops)
    }

    /// Returns the cookie of the network namespace the socket is in: a number that no other
    /// namespace has until the system restarts.
    ///
    /// # Errors
    ///
    /// `ENOPROTOOPT` before Linux 5.14.
    #[doc(alias = "SO_NETNS_COOKIE")]
    pub fn namespace_cookie(&self) -> Result<u64> {
        sys::get_option(self.as_fd(), libc::SOL_SOCKET, libc::SO_NETNS_COOKIE, 0)
            .during("namespace cookie")
    }

    fn set_size(&self, name: c_int, bytes: usize, operation: &'static str) -> Result<()> {
        let Ok(bytes) = c_int::try_from(bytes) else {
            return Err(SocketError::new(operation, libc::EINVAL));
        };
        sys::set_option(self.as_fd(), libc::SOL_SOCKET, name, &bytes).during(operation)
    }

    fn size(&self, name: c_int, operation: &'static str) -> Result<usize> {
        let bytes: c_int =
            sys::get_option(self.as_fd(), libc::SOL_SOCKET, name, 0).during(operation)?;
        usize::try_from(bytes).map_err(|_| SocketError::new(operation, libc::EINVAL))
    }
}

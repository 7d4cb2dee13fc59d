//! The C structures this crate fills in or reads as bytes, in the kernel's layout.
//!
//! They are our own where the C library's have private padding, which only `zeroed` could make.

use core::ffi::c_int;
use std::io;

use crate::SocketAddr;

/// `struct sockaddr_nl` of `linux/netlink.h`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RawAddr {
    family: libc::sa_family_t,
    pad: u16,
    port: u32,
    groups: u32,
}

impl RawAddr {
    pub(crate) const ZERO: Self = Self { family: 0, pad: 0, port: 0, groups: 0 };

    /// Reads an address of which the kernel said that it is `len` bytes long.
    ///
    /// Descriptors that come from elsewhere need not be netlink sockets. Their peers must not pass
    /// for the kernel, which is what zeros would mean.
    #[inline]
    pub(crate) fn decode(&self, len: usize) -> io::Result<SocketAddr> {
        if len < size_of::<Self>() || c_int::from(self.family) != libc::AF_NETLINK {
            return Err(io::Error::from_raw_os_error(libc::EAFNOSUPPORT));
        }
        Ok(SocketAddr::new(self.port, self.groups))
    }
}

impl From<SocketAddr> for RawAddr {
    fn from(addr: SocketAddr) -> Self {
        Self { family: AF_NETLINK, pad: 0, port: addr.port_id(), groups: addr.groups() }
    }
}

/// `AF_NETLINK` in the width of the address field; the C library has it as an `int`.
pub(super) const AF_NETLINK: libc::sa_family_t = 16;

/// Room for control messages, aligned for their headers.
///
/// The kernel writes the group (`struct nl_pktinfo`) and the namespace id first, 24 bytes each on
/// 64-bit machines, so they are there even if the owner of the descriptor enabled more kinds
/// than fit.
#[repr(C, align(8))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct ControlBuffer(pub(super) [u8; 128]);

impl ControlBuffer {
    pub(crate) const fn new() -> Self {
        Self([0; 128])
    }

    /// The bytes the kernel wrote.
    pub(crate) fn written(&self, len: usize) -> &[u8] {
        self.0.get(..len).unwrap_or(&self.0)
    }
}

/// What `recvmsg(2)` returned and left in its `struct msghdr`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MessageInfo {
    /// The return value: the length of the datagram, also of the part that did not fit.
    pub(crate) full_len: usize,
    pub(crate) name_len: usize,
    pub(crate) control_len: usize,
}

#[cfg(test)]
mod tests {
    use core::mem::offset_of;

    use super::*;
    use crate::Instruction;

    #[test]
    fn address_has_the_layout_of_sockaddr_nl() {
        assert_eq!(size_of::<RawAddr>(), size_of::<libc::sockaddr_nl>());
        assert_eq!(align_of::<RawAddr>(), align_of::<libc::sockaddr_nl>());
        assert_eq!(offset_of!(RawAddr, family), offset_of!(libc::sockaddr_nl, nl_family));
        assert_eq!(offset_of!(RawAddr, port), offset_of!(libc::sockaddr_nl, nl_pid));
        assert_eq!(offset_of!(RawAddr, groups), offset_of!(libc::sockaddr_nl, nl_groups));
        assert_eq!(c_int::from(AF_NETLINK), libc::AF_NETLINK);
    }

    #[test]
    fn instruction_has_the_layout_of_sock_filter() {
        assert_eq!(size_of::<Instruction>(), size_of::<libc::sock_filter>());
        assert_eq!(align_of::<Instruction>(), align_of::<libc::sock_filter>());
        assert_eq!(offset_of!(Instruction, code), offset_of!(libc::sock_filter, code));
        assert_eq!(offset_of!(Instruction, jt), offset_of!(libc::sock_filter, jt));
        assert_eq!(offset_of!(Instruction, jf), offset_of!(libc::sock_filter, jf));
        assert_eq!(offset_of!(Instruction, k), offset_of!(libc::sock_filter, k));
    }

    #[test]
    fn control_buffer_is_aligned_for_its_headers() {
        assert!(align_of::<ControlBuffer>() >= align_of::<libc::cmsghdr>());
    }

    #[test]
    fn an_address_of_another_family_is_not_the_kernel() {
        let foreign = RawAddr { family: 1, ..RawAddr::default() };
        assert!(foreign.decode(12).is_err());
        assert!(RawAddr::default().decode(0).is_err());
        let cut = RawAddr::from(SocketAddr::KERNEL);
        assert!(cut.decode(11).is_err());
        assert_eq!(cut.decode(12).unwrap(), SocketAddr::KERNEL);
    }
}

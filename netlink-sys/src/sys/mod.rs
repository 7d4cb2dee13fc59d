//! The system calls: the one module with `unsafe` code.
//!
//! Each function makes one call of the C library and has a safe signature. Pointers are passed
//! with the length of their slice, descriptors as [`BorrowedFd`], and what the kernel wrote is returned
//! as plain values.
#![allow(unsafe_code, reason = "the C library's functions are unsafe; nothing outside calls them")]

mod burst;
mod conv;
mod mapping;
mod option;
mod raw;
#[cfg(feature = "tokio")]
mod watch;

use core::ffi::c_int;
use core::mem;
use core::ptr;
use core::time::Duration;
use std::io::{self, IoSlice, IoSliceMut};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

use conv::{length, ret, ret_int, ret_len, seconds, size};

pub(crate) use burst::{Arrival, recvmmsg};
pub(crate) use conv::retry;
pub(crate) use mapping::Mapping;
pub(crate) use option::{
    get_filter, get_option, get_timeout, get_words, set_filter, set_option, set_timeout,
};
pub(crate) use raw::{ControlBuffer, MessageInfo, RawAddr};
#[cfg(feature = "tokio")]
pub(crate) use watch::watch;

/// `socket(2)` for netlink, close-on-exec.
pub(crate) fn socket(protocol: c_int) -> io::Result<OwnedFd> {
    let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC;
    // SAFETY: socket(2) takes three integers and touches no memory of this process.
    let fd = unsafe { libc::socket(libc::AF_NETLINK, kind, protocol) };
    owned(ret_int(fd)?)
}

/// `eventfd(2)`, non-blocking and close-on-exec.
pub(crate) fn eventfd() -> io::Result<OwnedFd> {
    // SAFETY: eventfd(2) takes two integers and touches no memory of this process.
    let fd = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
    owned(ret_int(fd)?)
}

/// Takes the descriptor a call has just returned.
fn owned(fd: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: `from_raw_fd` wants a descriptor that "must be open and suitable for assuming
    // ownership". Both callers pass what the kernel opened a line earlier and `ret_int` found not
    // to be negative, so it is open, and no other code has seen the number.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// `bind(2)`.
pub(crate) fn bind(fd: BorrowedFd<'_>, addr: &RawAddr) -> io::Result<()> {
    let len = size::<RawAddr>()?;
    // SAFETY: bind(2) reads `len` bytes at the pointer, and `len` is the size of `*addr`, which is
    // borrowed during the call and has no bytes that are not initialised (tested to have the
    // layout of sockaddr_nl, which has no gap).
    ret(unsafe { libc::bind(fd.as_raw_fd(), ptr::from_ref(addr).cast(), len) })
}

/// `connect(2)`.
pub(crate) fn connect(fd: BorrowedFd<'_>, addr: &RawAddr) -> io::Result<()> {
    let len = size::<RawAddr>()?;
    // SAFETY: as for bind(2): the kernel reads `len` bytes of `*addr`, which has that size.
    ret(unsafe { libc::connect(fd.as_raw_fd(), ptr::from_ref(addr).cast(), len) })
}

/// `getsockname(2)`: the address and its length.
pub(crate) fn getsockname(fd: BorrowedFd<'_>) -> io::Result<(RawAddr, usize)> {
    let mut addr = RawAddr::default();
    let mut len = size::<RawAddr>()?;
    let out = ptr::from_mut(&mut addr).cast();
    // SAFETY: getsockname(2) writes at most `len` bytes at `out`, the size of `addr`, and then the
    // full length to `len`, a socklen_t as it must be. Any bytes make a valid `RawAddr`.
    ret(unsafe { libc::getsockname(fd.as_raw_fd(), out, &mut len) })?;
    Ok((addr, length(len)?))
}

/// `getpeername(2)`: the address and its length.
pub(crate) fn getpeername(fd: BorrowedFd<'_>) -> io::Result<(RawAddr, usize)> {
    let mut addr = RawAddr::default();
    let mut len = size::<RawAddr>()?;
    let out = ptr::from_mut(&mut addr).cast();
    // SAFETY: as for getsockname(2): at most `len` bytes, the size of `addr`, are written.
    ret(unsafe { libc::getpeername(fd.as_raw_fd(), out, &mut len) })?;
    Ok((addr, length(len)?))
}

/// `send(2)`.
#[inline]
pub(crate) fn send(fd: BorrowedFd<'_>, bytes: &[u8], flags: c_int) -> io::Result<usize> {
    // SAFETY: send(2) reads `bytes.len()` bytes at the start of `bytes`, which is borrowed during
    // the call.
    ret_len(unsafe { libc::send(fd.as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), flags) })
}

/// `sendmsg(2)`: several pieces as one datagram, to an address or to the connected one.
pub(crate) fn sendmsg(
    fd: BorrowedFd<'_>,
    pieces: &[IoSlice<'_>],
    to: Option<&RawAddr>,
    flags: c_int,
) -> io::Result<usize> {
    let mut header = message_header();
    if let Some(addr) = to {
        header.msg_name = ptr::from_ref(addr).cast_mut().cast();
        header.msg_namelen = size::<RawAddr>()?;
    }
    header.msg_iov = pieces.as_ptr().cast_mut().cast();
    header.msg_iovlen = length(pieces.len())?;
    // SAFETY: sendmsg(2) only reads what the header points to, so that the `cast_mut`s make no
    // shared bytes writable. `msg_name` and `msg_namelen` are null and 0 or the borrowed `*addr`
    // and its size. `msg_iov` and `msg_iovlen` are the borrowed `pieces`: IoSlice "is guaranteed to
    // be ABI compatible with the iovec type on Unix platforms", and each borrows its bytes.
    ret_len(unsafe { libc::sendmsg(fd.as_raw_fd(), &header, flags) })
}

/// `recvfrom(2)`: one datagram, with its sender. It costs the kernel less than `recvmsg(2)`.
#[cfg(feature = "connection")]
#[inline]
pub(crate) fn recvfrom(
    fd: BorrowedFd<'_>,
    buffer: &mut [u8],
    sender: &mut RawAddr,
    flags: c_int,
) -> io::Result<MessageInfo> {
    let mut name_len = size::<RawAddr>()?;
    let (bytes, len) = (buffer.as_mut_ptr().cast(), buffer.len());
    let name = ptr::from_mut(sender).cast();
    // SAFETY: recvfrom(2) writes at most `len` bytes at `bytes`, the mutably borrowed buffer, at most
    // `name_len` bytes at `name`, the size of the mutably borrowed `*sender`, which is valid with any
    // bytes, and the length of the address to `name_len`, a socklen_t as it must be.
    let full_len =
        ret_len(unsafe { libc::recvfrom(fd.as_raw_fd(), bytes, len, flags, name, &mut name_len) })?;
    Ok(MessageInfo { full_len, name_len: length(name_len)?, control_len: 0 })
}

/// `recvmsg(2)`: one datagram into several buffers, with its sender and control messages.
pub(crate) fn recvmsg(
    fd: BorrowedFd<'_>,
    buffers: &mut [IoSliceMut<'_>],
    sender: &mut RawAddr,
    control: &mut ControlBuffer,
    flags: c_int,
) -> io::Result<MessageInfo> {
    let mut header = message_header();
    header.msg_name = ptr::from_mut(sender).cast();
    header.msg_namelen = size::<RawAddr>()?;
    header.msg_iov = buffers.as_mut_ptr().cast();
    header.msg_iovlen = length(buffers.len())?;
    header.msg_control = control.0.as_mut_ptr().cast();
    header.msg_controllen = length(control.0.len())?;
    // SAFETY: recvmsg(2) writes at most `msg_namelen` bytes at `msg_name`, at most
    // `msg_controllen` at `msg_control`, and at most the length of each buffer into it. The first
    // two are the sizes of `*sender` and of `control.0`, both borrowed mutably and valid with any
    // bytes. `msg_iov` and `msg_iovlen` are the mutably borrowed `buffers`: IoSliceMut "is
    // guaranteed to be ABI compatible with the iovec type on Unix platforms", and each borrows its
    // bytes mutably.
    let full_len = ret_len(unsafe { libc::recvmsg(fd.as_raw_fd(), &mut header, flags) })?;
    Ok(MessageInfo {
        full_len,
        name_len: length(header.msg_namelen)?,
        control_len: length(header.msg_controllen)?,
    })
}

/// A message header that points nowhere.
fn message_header() -> libc::msghdr {
    // SAFETY: `struct msghdr` is made of pointers and integers (and, in some C libraries, private
    // padding, which is why it cannot be written as a literal): all of them may be zero.
    unsafe { mem::zeroed() }
}

/// `recv(2)` into no buffer at all: the length of the next datagram, which stays queued.
pub(crate) fn peek_len(fd: BorrowedFd<'_>, flags: c_int) -> io::Result<usize> {
    let flags = flags | libc::MSG_PEEK | libc::MSG_TRUNC;
    // SAFETY: recv(2) writes at most as many bytes as the third argument says: none.
    ret_len(unsafe { libc::recv(fd.as_raw_fd(), ptr::null_mut(), 0, flags) })
}

/// `ppoll(2)` on one or two descriptors; what came of each.
pub(crate) fn poll(
    first: (BorrowedFd<'_>, i16),
    second: Option<(BorrowedFd<'_>, i16)>,
    timeout: Option<Duration>,
) -> io::Result<[i16; 2]> {
    // The kernel skips negative descriptors.
    let (second_fd, second_events) =
        second.map_or((-1, 0), |(fd, events)| (fd.as_raw_fd(), events));
    let mut fds = [
        libc::pollfd { fd: first.0.as_raw_fd(), events: first.1, revents: 0 },
        libc::pollfd { fd: second_fd, events: second_events, revents: 0 },
    ];
    let timeout = match timeout {
        Some(duration) => Some(timespec(duration)?),
        None => None,
    };
    let timeout = timeout.as_ref().map_or(ptr::null(), ptr::from_ref);
    // SAFETY: ppoll(2) reads and writes as many `struct pollfd` as the second argument says: the
    // two of `fds`. The timeout is null or points to the `timespec` that lives until the end of
    // this function; the mask of signals is null, which leaves it alone.
    ret(unsafe { libc::ppoll(fds.as_mut_ptr(), 2, timeout, ptr::null()) })?;
    Ok(fds.map(|fd| fd.revents))
}

/// A duration as `ppoll(2)` takes it.
fn timespec(duration: Duration) -> io::Result<libc::timespec> {
    // SAFETY: `struct timespec` is made of integers (and, in some C libraries, private padding,
    // which is why it cannot be written as a literal): all of them may be zero.
    let mut time: libc::timespec = unsafe { mem::zeroed() };
    time.tv_sec = seconds(duration);
    time.tv_nsec = length(duration.subsec_nanos())?;
    Ok(time)
}

/// `fcntl(2)` with `F_GETFL`: the status flags of the open file.
pub(crate) fn status_flags(fd: BorrowedFd<'_>) -> io::Result<c_int> {
    // SAFETY: with F_GETFL fcntl(2) takes no third argument and touches no memory of this process.
    ret_int(unsafe { libc::fcntl(fd.as_raw_fd(), libc::F_GETFL) })
}

/// `fcntl(2)` with `F_SETFL`.
pub(crate) fn set_status_flags(fd: BorrowedFd<'_>, flags: c_int) -> io::Result<()> {
    // SAFETY: with F_SETFL the third argument is an int, which `flags` is, and no memory is touched.
    ret(unsafe { libc::fcntl(fd.as_raw_fd(), libc::F_SETFL, flags) })
}

/// `setns(2)`: moves the calling thread, and only it, into a network namespace.
pub(crate) fn enter_network_namespace(namespace: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: setns(2) takes two integers and touches no memory of this process.
    ret(unsafe { libc::setns(namespace.as_raw_fd(), libc::CLONE_NEWNET) })
}

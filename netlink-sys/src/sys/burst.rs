//! `recvmmsg(2)`: several datagrams in one call.

use core::array;
use core::ffi::c_int;
use core::mem;
use core::ptr;
use std::io::{self, IoSliceMut};
use std::os::fd::{AsRawFd, BorrowedFd};

use super::conv::{length, ret_int, size};
use super::raw::{ControlBuffer, MessageInfo, RawAddr};

/// What one of several receives brings beside its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) sender: RawAddr,
    pub(crate) control: ControlBuffer,
    pub(crate) info: MessageInfo,
}

/// Receives up to so many datagrams, each into a buffer of its own, as many as there are; their number.
pub(crate) fn recvmmsg<const N: usize>(
    fd: BorrowedFd<'_>,
    buffers: &mut [IoSliceMut<'_>; N],
    arrivals: &mut [Arrival; N],
    flags: c_int,
) -> io::Result<usize> {
    let mut headers: [libc::mmsghdr; N] = array::from_fn(|_| message_header());
    let places = headers.iter_mut().zip(buffers.iter_mut()).zip(arrivals.iter_mut());
    for ((header, buffer), arrival) in places {
        let header = &mut header.msg_hdr;
        header.msg_name = ptr::from_mut(&mut arrival.sender).cast();
        header.msg_namelen = size::<RawAddr>()?;
        header.msg_iov = ptr::from_mut(buffer).cast();
        header.msg_iovlen = 1;
        header.msg_control = arrival.control.0.as_mut_ptr().cast();
        header.msg_controllen = length(arrival.control.0.len())?;
    }
    let count = length(N)?;
    let flags = length(flags)?;
    // SAFETY: recvmmsg(2) writes to `count` headers, the length of `headers`, and for each what
    // recvmsg(2) writes: at most `msg_namelen` bytes at `msg_name`, at most `msg_controllen` at
    // `msg_control`, and at most the length of the buffer into it. Each header points to parts of one
    // element of `arrivals`, which are valid with any bytes, and to one element of `buffers`, an IoSliceMut,
    // which "is guaranteed to be ABI compatible with the iovec type on Unix platforms"; both arrays are
    // mutably borrowed during the call. The timeout is null, so that none is read.
    let received = ret_int(unsafe {
        libc::recvmmsg(fd.as_raw_fd(), headers.as_mut_ptr(), count, flags, ptr::null_mut())
    })?;
    let received: usize = length(received)?;
    for (header, arrival) in headers.iter().zip(arrivals).take(received) {
        arrival.info = MessageInfo {
            full_len: length(header.msg_len)?,
            name_len: length(header.msg_hdr.msg_namelen)?,
            control_len: length(header.msg_hdr.msg_controllen)?,
        };
    }
    Ok(received)
}

/// A message header that points nowhere.
fn message_header() -> libc::mmsghdr {
    // SAFETY: `struct mmsghdr` is made of pointers and integers (and, in some C libraries, private
    // padding, which is why it cannot be written as a literal): all of them may be zero.
    unsafe { mem::zeroed() }
}

impl Arrival {
    pub(crate) const NONE: Self = Self {
        sender: RawAddr::ZERO,
        control: ControlBuffer::new(),
        info: MessageInfo { full_len: 0, name_len: 0, control_len: 0 },
    };
}

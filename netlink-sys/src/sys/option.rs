//! `getsockopt(2)` and `setsockopt(2)` with the C type each option really has.

use core::ffi::c_int;
use core::ptr;
use core::time::Duration;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};

use super::conv::{length, ret, seconds, size};
use crate::Instruction;

/// C types that options are made of.
///
/// # Safety
///
/// Any bytes must make a valid value, and the kernel must not follow pointers in it.
pub(crate) unsafe trait OptionValue: Copy {}

// SAFETY: an integer, valid with any bytes.
unsafe impl OptionValue for c_int {}
// SAFETY: an integer, valid with any bytes.
unsafe impl OptionValue for u32 {}
// SAFETY: an integer, valid with any bytes.
unsafe impl OptionValue for u64 {}
// SAFETY: two integers, valid with any bytes.
unsafe impl OptionValue for libc::timeval {}

/// Sets an option to a value of exactly the given type.
pub(crate) fn set_option<T: OptionValue>(
    fd: BorrowedFd<'_>,
    level: c_int,
    name: c_int,
    value: &T,
) -> io::Result<()> {
    let value = ptr::from_ref(value).cast();
    // SAFETY: setsockopt(2) reads as many bytes at the pointer as the last argument says, the size
    // of the borrowed `*value`, and by the contract of `OptionValue` follows no pointer in it.
    ret(unsafe { libc::setsockopt(fd.as_raw_fd(), level, name, value, size::<T>()?) })
}

/// Reads an option of exactly the given type; `initial` is what a shorter answer leaves.
pub(crate) fn get_option<T: OptionValue>(
    fd: BorrowedFd<'_>,
    level: c_int,
    name: c_int,
    initial: T,
) -> io::Result<T> {
    let mut value = initial;
    let mut len = size::<T>()?;
    let out = ptr::from_mut(&mut value).cast();
    // SAFETY: getsockopt(2) writes at most `len` bytes at `out`, the size of `value`, and the
    // length to `len`, a socklen_t as it must be. By the contract of `OptionValue` any bytes make
    // a valid value.
    ret(unsafe { libc::getsockopt(fd.as_raw_fd(), level, name, out, &mut len) })?;
    Ok(value)
}

/// Sets `SO_RCVTIMEO` or `SO_SNDTIMEO`; `None` means no limit, which the kernel writes as zero.
///
/// A timeout of zero would thus have no limit, and is `EINVAL`. Less than a microsecond becomes one.
pub(crate) fn set_timeout(
    fd: BorrowedFd<'_>,
    name: c_int,
    timeout: Option<Duration>,
) -> io::Result<()> {
    let time = match timeout {
        None => libc::timeval { tv_sec: 0, tv_usec: 0 },
        Some(Duration::ZERO) => return Err(io::Error::from_raw_os_error(libc::EINVAL)),
        Some(timeout) => {
            let timeout = timeout.max(Duration::from_micros(1));
            libc::timeval { tv_sec: seconds(timeout), tv_usec: length(timeout.subsec_micros())? }
        }
    };
    set_option(fd, libc::SOL_SOCKET, name, &time)
}

/// Reads `SO_RCVTIMEO` or `SO_SNDTIMEO`.
pub(crate) fn get_timeout(fd: BorrowedFd<'_>, name: c_int) -> io::Result<Option<Duration>> {
    let never = libc::timeval { tv_sec: 0, tv_usec: 0 };
    let time = get_option(fd, libc::SOL_SOCKET, name, never)?;
    let micros = Duration::from_micros(length(time.tv_usec)?);
    let timeout = Duration::from_secs(length(time.tv_sec)?).saturating_add(micros);
    Ok((!timeout.is_zero()).then_some(timeout))
}

/// Reads an option that is an array of `u32`; the number of bytes the kernel says there are, which
/// can be more than it wrote.
pub(crate) fn get_words(
    fd: BorrowedFd<'_>,
    level: c_int,
    name: c_int,
    words: &mut [u32],
) -> io::Result<usize> {
    let mut len = length(size_of_val(words))?;
    let out = words.as_mut_ptr().cast();
    // SAFETY: getsockopt(2) writes at most `len` bytes at `out`, the size of the mutably borrowed
    // `words`, and the length to `len`, a socklen_t as it must be. Any bytes make valid integers.
    ret(unsafe { libc::getsockopt(fd.as_raw_fd(), level, name, out, &mut len) })?;
    length(len)
}

/// Attaches a classic BPF program (`SO_ATTACH_FILTER`).
pub(crate) fn set_filter(fd: BorrowedFd<'_>, program: &[Instruction]) -> io::Result<()> {
    let program = libc::sock_fprog {
        len: length(program.len())?,
        filter: program.as_ptr().cast_mut().cast(),
    };
    let (value, len) = (ptr::from_ref(&program).cast(), size::<libc::sock_fprog>()?);
    let (level, name) = (libc::SOL_SOCKET, libc::SO_ATTACH_FILTER);
    // SAFETY: setsockopt(2) reads the `sock_fprog`, which lives until the end of this function, and
    // through it `len` instructions of the borrowed slice: `Instruction` is tested to have the
    // layout of `sock_filter`. It only reads, so that the `cast_mut` makes no shared bytes writable.
    ret(unsafe { libc::setsockopt(fd.as_raw_fd(), level, name, value, len) })
}

/// Reads the attached classic BPF program (`SO_GET_FILTER`); the number of its instructions.
///
/// With an empty slice the kernel only counts; with one that is too short it refuses.
pub(crate) fn get_filter(fd: BorrowedFd<'_>, program: &mut [Instruction]) -> io::Result<usize> {
    // This option alone counts instructions, not bytes.
    let mut len = length(program.len())?;
    let out = program.as_mut_ptr().cast();
    let (level, name) = (libc::SOL_SOCKET, libc::SO_GET_FILTER);
    // SAFETY: for this option getsockopt(2) writes at most `len` instructions at `out` (sk_get_filter
    // in net/core/filter.c: "if (len < fprog->len) goto out", then copies fprog->len of them), and
    // `program` is a mutably borrowed slice of that many. Any bytes make a valid `Instruction`.
    ret(unsafe { libc::getsockopt(fd.as_raw_fd(), level, name, out, &mut len) })?;
    length(len)
}

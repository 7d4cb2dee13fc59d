//! From what system calls return to `io::Result`, and from lengths to the exact C types.

use core::ffi::c_int;
use core::time::Duration;
use std::io;

/// Zero, or -1 with errno set.
pub(super) fn ret(value: c_int) -> io::Result<()> {
    if value < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// A small number such as a descriptor, or -1 with errno set.
pub(super) fn ret_int(value: c_int) -> io::Result<c_int> {
    if value < 0 { Err(io::Error::last_os_error()) } else { Ok(value) }
}

/// A length in bytes, or -1 with errno set.
#[inline]
pub(super) fn ret_len(value: isize) -> io::Result<usize> {
    usize::try_from(value).map_err(|_| io::Error::last_os_error())
}

/// Repeats a call that a signal interrupted.
#[inline]
pub(crate) fn retry<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// A length in another integer type: these differ between C libraries.
///
/// What does not fit is `EINVAL`, which is what the kernel says of absurd lengths.
#[inline]
pub(super) fn length<A, B: TryFrom<A>>(value: A) -> io::Result<B> {
    B::try_from(value).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
}

/// The size of a C type, as the socket calls take it.
pub(super) fn size<T>() -> io::Result<libc::socklen_t> {
    length(size_of::<T>())
}

/// Whole seconds, or the longest time the C type can say.
pub(super) fn seconds(duration: Duration) -> libc::time_t {
    libc::time_t::try_from(duration.as_secs()).unwrap_or(libc::time_t::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_only_interrupted_calls() {
        let mut left = 3;
        let result = retry(|| {
            left -= 1;
            if left > 0 { Err(io::Error::from_raw_os_error(libc::EINTR)) } else { Ok(7) }
        });
        assert_eq!(result.unwrap(), 7);

        let mut calls = 0;
        let result: io::Result<()> = retry(|| {
            calls += 1;
            Err(io::Error::from_raw_os_error(libc::EAGAIN))
        });
        assert_eq!(result.unwrap_err().raw_os_error(), Some(libc::EAGAIN));
        assert_eq!(calls, 1);
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused() {
        assert_eq!(length::<usize, u16>(65_535).unwrap(), 65_535);
        let error = length::<usize, u16>(65_536).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::EINVAL));
    }

    #[test]
    fn a_time_beyond_the_clock_is_the_longest_one() {
        assert_eq!(seconds(Duration::MAX), libc::time_t::MAX);
    }
}

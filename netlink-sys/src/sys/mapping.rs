//! Anonymous memory straight from the kernel: address space that costs nothing until it is touched.

use core::ptr::{self, NonNull};
use core::slice;
use std::io;

use super::conv::ret;

/// Pages of this process alone, which read as zeros until something is written.
#[derive(Debug)]
pub(crate) struct Mapping {
    start: NonNull<u8>,
    len: usize,
}

// SAFETY: the mapping is memory that this value alone owns, like a `Box<[u8]>`, and nothing about
// it belongs to the thread that made it.
unsafe impl Send for Mapping {}
// SAFETY: a shared reference gives shared references to bytes, and nothing else.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Maps `len` bytes; none is `EINVAL`.
    pub(crate) fn new(len: usize) -> io::Result<Self> {
        // A slice must not be longer than this.
        if isize::try_from(len).is_err() {
            return Err(io::Error::from_raw_os_error(libc::ENOMEM));
        }
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // Without access at first: in a process that locks all its memory (`mlockall` with `MCL_FUTURE`),
        // pages that can be accessed are there at once, all of them.
        // SAFETY: with a null hint and without MAP_FIXED mmap(2) maps new pages where nothing
        // is, so it changes no memory that anyone has.
        let start = unsafe { libc::mmap(ptr::null_mut(), len, libc::PROT_NONE, flags, -1, 0) };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let Some(start) = NonNull::new(start.cast()) else {
            return Err(io::Error::from_raw_os_error(libc::ENOMEM));
        };
        let mapping = Self { start, len };
        mapping.unlock();
        mapping.allow_access()?;
        // One touched byte would otherwise cost a huge page, where the system gives those to all.
        // A kernel without them says EINVAL, and then there is nothing to switch off.
        let _ = mapping.advise(0, libc::MADV_NOHUGEPAGE);
        Ok(mapping)
    }

    /// Exempts the mapping from the locking of all memory; it has no effect where nothing is locked.
    fn unlock(&self) {
        // SAFETY: munlock(2) changes no bytes, and the range is exactly this mapping.
        let _ = unsafe { libc::munlock(self.start.as_ptr().cast(), self.len) };
    }

    fn allow_access(&self) -> io::Result<()> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: mprotect(2) changes no bytes; the range is exactly this mapping, which has no other owner,
        // and its pages may be accessed from then on as the slices of this type do.
        ret(unsafe { libc::mprotect(self.start.as_ptr().cast(), self.len, protection) })
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        // SAFETY: `start` and `len` are those of a readable private mapping, which lives as long
        // as `self`, has `len <= isize::MAX` and is initialised: mmap(2) says of MAP_ANONYMOUS that
        // "its contents are initialized to zero". Writing needs `&mut self`.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }

    #[inline]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        // SAFETY: as for `as_slice`; the mapping is writable, and `&mut self` excludes every other
        // reference to it.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }

    /// Gives the pages from `offset` on back to the kernel; they read as zeros again.
    ///
    /// `offset` must be a multiple of the page size, else `EINVAL`.
    pub(crate) fn release(&mut self, offset: usize) -> io::Result<()> {
        self.advise(offset, libc::MADV_DONTNEED)
    }

    /// `madvise(2)` from an offset to the end. Private: MADV_DONTNEED changes bytes, and must come
    /// through `&mut self`.
    fn advise(&self, offset: usize, advice: libc::c_int) -> io::Result<()> {
        let Some(len) = self.len.checked_sub(offset) else {
            return Err(io::Error::from_raw_os_error(libc::EINVAL));
        };
        let from = self.start.as_ptr().wrapping_add(offset).cast();
        // SAFETY: the range is inside this mapping, which has no other owner, as `offset <= self.len`.
        // Both callers' advice leaves the pages mapped and initialised (madvise(2) of
        // MADV_DONTNEED: "zero-fill-on-demand pages for anonymous private mappings"), and the one
        // that changes bytes holds `&mut self`.
        ret(unsafe { libc::madvise(from, len, advice) })
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: exactly the range that mmap(2) returned, unmapped once, when no reference into it
        // can be left: they borrow `self`.
        let _ = unsafe { libc::munmap(self.start.as_ptr().cast(), self.len) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_zeros_and_keeps_what_is_written_until_released() {
        let mut mapping = Mapping::new(1 << 20).unwrap();
        assert_eq!(mapping.len(), 1 << 20);
        assert!(mapping.as_slice().iter().all(|&byte| byte == 0));
        mapping.as_mut_slice().fill(0xa5);
        mapping.release(64 * 1024).unwrap();
        assert_eq!(mapping.as_slice()[64 * 1024 - 1], 0xa5);
        assert!(mapping.as_slice()[64 * 1024..].iter().all(|&byte| byte == 0));
    }

    #[test]
    fn refuses_lengths_no_slice_can_have() {
        assert!(Mapping::new(0).is_err());
        assert!(Mapping::new(usize::MAX).is_err());
        assert!(Mapping::new(1 << 20).unwrap().release(2 << 20).is_err());
    }
}

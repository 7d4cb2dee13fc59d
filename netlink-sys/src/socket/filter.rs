//! Classic BPF: a program in the kernel that decides which datagrams reach a socket.

use std::os::fd::AsFd as _;

use crate::error::{Context as _, Result};
use crate::{Socket, sys};

/// One instruction of a classic BPF program (`struct sock_filter` of `linux/filter.h`).
///
/// The constructors cover what filters on netlink sockets need; any other instruction is made of
/// its four fields.
///
/// A program loads parts of the datagram **as big-endian numbers**, while netlink headers are in
/// the byte order of the machine. Compare a loaded `u16` with `u16::from_be(x)` and a loaded `u32`
/// with `u32::from_be(x)`.
///
/// # Examples
///
/// Only datagrams whose first message has the type 42:
///
/// ```
/// use netlink_sys::{Instruction, Protocol, Socket};
///
/// let wanted = u32::from(u16::from_be(42));
/// let socket = Socket::open(Protocol::USERSOCK)?;
/// socket.attach_filter(&[
///     Instruction::load_u16(4), // nlmsg_type
///     Instruction::jump_if_equal(wanted, 0, 1),
///     Instruction::accept(),
///     Instruction::drop(),
/// ])?;
/// # Ok::<(), netlink_sys::SocketError>(())
/// ```
#[doc(alias = "sock_filter")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[repr(C)]
pub struct Instruction {
    /// The number of the operation, made of the `BPF_…` constants of `linux/bpf_common.h`.
    pub code: u16,
    /// How many instructions to skip if the comparison holds.
    pub jt: u8,
    /// How many instructions to skip if it does not hold.
    pub jf: u8,
    /// The operand: a value, a mask, or an offset in bytes, as the operation has it.
    pub k: u32,
}

/// How the operation is made up (`linux/bpf_common.h`): class, then size or operation, then mode
/// or source.
const LOAD: u16 = 0x00;
const JUMP: u16 = 0x05;
const RETURN: u16 = 0x06;
const WORD: u16 = 0x00;
const HALF: u16 = 0x08;
const BYTE: u16 = 0x10;
const ABSOLUTE: u16 = 0x20;
const EQUAL: u16 = 0x10;
const GREATER: u16 = 0x20;
const ANY_SET: u16 = 0x40;

impl Instruction {
    /// Loads the byte at this offset of the datagram.
    ///
    /// If it lies outside, as for the other loads, the program ends and the datagram is dropped.
    #[must_use]
    pub const fn load_u8(offset: u32) -> Self {
        Self { code: LOAD | BYTE | ABSOLUTE, jt: 0, jf: 0, k: offset }
    }

    /// Loads two bytes at this offset of the datagram, as a big-endian number.
    #[must_use]
    pub const fn load_u16(offset: u32) -> Self {
        Self { code: LOAD | HALF | ABSOLUTE, jt: 0, jf: 0, k: offset }
    }

    /// Loads four bytes at this offset of the datagram, as a big-endian number.
    #[must_use]
    pub const fn load_u32(offset: u32) -> Self {
        Self { code: LOAD | WORD | ABSOLUTE, jt: 0, jf: 0, k: offset }
    }

    /// Skips `jt` instructions if what was loaded equals `k`, else `jf`.
    #[must_use]
    pub const fn jump_if_equal(k: u32, jt: u8, jf: u8) -> Self {
        Self { code: JUMP | EQUAL, jt, jf, k }
    }

    /// Skips `jt` instructions if what was loaded is greater than `k`, else `jf`.
    #[must_use]
    pub const fn jump_if_greater(k: u32, jt: u8, jf: u8) -> Self {
        Self { code: JUMP | GREATER, jt, jf, k }
    }

    /// Skips `jt` instructions if what was loaded has any of the bits of `k`, else `jf`.
    #[must_use]
    pub const fn jump_if_any_set(k: u32, jt: u8, jf: u8) -> Self {
        Self { code: JUMP | ANY_SET, jt, jf, k }
    }

    /// Ends the program: the datagram is received, whole.
    #[must_use]
    pub const fn accept() -> Self {
        Self { code: RETURN, jt: 0, jf: 0, k: u32::MAX }
    }

    /// Ends the program: the datagram is dropped.
    #[must_use]
    pub const fn drop() -> Self {
        Self { code: RETURN, jt: 0, jf: 0, k: 0 }
    }
}

/// Filters.
impl Socket {
    /// Attaches a program that decides which datagrams are received, in place of an earlier one.
    ///
    /// It sees whole datagrams: of a dump that is many messages at once, and what it drops may have
    /// held the message that ends the dump. Filters are for sockets that listen to groups.
    ///
    /// # Errors
    ///
    /// `EINVAL` if the program is empty, longer than 4096 instructions or not valid, `EPERM` if
    /// the filter is locked.
    #[doc(alias = "SO_ATTACH_FILTER")]
    pub fn attach_filter(&self, program: &[Instruction]) -> Result<()> {
        sys::set_filter(self.as_fd(), program).during("attach filter")
    }

    /// Detaches the program.
    ///
    /// # Errors
    ///
    /// `ENOENT` if there is none, `EPERM` if it is locked.
    #[doc(alias = "SO_DETACH_FILTER")]
    pub fn detach_filter(&self) -> Result<()> {
        sys::set_option(self.as_fd(), libc::SOL_SOCKET, libc::SO_DETACH_FILTER, &0)
            .during("detach filter")
    }

    /// Returns the attached program, which is empty if there is none.
    ///
    /// # Errors
    ///
    /// `EACCES` if the attached program is not a classic one.
    #[doc(alias = "SO_GET_FILTER")]
    pub fn filter(&self) -> Result<Vec<Instruction>> {
        let operation = "get filter";
        let count = sys::get_filter(self.as_fd(), &mut []).during(operation)?;
        let mut program = vec![Instruction::default(); count];
        if count > 0 {
            let count = sys::get_filter(self.as_fd(), &mut program).during(operation)?;
            // Another thread may have attached a shorter one.
            program.truncate(count);
        }
        Ok(program)
    }

    /// Locks the filter, so that it cannot be changed any more through this socket, also by a
    /// process it is handed to.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_LOCK_FILTER")]
    pub fn lock_filter(&self) -> Result<()> {
        sys::set_option(self.as_fd(), libc::SOL_SOCKET, libc::SO_LOCK_FILTER, &1)
            .during("lock filter")
    }

    /// Returns true if the filter is locked.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_LOCK_FILTER")]
    pub fn filter_locked(&self) -> Result<bool> {
        sys::get_option(self.as_fd(), libc::SOL_SOCKET, libc::SO_LOCK_FILTER, 0)
            .map(|locked| locked != 0)
            .during("filter locked")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_those_of_the_c_headers() {
        let load = libc::BPF_LD | libc::BPF_ABS;
        let jump = libc::BPF_JMP | libc::BPF_K;
        let code = |instruction: Instruction| i64::from(instruction.code);
        assert_eq!(code(Instruction::load_u8(0)), i64::from(load | libc::BPF_B));
        assert_eq!(code(Instruction::load_u16(0)), i64::from(load | libc::BPF_H));
        assert_eq!(code(Instruction::load_u32(0)), i64::from(load | libc::BPF_W));
        assert_eq!(code(Instruction::jump_if_equal(0, 0, 0)), i64::from(jump | libc::BPF_JEQ));
        assert_eq!(code(Instruction::jump_if_greater(0, 0, 0)), i64::from(jump | libc::BPF_JGT));
        assert_eq!(code(Instruction::jump_if_any_set(0, 0, 0)), i64::from(jump | libc::BPF_JSET));
        assert_eq!(code(Instruction::accept()), i64::from(libc::BPF_RET | libc::BPF_K));
        assert_eq!(code(Instruction::drop()), i64::from(libc::BPF_RET | libc::BPF_K));
    }
}

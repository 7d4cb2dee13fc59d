//! Faults that a test can inject.

use netlink_core::Errno;

/// What is about to happen, counted from 0.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FaultPoint {
    /// A datagram is being sent to the kernel.
    Send(usize),
    /// A datagram is being received.
    Receive(usize),
}

/// The fault that happens to a datagram.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The call fails with an error number, and has no other effect.
    Fail(Errno),
    /// The datagram is lost silently.
    Lose,
    /// All pending datagrams are lost, which is reported once, as `ENOBUFS`; of a
    /// send, after it has been handled.
    #[doc(alias = "ENOBUFS")]
    Overrun,
    /// Only so many bytes of the datagram arrive.
    ///
    /// A received datagram is cut to this length in bytes, and its full length is reported.
    Truncate(usize),
    /// The datagram is late: it is there, or can be sent, only after so many attempts.
    ///
    /// A receive with a deadline has waited in vain then, any other one waits on.
    Delay(u32),
    /// The datagram arrives twice.
    Duplicate,
}

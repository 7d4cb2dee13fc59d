//! What can go wrong on the way, on purpose.

use netlink_core::Errno;

/// What is about to happen, counted from 0.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FaultPoint {
    /// A datagram is being sent to the kernel.
    Send(usize),
    /// A datagram is being received.
    Receive(usize),
}

/// What goes wrong with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The call fails with an error number, and has no other effect.
    Fail(Errno),
    /// The datagram is lost, and nobody is told.
    Lose,
    /// Everything there is to receive is lost, and the receiver is told once, by `ENOBUFS`; of a
    /// send, after it has been handled.
    #[doc(alias = "ENOBUFS")]
    Overrun,
    /// Only so many bytes of the datagram arrive.
    ///
    /// Of what is received, its full length is told.
    Truncate(usize),
    /// The datagram is late: it is there, or can be sent, only after so many attempts.
    ///
    /// A receive with a deadline has waited in vain then, any other one waits on.
    Delay(u32),
    /// The datagram arrives twice.
    Duplicate,
}

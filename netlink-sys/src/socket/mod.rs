//! The socket: a descriptor, what can be done with it, and the values that go in and come out.

mod address;
mod ancillary;
mod buffer;
mod burst;
mod filter;
mod flags;
mod group;
mod namespace;
mod options;
mod poll;
mod protocol;
mod receive;
mod send;
mod waker;

use std::os::fd::{AsFd, AsRawFd, BorrowedFd, IntoRawFd, OwnedFd, RawFd};

pub use address::SocketAddr;
pub use ancillary::Credentials;
pub use buffer::ReceiveBuffer;
pub use burst::ReceiveBurst;
pub use filter::Instruction;
pub use flags::{RecvFlags, SendFlags};
pub use group::Group;
pub use namespace::NetworkNamespace;
pub use poll::Wait;
pub use protocol::Protocol;
pub use receive::{Received, Truncated};
pub use waker::Waker;

use crate::error::{Context as _, Result, SocketError};
use crate::sys;

/// A netlink socket.
///
/// It owns its descriptor, which is close-on-exec and closed once, on drop. Every method takes
/// `&self`, and the kernel lets one thread send while another receives: share the socket by
/// reference, in an `Arc`, or as two descriptors with [`try_clone`](Self::try_clone), for a
/// sending and a receiving half.
///
/// # Examples
///
/// ```
/// use netlink_sys::{Protocol, Socket, SocketAddr};
///
/// let one = Socket::open(Protocol::USERSOCK)?;
/// let two = Socket::open(Protocol::USERSOCK)?;
/// one.send_to(b"hello", two.local_addr()?)?;
///
/// let mut buffer = [0; 64];
/// let received = two.recv(&mut buffer)?;
/// assert_eq!(received.bytes(&buffer)?, b"hello");
/// assert_eq!(received.sender(), one.local_addr()?);
/// # Ok::<(), netlink_sys::SocketError>(())
/// ```
#[derive(Debug)]
pub struct Socket {
    fd: OwnedFd,
}

impl Socket {
    /// Opens a socket and binds it to a port id of the kernel's choice.
    ///
    /// The descriptor is close-on-exec, and blocks. The port id is found with
    /// [`local_addr`](Self::local_addr).
    ///
    /// # Errors
    ///
    /// `EPROTONOSUPPORT` if the kernel does not offer the protocol, `EMFILE` or `ENFILE` if there
    /// are too many open files.
    pub fn open(protocol: Protocol) -> Result<Self> {
        let socket = Self::unbound(protocol)?;
        socket.bind(SocketAddr::KERNEL)?;
        Ok(socket)
    }

    /// Opens a socket that is not bound yet, for [`bind`](Self::bind) to a port id or groups.
    ///
    /// The kernel binds such a socket by itself when it is first sent from or connected.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn unbound(protocol: Protocol) -> Result<Self> {
        sys::socket(protocol.number()).map(Self::from).during("open socket")
    }

    /// Binds the socket to a port id and to the groups of a mask.
    ///
    /// Port id 0 lets the kernel choose: the process id if that is free, else a random high
    /// number. A port id chosen by hand is easily taken, by a library in the same process or by
    /// a process with the same id in another process id namespace. Binding again with the same
    /// port id replaces the groups 1 to 32; [`join`](Self::join) is the way to any group.
    ///
    /// # Errors
    ///
    /// `EADDRINUSE` if the port id is taken, `EINVAL` if the socket has another one already,
    /// `EPERM` if the protocol does not let this user listen to groups.
    pub fn bind(&self, addr: SocketAddr) -> Result<()> {
        sys::bind(self.as_fd(), &addr.into()).during("bind")
    }

    /// Connects the socket: sets the destination of [`send`](Self::send), and who may send to it.
    ///
    /// Without it `send` sends to the kernel. A socket connected to the kernel refuses messages that
    /// other sockets send to its port id (they get `ECONNREFUSED`), but multicasts of other
    /// processes still arrive, so the sender must be looked at all the same.
    ///
    /// # Errors
    ///
    /// `EPERM` if the protocol lets only the privileged send to other sockets or groups.
    pub fn connect(&self, addr: SocketAddr) -> Result<()> {
        sys::connect(self.as_fd(), &addr.into()).during("connect")
    }

    /// Returns the port ID of this socket and its groups from 1 to 32.
    ///
    /// As a destination such an address with groups is a multicast; to reach this socket alone,
    /// send to [`SocketAddr::port`] of the port id.
    ///
    /// # Errors
    ///
    /// `EAFNOSUPPORT` if the descriptor is not a netlink socket.
    pub fn local_addr(&self) -> Result<SocketAddr> {
        let name = sys::getsockname(self.as_fd());
        name.and_then(|(addr, len)| addr.decode(len)).during("local address")
    }

    /// Returns the address that the socket is connected to, which is the kernel unless it was
    /// connected elsewhere.
    ///
    /// # Errors
    ///
    /// `EAFNOSUPPORT` if the descriptor is not a netlink socket.
    pub fn peer_addr(&self) -> Result<SocketAddr> {
        let name = sys::getpeername(self.as_fd());
        name.and_then(|(addr, len)| addr.decode(len)).during("peer address")
    }

    /// Makes every operation fail with `EAGAIN` rather than wait, or wait again.
    ///
    /// This is a flag of the open file, which clones of the descriptor share. For a single
    /// operation there are [`SendFlags::DONT_WAIT`](crate::SendFlags::DONT_WAIT) and
    /// [`RecvFlags::DONT_WAIT`](crate::RecvFlags::DONT_WAIT).
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "O_NONBLOCK")]
    pub fn set_nonblocking(&self, nonblocking: bool) -> Result<()> {
        let operation = "set non-blocking";
        let flags = sys::status_flags(self.as_fd()).during(operation)?;
        let changed =
            if nonblocking { flags | libc::O_NONBLOCK } else { flags & !libc::O_NONBLOCK };
        if changed == flags {
            return Ok(());
        }
        sys::set_status_flags(self.as_fd(), changed).during(operation)
    }

    /// Returns true if operations fail with `EAGAIN` instead of waiting.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    pub fn nonblocking(&self) -> Result<bool> {
        let flags = sys::status_flags(self.as_fd()).during("non-blocking")?;
        Ok(flags & libc::O_NONBLOCK != 0)
    }

    /// Returns another descriptor for the same socket, close-on-exec as well.
    ///
    /// Both share everything: port id, groups, options, queue.
    ///
    /// # Errors
    ///
    /// `EMFILE` if there are too many open files.
    pub fn try_clone(&self) -> Result<Self> {
        self.fd.try_clone().map(Self::from).during("duplicate descriptor")
    }

    /// Takes the error that the kernel keeps for the next operation, if there is one.
    ///
    /// # Errors
    ///
    /// None is expected of an open socket.
    #[doc(alias = "SO_ERROR")]
    pub fn take_error(&self) -> Result<Option<SocketError>> {
        let errno = sys::get_option(self.as_fd(), libc::SOL_SOCKET, libc::SO_ERROR, 0)
            .during("take error")?;
        Ok((errno != 0).then(|| SocketError::new("pending error", errno)))
    }
}

impl AsFd for Socket {
    #[inline]
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl AsRawFd for Socket {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

impl IntoRawFd for Socket {
    fn into_raw_fd(self) -> RawFd {
        self.fd.into_raw_fd()
    }
}

/// Takes a descriptor that comes from elsewhere, such as a service manager.
///
/// It should be a netlink socket; on anything else the operations fail, and change nothing.
impl From<OwnedFd> for Socket {
    fn from(fd: OwnedFd) -> Self {
        Self { fd }
    }
}

impl From<Socket> for OwnedFd {
    fn from(socket: Socket) -> Self {
        socket.fd
    }
}

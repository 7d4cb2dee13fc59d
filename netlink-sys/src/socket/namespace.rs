//! Sockets in another network namespace.
//!
//! A socket belongs to the namespace of the thread that opened it, permanently. To open one in another
//! namespace, a thread must enter it, and it may not be able to return. So a short-lived thread enters
//! the namespace, opens the socket, and ends. The caller's thread never moves.

use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::panic;
use std::path::Path;
use std::thread;

use crate::error::{Context as _, Result};
use crate::{Protocol, Socket, sys};

/// A network namespace, held by a descriptor.
///
/// The namespace lives at least as long as this value.
///
/// # Examples
///
/// ```no_run
/// use netlink_sys::{NetworkNamespace, Protocol, Socket};
///
/// let namespace = NetworkNamespace::open("/run/netns/blue")?;
/// let socket = Socket::open_in(&namespace, Protocol::ROUTE)?;
/// # Ok::<(), netlink_sys::SocketError>(())
/// ```
#[derive(Debug)]
pub struct NetworkNamespace {
    fd: OwnedFd,
}

impl NetworkNamespace {
    /// Opens the namespace that a file represents, such as `/run/netns/blue` (where `ip netns`
    /// keeps its names) or `/proc/1/ns/net`.
    ///
    /// # Errors
    ///
    /// Those of opening a file, such as `ENOENT` and `EACCES`. A file that is not a network namespace
    /// is noticed when it is used.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        File::open(path).map(Self::from_file).during("open network namespace")
    }

    /// Opens the namespace of a process.
    ///
    /// # Errors
    ///
    /// `ENOENT` if there is no such process, `EACCES` or `EPERM` if this user may not look into it.
    pub fn of_process(pid: u32) -> Result<Self> {
        Self::open(format!("/proc/{pid}/ns/net"))
    }

    /// Opens the namespace of the calling thread.
    ///
    /// # Errors
    ///
    /// `ENOENT` if `/proc` is not mounted.
    pub fn current() -> Result<Self> {
        Self::open("/proc/thread-self/ns/net")
    }

    /// Runs a function on a thread of its own inside the namespace, and returns what it returned.
    ///
    /// The calling thread waits, and is left where it was. If the function panics, so does this.
    ///
    /// # Errors
    ///
    /// `EPERM` without `CAP_SYS_ADMIN` both in the user namespace that owns this network namespace
    /// and in one's own; `EINVAL` if the descriptor is not a network namespace; `EAGAIN` if no
    /// thread can be started.
    pub fn run<T: Send>(&self, function: impl FnOnce() -> T + Send) -> Result<T> {
        let enter = || {
            sys::enter_network_namespace(self.as_fd()).during("enter network namespace")?;
            Ok(function())
        };
        thread::scope(|scope| {
            let thread = thread::Builder::new().name("netlink-netns".to_owned());
            let thread = thread.spawn_scoped(scope, enter).during("start thread")?;
            thread.join().unwrap_or_else(|payload| panic::resume_unwind(payload))
        })
    }

    fn from_file(file: File) -> Self {
        Self { fd: file.into() }
    }
}

impl AsFd for NetworkNamespace {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// Takes a descriptor that comes from elsewhere. A `pidfd` will do as well, since Linux 5.8.
impl From<OwnedFd> for NetworkNamespace {
    fn from(fd: OwnedFd) -> Self {
        Self { fd }
    }
}

impl From<NetworkNamespace> for OwnedFd {
    fn from(namespace: NetworkNamespace) -> Self {
        namespace.fd
    }
}

/// Network namespaces.
impl Socket {
    /// Opens a socket in another network namespace and binds it to a port id of the kernel's
    /// choice.
    ///
    /// # Errors
    ///
    /// Those of [`NetworkNamespace::run`] and of [`Socket::open`].
    pub fn open_in(namespace: &NetworkNamespace, protocol: Protocol) -> Result<Self> {
        namespace.run(|| Self::open(protocol))?
    }
}

#![doc = include_str!("../docs/links.txt")]
#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]

#[cfg(not(any(target_os = "linux", target_os = "android")))]
compile_error!("netlink is part of Linux");

#[cfg(feature = "connection")]
pub mod asynchronous;
#[cfg(feature = "connection")]
pub mod connection;
#[cfg(feature = "connection")]
pub mod docs;
mod error;
mod socket;
#[cfg(feature = "stand-in")]
pub mod stand_in;
mod sys;
#[cfg(feature = "tokio")]
pub mod tokio;

#[cfg(feature = "connection")]
pub use connection::Connection;
pub use error::{Result, SocketError};
pub use socket::{
    Credentials, Group, Instruction, NetworkNamespace, Protocol, ReceiveBuffer, ReceiveBurst,
    Received, RecvFlags, SendFlags, Socket, SocketAddr, Truncated, Wait, Waker,
};

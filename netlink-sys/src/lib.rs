#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]

#[cfg(not(any(target_os = "linux", target_os = "android")))]
compile_error!("netlink is part of Linux");

mod addr;
#[cfg(feature = "connection")]
pub mod asynchronous;
mod buffer;
mod cmsg;
#[cfg(feature = "connection")]
pub mod connection;
#[cfg(feature = "connection")]
pub mod docs;
mod error;
mod filter;
mod flags;
mod group;
mod netns;
mod poll;
mod protocol;
mod recv;
mod send;
mod socket;
mod sockopt;
#[cfg(feature = "stand-in")]
pub mod stand_in;
mod sys;
#[cfg(feature = "tokio")]
pub mod tokio;

pub use addr::SocketAddr;
pub use buffer::ReceiveBuffer;
#[cfg(feature = "connection")]
pub use connection::Connection;
pub use error::{Error, Result};
pub use filter::Instruction;
pub use flags::{RecvFlags, SendFlags};
pub use group::Group;
pub use netns::NetworkNamespace;
pub use poll::{Wait, Waker};
pub use protocol::Protocol;
pub use recv::{Received, Truncated};
pub use socket::Socket;

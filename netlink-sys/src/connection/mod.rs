//! Conversations over a socket: requests with their replies and acknowledgements, dumps, batches and
//! events.
//!
//! | to | use |
//! |---|---|
//! | request an object | [`Connection::request`], or [`Connection::replies`] if several messages answer |
//! | change something | [`Connection::execute`] |
//! | list everything | [`Connection::dump`], [`Connection::collect`] |
//! | change many things | [`Batch`], with [`Connection::run`] or, all or nothing, [`Connection::commit`] |
//! | receive notifications | [`Events`] |
//! | receive what is not made of netlink messages | [`Datagrams`] |
//! | list everything, and follow the changes | [`Watch`] |
//! | share connections between threads | [`Pool`] |

mod answers;
mod backlog;
mod batch;
mod blocking;
mod by_fn;
mod comparison;
mod counters;
mod datagrams;
mod drain;
mod drive;
mod dump;
mod engine;
mod error;
mod event;
mod events;
pub(crate) mod family;
mod fence;
mod framing;
mod inbox;
mod kernel_error;
mod leftovers;
mod lender;
mod listener;
mod log;
mod lookup;
mod observer;
mod opening;
mod options;
mod outbox;
mod outcome;
mod patience;
mod policy;
mod pool;
mod pooled;
mod reading;
mod reception;
mod reply_error;
mod room;
mod run;
mod sending;
mod sequence;
mod transaction;
mod transport;
mod turn;
mod update;
mod watch;

pub use batch::Batch;
pub use blocking::Connection;
pub use counters::Counters;
pub use datagrams::Datagrams;
pub use dump::{Collected, Dump};
pub use error::Error;
pub use event::Notification;
pub use events::Events;
pub use family::{Family, FamilyOperation};
pub use framing::{AuditRecord, AuditRecords, Framing, Uevent, Uevents};
pub use kernel_error::KernelError;
pub use options::Options;
pub use outcome::Outcome;
pub use patience::{Awaited, Patience, TransportError};
pub use policy::{FamilyPolicies, OperationPolicies};
pub use pool::Pool;
pub use pooled::Pooled;
pub use reply_error::ReplyError;
pub use transport::Transport;
pub use update::Update;
pub use watch::Watch;

pub(crate) use dump::Listing;
pub(crate) use engine::Engine;
#[cfg(feature = "stream")]
pub(crate) use listener::Heard;
pub(crate) use listener::Listener;
pub(crate) use observer::Observer;
#[cfg(feature = "stream")]
pub(crate) use observer::Seen;
#[cfg(feature = "tokio")]
pub(crate) use opening::{event_socket, request_socket};
pub(crate) use pooled::Shared;

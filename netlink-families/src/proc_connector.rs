//! `proc-connector`: processes that fork, execute programs, change their identity, and exit.
//!
//! Netlink protocol `NETLINK_CONNECTOR`, multicast group `CN_IDX_PROC`, tool `forkstat`, kernel option `CONFIG_PROC_EVENTS`. Headers
//! `linux/connector.h`, `linux/cn_proc.h`.
//!
//! Every message has the type 3, which other protocols use for the end of a dump. The connector sends no acknowledgement: after
//! [`Listen`], the first event has `what` 0 and an error number.
//!
//! ```
//! use netlink_families::proc_connector::{Listen, Op};
//!
//! let request = Listen::new(Op::LISTEN);
//! assert_eq!(netlink_core::message_len(&request), 16 + 20 + 4);
//! ```

use netlink_core::{Emit, Parse, RawMessage};
use netlink_core::zerocopy::{FromBytes, FromZeros};
use crate::Struct;

/// Starts or ends the events for all members of the group (`NLMSG_DONE`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 3, protocol = 11)]
pub struct Listen<'a>(pub Struct<'a, ListenBody>);

/// Starts the events of some kinds for this socket (`NLMSG_DONE`, since Linux 6.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 3, protocol = 11)]
pub struct ListenTo<'a>(pub Struct<'a, ListenToBody>);

/// Something that happened to a process (`NLMSG_DONE`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 3, protocol = 11)]
pub struct ProcEvent<'a>(pub Struct<'a, ProcEventBody>);

/// What the multicast group delivers.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 11)]
pub enum Event<'a> {
    #[netlink(message = 3)] Proc(ProcEvent<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

values! {
    /// What is requested (`PROC_CN_MCAST_*`).
    Op: u32 { LISTEN = 1, IGNORE = 2, }
}

flags! {
    /// What happened, or which kinds are requested (`PROC_EVENT_*`).
    What: u32 {
        FORK = 1, EXEC = 2, UID = 4, GID = 0x40, SID = 0x80, PTRACE = 0x100, COMM = 0x200, NONZERO_EXIT = 0x2000_0000,
        COREDUMP = 0x4000_0000, EXIT = 0x8000_0000,
    }
}

packed_structs! {
    /// Body of [`ProcEvent`]. `timestamp_ns` is since boot. [`event`](ProcEventBody::event) returns what `data` means.
    ProcEventBody { connector: ConnectorHeader, what: What, cpu: u32, timestamp_ns: u64, data: [u8; 24], }
}

structs! {
    /// The header of all messages of the connector: whose they are (`CN_IDX_PROC` and `CN_VAL_PROC`, both 1), and how many bytes
    /// follow.
    ConnectorHeader ["cn_msg"] { idx: u32, val: u32, seq: u32, ack: u32, len: u16, flags: u16, }

    /// Body of [`Listen`].
    ListenBody { connector: ConnectorHeader, op: Op, }

    /// Body of [`ListenTo`].
    ListenToBody { connector: ConnectorHeader, op: Op, kinds: What, }

    /// A process or thread forked.
    Fork ["fork_proc_event"] { parent_pid: i32, parent_tgid: i32, child_pid: i32, child_tgid: i32, }

    /// A process executes a program.
    Exec ["exec_proc_event"] { process_pid: i32, process_tgid: i32, }

    /// A process changed its user or group.
    Id ["id_proc_event"] { process_pid: i32, process_tgid: i32, real: u32, effective: u32, }

    /// A process became the leader of a session.
    Sid ["sid_proc_event"] { process_pid: i32, process_tgid: i32, }

    /// A process is traced, or no longer.
    Ptrace ["ptrace_proc_event"] { process_pid: i32, process_tgid: i32, tracer_pid: i32, tracer_tgid: i32, }

    /// A process changed its name.
    Comm ["comm_proc_event"] { process_pid: i32, process_tgid: i32, comm: [u8; 16], }

    /// A process dumped its memory.
    Coredump ["coredump_proc_event"] { process_pid: i32, process_tgid: i32, parent_pid: i32, parent_tgid: i32, }

    /// A process exited.
    Exit ["exit_proc_event"] {
        process_pid: i32, process_tgid: i32, exit_code: u32, exit_signal: u32, parent_pid: i32, parent_tgid: i32,
    }
}

/// What happened to a process.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Process {
    /// The answer to [`Listen`], with an error number; 0 is success.
    Ack(u32),
    Fork(Fork),
    Exec(Exec),
    Uid(Id),
    Gid(Id),
    Sid(Sid),
    Ptrace(Ptrace),
    Comm(Comm),
    Coredump(Coredump),
    Exit(Exit),
    /// Something newer.
    Other([u8; 24]),
}

impl ProcEventBody {
    /// Returns what happened.
    #[must_use]
    pub fn event(&self) -> Process {
        fn read<T: FromBytes + FromZeros>(data: &[u8]) -> T {
            T::read_from_prefix(data).map_or_else(|_| T::new_zeroed(), |(value, _)| value)
        }
        let data = self.data;
        match self.what {
            What(0) => Process::Ack(read(&data)),
            What::FORK => Process::Fork(read(&data)),
            What::EXEC => Process::Exec(read(&data)),
            What::UID => Process::Uid(read(&data)),
            What::GID => Process::Gid(read(&data)),
            What::SID => Process::Sid(read(&data)),
            What::PTRACE => Process::Ptrace(read(&data)),
            What::COMM => Process::Comm(read(&data)),
            What::COREDUMP => Process::Coredump(read(&data)),
            What::EXIT => Process::Exit(read(&data)),
            _ => Process::Other(data),
        }
    }
}

impl Listen<'_> {
    /// Returns the request to start or end the events.
    #[must_use]
    pub fn new(op: Op) -> Self {
        Self(ListenBody { connector: connector(size_of::<Op>()), op }.into())
    }
}

impl ListenTo<'_> {
    /// Returns the request to start the events of these kinds.
    #[must_use]
    pub fn new(kinds: What) -> Self {
        let len = size_of::<Op>() + size_of::<What>();
        Self(ListenToBody { connector: connector(len), op: Op::LISTEN, kinds }.into())
    }
}

/// The header of a request to the process connector, whose body has `len` bytes.
#[allow(clippy::cast_possible_truncation, reason = "4 or 8")]
fn connector(len: usize) -> ConnectorHeader {
    ConnectorHeader { idx: 1, val: 1, len: len as u16, ..ConnectorHeader::default() }
}

family! {
    "proc-connector", protocol 11;
    operations {
        "listen" Do Listen<'_>,
        "listen-to" Do ListenTo<'_>,
    }
    notifications { Event<'_>, }
    groups { "proc" = 1, }
}

//! `taskstats`: accounting of processes and threads, of running ones and of those that exit.
//!
//! Generic netlink family `TASKSTATS`, tool `getdelays` of the kernel's sources and `iotop`, kernel option `CONFIG_TASKSTATS`.
//! Header `linux/taskstats.h`. There is no multicast group: a program registers for CPUs, and receives the statistics of each
//! thread that exits there as [`Event`].
//!
//! ```
//! use netlink_families::taskstats::Get;
//!
//! let request = Get { pid: Some(1), ..Default::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 8);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Unknown};
use crate::{NlaStr, Struct};

/// Requests the statistics of a thread or process, or registers for CPUs (`TASKSTATS_CMD_GET`, attributes `TASKSTATS_CMD_ATTR_*`).
/// CPUs are a list such as `0-3,7`. Registering has no reply.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = "TASKSTATS", command = 1, reply = Stats<'_>)]
pub struct Get<'a> {
    #[nla(1)] pub pid: Option<u32>,
    #[nla(2)] pub tgid: Option<u32>,
    #[nla(3)] pub register_cpumask: Option<NlaStr<'a>>,
    #[nla(4)] pub deregister_cpumask: Option<NlaStr<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Statistics (`TASKSTATS_CMD_NEW`, attributes `TASKSTATS_TYPE_*`): of a thread, of a process, or of the last thread of a process and
/// the process.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(family = "TASKSTATS", command = 2)]
pub struct Stats<'a> {
    #[nla(4)] pub aggr_pid: Option<Aggregate<'a>>,
    #[nla(5)] pub aggr_tgid: Option<Aggregate<'a>>,
    #[nla(6)] pub null: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Statistics with the ID that they are of (`TASKSTATS_TYPE_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Aggregate<'a> {
    #[nla(1)] pub pid: Option<u32>,
    #[nla(2)] pub tgid: Option<u32>,
    #[nla(3)] pub stats: Option<Struct<'a, TaskStats>>,
    #[nla(6)] pub null: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What a program that registered receives.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(family = "TASKSTATS")]
pub enum Event<'a> {
    #[netlink(command = 2)] Exited(Stats<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// Flags of a task (`AFORK` and the like, header `linux/acct.h`).
    AccountingFlags: u8 { FORK = 1, SU = 2, COMPAT = 4, CORE = 8, XSIG = 0x10, GROUP = 0x20, }
}

structs! {
    /// Statistics of a task, version 16. `version` says how many members the kernel sent. Delays are in nanoseconds, times in
    /// microseconds, `hiwater_*` in KiB, `coremem` and `virtmem` in MB-microseconds.
    TaskStats ["taskstats"] {
        version: u16, gap: [u8; 2], ac_exitcode: u32, ac_flag: AccountingFlags, ac_nice: u8, gap2: [u8; 6], cpu_count: u64,
        cpu_delay_total: u64, blkio_count: u64, blkio_delay_total: u64, swapin_count: u64, swapin_delay_total: u64,
        cpu_run_real_total: u64, cpu_run_virtual_total: u64, ac_comm: [u8; 32], ac_sched: u8, ac_pad: [u8; 3], gap3: [u8; 4],
        ac_uid: u32, ac_gid: u32, ac_pid: u32, ac_ppid: u32, ac_btime: u32, gap4: [u8; 4], ac_etime: u64, ac_utime: u64,
        ac_stime: u64, ac_minflt: u64, ac_majflt: u64, coremem: u64, virtmem: u64, hiwater_rss: u64, hiwater_vm: u64,
        read_char: u64, write_char: u64, read_syscalls: u64, write_syscalls: u64, read_bytes: u64, write_bytes: u64,
        cancelled_write_bytes: u64, nvcsw: u64, nivcsw: u64, ac_utimescaled: u64, ac_stimescaled: u64,
        cpu_scaled_run_real_total: u64, freepages_count: u64, freepages_delay_total: u64, thrashing_count: u64,
        thrashing_delay_total: u64, ac_btime64: u64, compact_count: u64, compact_delay_total: u64, ac_tgid: u32, gap5: [u8; 4],
        ac_tgetime: u64, ac_exe_dev: u64, ac_exe_inode: u64, wpcopy_count: u64, wpcopy_delay_total: u64, irq_count: u64,
        irq_delay_total: u64, cpu_delay_max: u64, cpu_delay_min: u64, blkio_delay_max: u64, blkio_delay_min: u64,
        swapin_delay_max: u64, swapin_delay_min: u64, freepages_delay_max: u64, freepages_delay_min: u64,
        thrashing_delay_max: u64, thrashing_delay_min: u64, compact_delay_max: u64, compact_delay_min: u64,
        wpcopy_delay_max: u64, wpcopy_delay_min: u64, irq_delay_max: u64, irq_delay_min: u64,
    }
}

family! {
    "TASKSTATS", protocol 16;
    operations { "get" Do Get<'_> => Stats<'_>, }
    notifications { Event<'_>, }
    groups { }
}

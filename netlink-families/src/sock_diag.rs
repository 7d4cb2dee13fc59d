//! What the families of `NETLINK_SOCK_DIAG` have in common. Header `linux/sock_diag.h`.

structs! {
    /// The array of `SK_MEMINFO_*`: bytes, and `drops` packets. `drops` is absent before Linux 4.7.
    SkMemInfo {
        rmem_alloc: u32, rcvbuf: u32, wmem_alloc: u32, sndbuf: u32, fwd_alloc: u32, wmem_queued: u32, optmem: u32, backlog: u32,
        drops: u32,
    }
}

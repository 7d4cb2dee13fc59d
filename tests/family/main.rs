//! Each family's module against the system's headers, against what a kernel once sent, and against
//! the running kernel with the system's own tools.

mod ethtool;
mod inet_diag;
mod netdev;
mod nftables;
mod nlctrl;
mod rt_addr;
mod rt_link;
mod rt_neigh;
mod rt_route;
mod rt_rule;
mod support;
mod tc;

netlink_tests::counting_allocator!();

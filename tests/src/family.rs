//! Families written by hand through the derive, as a downstream crate writes them.

pub mod ethtool;
pub mod inet_diag;
pub mod netdev;
pub mod nftables;
pub mod nlctrl;
pub mod rt_addr;
pub mod rt_link;
pub mod rt_neigh;
pub mod rt_route;
pub mod rt_rule;
pub mod tc;

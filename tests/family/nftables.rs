//! The family `nftables`.

//! The family `netdev`.

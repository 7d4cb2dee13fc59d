//! The family `ethtool`.

//! Captured messages.

//! The family `nlctrl`.

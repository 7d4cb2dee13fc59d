//! rt_addr

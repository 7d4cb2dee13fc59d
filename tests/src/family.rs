//! Families written by hand through the derive, as a downstream crate writes them.

pub mod rt_link;

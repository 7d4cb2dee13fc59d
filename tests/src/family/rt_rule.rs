//! rt_rule

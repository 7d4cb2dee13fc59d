//! rt_neigh

//! rt_route

//! nlctrl

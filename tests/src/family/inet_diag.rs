//! inet_diag

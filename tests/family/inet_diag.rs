//! The family `inet_diag`.

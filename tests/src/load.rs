//! How much load a test makes: as much as fits in a run of all tests, or as much as takes minutes.

use std::env;

/// The environment variable that, set to something, makes tests of load run long.
const LONG: &str = "NETLINK_TESTS_LONG";

/// Returns `short`, or `long` if long loads are requested.
pub fn or_long<T>(short: T, long: T) -> T {
    if env::var_os(LONG).is_some_and(|value| !value.is_empty()) { long } else { short }
}

//! The name by which the test harness knows a test, found from inside the test.
//!
//! The harness names a test by its path within its crate. The name of the thread would be the same,
//! but with `--test-threads=1` tests run on the main thread. The name of a type declared in the
//! test's body holds the path in either case. What that name looks like is not promised by the
//! language; callers that depend on it check that the harness knew the test.

use std::any::type_name;

/// The path of the test in whose body the closure `F` is written.
#[must_use]
pub fn of_closure<F>() -> &'static str {
    enclosing_function(type_name::<F>())
}

/// The path of the test in whose body the function item `here` is declared.
#[must_use]
pub fn of_item<F>(_here: &F) -> &'static str {
    let item = type_name::<F>();
    enclosing_function(item.rsplit_once("::").map_or(item, |(parent, _name)| parent))
}

/// Takes off the crate before the path and the closures after it.
fn enclosing_function(mut path: &'static str) -> &'static str {
    while let Some(parent) = path.strip_suffix("::{{closure}}") {
        path = parent;
    }
    path.split_once("::").map_or(path, |(_crate, rest)| rest)
}

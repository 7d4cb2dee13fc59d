use netlink_tests::{
    or_skip, partly_skip, skip,
    skip::{NO_SKIP, Skip},
};

use crate::specimen;

#[test]
fn skip_is_said_on_the_terminal_and_ends_the_test() {
    let run = specimen::watch(&[(NO_SKIP, "")], || {
        skip!(Skip::tool("no hammer"));
        #[expect(unreachable_code, reason = "that it is unreachable is the point")]
        {
            panic!("went on");
        }
    });
    let Some(run) = run else { return };
    assert!(run.succeeded, "{}", run.stdout);
    assert_eq!(
        run.stderr,
        "skipped: skip::skip_is_said_on_the_terminal_and_ends_the_test: no hammer\n"
    );
}

#[test]
fn skip_names_the_test_that_runs_on_the_main_thread() {
    let variables = [(NO_SKIP, ""), ("RUST_TEST_THREADS", "1")];
    let Some(run) = specimen::watch(&variables, || skip!(Skip::tool("no hammer"))) else {
        return;
    };
    assert!(run.succeeded, "{}", run.stdout);
    assert_eq!(
        run.stderr,
        "skipped: skip::skip_names_the_test_that_runs_on_the_main_thread: no hammer\n"
    );
}

#[test]
fn skip_for_what_could_be_installed_fails_where_skips_are_forbidden() {
    for_forbidden(|| skip!(Skip::tool("no hammer")), Expected::Failure);
}

#[test]
fn skip_for_what_could_be_allowed_fails_where_skips_are_forbidden() {
    for_forbidden(|| skip!(Skip::privilege("hands off")), Expected::Failure);
}

#[test]
fn skip_for_what_the_kernel_lacks_stays_a_skip_where_skips_are_forbidden() {
    for_forbidden(|| skip!(Skip::kernel("never heard of it")), Expected::Skip);
}

#[test]
fn skip_for_what_the_headers_lack_stays_a_skip_where_skips_are_forbidden() {
    for_forbidden(|| skip!(Skip::header("never heard of it")), Expected::Skip);
}

enum Expected {
    Failure,
    Skip,
}

fn for_forbidden<F: FnOnce()>(body: F, expected: Expected) {
    let Some(run) = specimen::watch(&[(NO_SKIP, "1")], body) else {
        return;
    };
    match expected {
        Expected::Failure => {
            assert!(!run.succeeded);
            assert!(run.stdout.contains("forbids"), "{}", run.stdout);
        }
        Expected::Skip => {
            assert!(run.succeeded, "{}", run.stdout);
            assert!(run.stderr.starts_with("skipped: skip::skip_for_"), "{}", run.stderr);
        }
    }
}

#[test]
fn partial_skip_continues() {
    let run = specimen::watch(&[(NO_SKIP, "")], || {
        partly_skip!(Skip::header("too old for half of it"));
        panic!("went on");
    });
    let Some(run) = run else { return };
    assert!(!run.succeeded);
    assert_eq!(
        run.stderr.lines().next(),
        Some("skipped: skip::partial_skip_continues: too old for half of it")
    );
    assert!(run.stdout.contains("went on"), "{}", run.stdout);
}

#[test]
fn result_without_a_skip_is_unwrapped() {
    assert_eq!(or_skip!(Ok::<_, Skip>(7)), 7);
}

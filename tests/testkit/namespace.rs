use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use netlink_tests::{
    namespace::{self, in_namespace, is_root},
    or_skip, skip,
    skip::Skip,
    temp_dir::TempDir,
    tool::tool,
};

use crate::specimen::{self, Run};

#[test]
fn body_sees_only_lo_and_lo_is_up() {
    in_namespace(|| {
        let links = or_skip!(tool("ip")).json("-j link");
        let links = links.as_array().unwrap();
        assert_eq!(links.len(), 1, "{links:?}");
        assert_eq!(links[0]["ifname"], "lo");
        assert!(links[0]["flags"].as_array().unwrap().iter().any(|flag| flag == "UP"), "{links:?}");
    });
}

#[test]
fn body_may_change_its_network() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        assert_eq!(ip.json("-j link show dev v1")[0]["link"], "v0");
    });
}

#[test]
fn panic_in_the_body_fails_the_test() {
    or_skip!(namespace::check());
    let run = specimen::watch(&[], || in_namespace(|| panic!("words of the body")));
    let Some(run) = run else { return };
    assert!(!run.succeeded);
    assert!(run.stdout.contains("words of the body"), "{}", run.stdout);
}

#[test]
fn panic_in_the_body_fails_the_test_that_runs_on_the_main_thread() {
    or_skip!(namespace::check());
    let run = specimen::watch(&[("RUST_TEST_THREADS", "1")], || {
        in_namespace(|| panic!("words of the body"));
    });
    let Some(run) = run else { return };
    assert!(!run.succeeded);
    assert!(run.stdout.contains("words of the body"), "{}", run.stdout);
}

#[test]
fn body_passes_on_the_main_thread() {
    or_skip!(namespace::check());
    let run = specimen::watch(&[("RUST_TEST_THREADS", "1")], || in_namespace(|| ()));
    let Some(run) = run else { return };
    assert!(run.succeeded, "{}", run.stdout);
}

#[test]
fn body_that_is_not_in_a_test_fails_the_test() {
    // The harness knows no test of the helper's name, so nothing would run in the namespace.
    fn helper() {
        in_namespace(|| ());
    }
    or_skip!(namespace::check());
    let run = specimen::watch(&[], || {
        helper();
    });
    let Some(run) = run else { return };
    assert!(!run.succeeded);
    assert!(run.stdout.contains("finished 0 times"), "{}", run.stdout);
}

#[test]
fn skip_in_the_body_is_said_on_the_terminal() {
    or_skip!(namespace::check());
    let run = specimen::watch(&[], || {
        in_namespace(|| skip!(Skip::kernel("no such thing")));
    });
    let Some(run) = run else { return };
    assert!(run.succeeded, "{}", run.stdout);
    assert_eq!(
        run.stderr,
        "skipped: namespace::skip_in_the_body_is_said_on_the_terminal: no such thing\n"
    );
}

#[test]
fn namespace_of_the_parent_is_refused() {
    // What would happen if `unshare` did nothing: the body must not run on the machine's network.
    or_skip!(namespace::check());
    let here = fs::read_link("/proc/self/ns/net").unwrap();
    let variables = [("NETLINK_TESTS_PARENTS_NAMESPACE", here.to_str().unwrap())];
    let run = specimen::watch(&variables, || in_namespace(|| panic!("the body ran")));
    let Some(run) = run else { return };
    assert!(!run.succeeded);
    assert!(!run.stderr.contains("the body ran"), "{}", run.stderr);
}

/// What makes `setpriv` run a program as somebody without privileges.
const ORDINARY_USER: [&str; 4] = ["--reuid=1234", "--regid=1234", "--clear-groups", "--"];

#[test]
fn ordinary_user_can_do_it_too() {
    if !is_root() {
        return; // The other tests have shown it.
    }
    let setpriv = or_skip!(tool("setpriv"));
    if let Err(failure) = setpriv.attempt(&[&ORDINARY_USER[..], &["true"]].concat(), "") {
        skip!(Skip::privilege(failure.to_string()));
    }
    // Somewhere anyone can reach it: the build directory may be in a private home.
    let directory = TempDir::new();
    let binary = directory.path().join("testkit");
    fs::copy(std::env::current_exe().unwrap(), &binary).unwrap();
    for path in [directory.path(), &binary] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let run = Run::of(
        Command::new(setpriv.path())
            .args(ORDINARY_USER)
            .arg(&binary)
            .args(["namespace::body_may_change_its_network", "--exact"])
            .current_dir("/"),
    );
    if run.stderr.contains("skipped: ") {
        skip!(Skip::privilege(run.stderr));
    }
    assert!(run.stdout.contains("1 passed"), "{}{}", run.stdout, run.stderr);
    assert!(run.succeeded);
}
